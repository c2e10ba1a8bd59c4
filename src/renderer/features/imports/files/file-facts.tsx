import type { Import } from '../../../../contract/imports.ts'
import { CopyField } from '../../../ui/copy-field.tsx'
import { bytes, moment, number } from '../../../ui/format.ts'
import { KeyValues } from '../../../ui/key-values.tsx'
import { FirstBytes, TellingBytes, writtenAs } from './dialect.tsx'
import { text } from '../text.ts'

/** Facts that identify the files of an import. */
export function FileFacts({ importRun }: { importRun: Import }) {
  return (
    <div className="tab-content facts">
      {importRun.files.map((file) => (
        <section key={file.id} aria-label={file.name}>
          <h3>{file.name}</h3>
          <KeyValues
            items={[
              { key: text.facts.size, value: `${bytes(file.size)} (${number(file.size)} B)` },
              { key: text.facts.written, value: moment(file.modifiedAt) },
              ...(file.dialect
                ? [
                    { key: text.fileFormat, value: writtenAs(file.dialect) },
                    { key: text.facts.header, value: file.dialect.header.join(' · ') },
                    { key: text.facts.firstBytes, value: <FirstBytes hex={file.dialect.firstBytes} /> },
                    ...(file.dialect.telling
                      ? [
                          {
                            key: text.facts.telling(file.dialect.telling.at),
                            value: <TellingBytes telling={file.dialect.telling} />,
                          },
                        ]
                      : []),
                  ]
                : []),
              { key: text.facts.sha256, value: <CopyField label={text.facts.sha256} value={file.sha256} /> },
            ]}
          />
        </section>
      ))}
      <KeyValues
        items={[
          { key: text.facts.extractAt, value: moment(importRun.extractAt) },
          ...(importRun.rulesVersion === null
            ? []
            : [{ key: text.facts.rules, value: text.facts.rulesVersion(importRun.rulesVersion) }]),
          { key: text.facts.trigger, value: `${importRun.createdBy} (${importRun.trigger})` },
          ...(importRun.startedAt ? [{ key: text.facts.started, value: moment(importRun.startedAt) }] : []),
          ...(importRun.finishedAt ? [{ key: text.facts.finished, value: moment(importRun.finishedAt) }] : []),
        ]}
      />
    </div>
  )
}
