import { useEffect, useRef } from 'react'
import { asProblem } from '../../../api/problem.ts'
import type { FileInspection, ReceivedFile } from '../../../../contract/files.ts'
import { navigate } from '../../../shared/navigation/router.ts'
import { Badge } from '../../../ui/badge.tsx'
import { bytes, moment } from '../../../ui/format.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { FirstBytes, TellingBytes, writtenAs } from './dialect.tsx'
import { FirstRows } from './first-rows.tsx'
import { fileLabels } from '../labels.ts'
import { MappingTable } from '../../../shared/rule-editor/mapping-table.tsx'
import { layoutOf, setDraft } from './draft.ts'
import { text } from '../text.ts'
import { useDraft } from './use-draft.ts'
import { useFile } from './use-file.ts'
import { pages } from '../../../shared/navigation/paths.ts'

/** The contents of a received file and, while it is unrecognised, its column mapping. */
export function FileDetail({ id }: { id: string }) {
  const { file, inspection, canLook, pending } = useFile(id)
  useFollowImport(file)
  if (pending) return <Skeleton lines={9} />
  if (!file) return <EmptyState title={text.fileNotFound}>{text.fileNotFoundText}</EmptyState>
  const label = fileLabels[file.state]
  return (
    <div className="fill">
      <header className="import-head import-head-line">
        <div className="detail-title">
          <h2 className="truncate">{file.name}</h2>
          <Badge tone={label.tone} icon={label.icon}>
            {label.title}
          </Badge>
        </div>
        <p className="muted truncate">
          {[
            bytes(file.size),
            text.modifiedAt(moment(file.modifiedAt)),
            file.origin === 'folder' ? file.path : text.origins[file.origin],
          ].join(' · ')}
        </p>
      </header>
      <div className="tab-content scroll">
        {inspection.isError && (
          <ErrorState
            title={text.cannotInspect}
            detail={asProblem(inspection.error).detail}
            onRetry={() => void inspection.refetch()}
          />
        )}
        {inspection.isLoading && <Skeleton lines={6} />}
        {!inspection.data && inspection.fetchStatus === 'idle' && !inspection.isError && (
          <EmptyState icon={label.icon} title={file.why}>
            {canLook ? text.noCopy : text.inspectReadOnly}
          </EmptyState>
        )}
        {inspection.data && <FileContent id={id} inspection={inspection.data} isNew={file.state === 'unrecognised'} />}
      </div>
    </div>
  )
}

/** If the file is imported while it is shown, opens the import. */
function useFollowImport(file: ReceivedFile | undefined) {
  const wasWaiting = useRef(false)
  const importId = file?.importId ?? null
  useEffect(() => {
    if (file === undefined) return
    if (importId === null) wasWaiting.current = true
    else if (wasWaiting.current) navigate(pages.import(importId), { replace: true, keepQuery: true })
  }, [file, importId])
}

function FileContent({ id, inspection, isNew }: { id: string; inspection: FileInspection; isNew: boolean }) {
  const draft = useDraft(id, inspection)
  const { dialect, rows } = inspection
  return (
    <>
      {isNew && draft?.owner === '' && layoutOf(draft) === 'standardized' && (
        <p className="muted">{text.standardizedNote}</p>
      )}
      {isNew && draft?.owner === '' && layoutOf(draft) !== 'standardized' && (
        <MappingTable
          meanings={draft.meanings}
          sampleOf={(column) => firstValues(rows, dialect.header.indexOf(column))}
          onChange={(meanings) => setDraft(id, { ...draft, meanings })}
        />
      )}
      <section>
        <h3>{text.firstRows}</h3>
        <FirstRows
          header={dialect.header}
          rows={rows}
          {...(isNew && draft && layoutOf(draft) !== 'standardized' ? { meanings: draft.meanings } : {})}
        />
      </section>
      <section aria-label={text.fileFormat}>
        <h3>{text.fileFormat}</h3>
        <p>{writtenAs(dialect)}</p>
        <FirstBytes hex={dialect.firstBytes} />
        {dialect.telling && <TellingBytes telling={dialect.telling} />}
      </section>
    </>
  )
}

function firstValues(rows: readonly (readonly string[])[], at: number): string {
  const values = new Set(rows.map((row) => row[at]?.trim() ?? '').filter(Boolean))
  return [...values].slice(0, 3).join(', ')
}
