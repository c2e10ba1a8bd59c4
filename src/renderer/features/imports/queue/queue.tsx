import { useCallback } from 'react'
import { useStore } from 'zustand'
import type { ReceivedFile } from '../../../../contract/files.ts'
import type { Import } from '../../../../contract/imports.ts'
import { navigate } from '../../../shared/navigation/router.ts'
import { Badge } from '../../../ui/badge.tsx'
import { briefly, moment, share } from '../../../ui/format.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { VirtualList } from '../../../ui/virtual-list.tsx'
import { fileLabels, stateLabels } from '../labels.ts'
import { progressStore } from '../progress.ts'
import type { QueueEntry } from './queue-entries.ts'
import { text } from '../text.ts'
import type { QueueRows } from './use-queue.ts'
import { ChangeSummary } from '../preview/change-summary.tsx'

export function Queue({ queue, index, shown }: { queue: QueueRows; index: number; shown: 'imports' | 'files' }) {
  const { entries, total, more } = queue
  const onRange = useCallback(
    (_first: number, last: number) => last >= entries.length - 20 && more?.(),
    [entries, more],
  )
  return (
    <VirtualList<QueueEntry>
      label={shown === 'files' ? text.showFiles : text.queue}
      count={total}
      rowAt={(at) => entries[at]}
      keyOf={(entry) => entry.id}
      active={index}
      onActive={(at) => entries[at] && navigate(entries[at].path, { replace: true, keepQuery: true })}
      onRange={onRange}
      lines={2}
      empty={<EmptyState icon="file" title={text.noFiles} />}
    >
      {(entry) =>
        entry.kind === 'import' ? <ImportEntry importRun={entry.importRun} /> : <FileEntry file={entry.file} />
      }
    </VirtualList>
  )
}

function ImportEntry({ importRun }: { importRun: Import }) {
  const label = stateLabels[importRun.state]
  const tripped = importRun.state === 'staged' && importRun.guard?.verdict === 'tripped'
  return (
    <div className="list-entry queue-entry">
      <strong className="truncate">{importRun.application.name}</strong>
      <Badge tone={tripped ? 'change' : label.tone} icon={tripped ? 'warning' : label.icon}>
        {label.title}
      </Badge>
      <span className="queue-note truncate">
        {titleOf(importRun)} · <When at={importRun.createdAt} />
      </span>
      <Running id={importRun.id} />
      {importRun.counts && <ChangeSummary counts={importRun.counts} />}
    </div>
  )
}

function FileEntry({ file }: { file: ReceivedFile }) {
  const label = fileLabels[file.state]
  return (
    <div className="list-entry queue-entry">
      <strong className="truncate">{file.name}</strong>
      <Badge tone={label.tone} icon={label.icon}>
        {label.title}
      </Badge>
      <span className="queue-note queue-wide truncate">
        {file.state === 'unrecognised' ? text.assignPrompt : file.why} · <When at={file.seenAt} />
      </span>
    </div>
  )
}

/** The file names of an import, or the generation it restores. */
export function titleOf(importRun: Import): string {
  if (importRun.kind === 'undo') return text.undoOf(importRun.restores)
  if (importRun.kind === 'restore') return text.restoreTo(importRun.restores)
  return importRun.files.map((file) => file.name).join(', ')
}

function Running({ id }: { id: string }) {
  const progress = useStore(progressStore, (state) => state.of[id])
  if (!progress || progress.share === null) return null
  return <span className="queue-running number">{share(Math.round(progress.share * 100), 100)}</span>
}

function When({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={moment(at)}>
      {briefly(at, now)}
    </time>
  )
}
