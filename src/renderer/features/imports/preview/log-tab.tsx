import type { Import } from '../../../../contract/imports.ts'
import { moment } from '../../../ui/format.ts'
import { useImportLog } from '../queries.ts'
import { text } from '../text.ts'
import { QueryView } from '../../../shared/query-view.tsx'

/** The log of an import. */
export function LogTab({ importRun }: { importRun: Import }) {
  const log = useImportLog(importRun.id)
  return (
    <QueryView query={log} failed={text.failedOne} lines={4}>
      {(lines) => (
        <ol className="log tab-content">
          {lines.map(({ at, line }) => (
            <li key={`${at} ${line}`}>
              <time className="muted number" dateTime={at}>
                {moment(at)}
              </time>
              <span>{line}</span>
            </li>
          ))}
        </ol>
      )}
    </QueryView>
  )
}
