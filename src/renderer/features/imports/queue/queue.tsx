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
import { RollbackOptions } from '../preview/change-summary.tsx'

export function Queue({ queue, place, shown }: { queue: QueueRows; place: number; shown: 'imports' | 'files' }) {
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
      active={place}
      onActive={(at) => entries[at] && navigate(entries[at].path + location.search, { replace: true })}
      onRange={onRange}
      lines={2}
      empty={<EmptyState icon="file" title={text.noFiles} />}
    >
      {(entry) => (entry.kind === 'import' ? <ImportEntry one={entry.one} /> : <FileEntry file={entry.file} />)}
    </VirtualList>
  )
}

function ImportEntry({ one }: { one: Import }) {
  const look = stateLabels[one.state]
  const tripped = one.state === 'staged' && one.guard?.verdict === 'tripped'
  return (
    <div className="list-entry queue-entry">
      <strong className="truncate">{one.application.name}</strong>
      <Badge tone={tripped ? 'change' : look.tone} icon={tripped ? 'warning' : look.icon}>
        {look.title}
      </Badge>
      <span className="queue-note truncate">
        {titleOf(one)} · <When at={one.createdAt} />
      </span>
      <Running id={one.id} />
      {one.counts && <RollbackOptions counts={one.counts} />}
    </div>
  )
}

function FileEntry({ file }: { file: ReceivedFile }) {
  const look = fileLabels[file.state]
  return (
    <div className="list-entry queue-entry">
      <strong className="truncate">{file.name}</strong>
      <Badge tone={look.tone} icon={look.icon}>
        {look.title}
      </Badge>
      <span className="queue-note queue-wide truncate">
        {file.state === 'unrecognised' ? text.sayWhose : file.why} · <When at={file.seenAt} />
      </span>
    </div>
  )
}

/** What it is made of: its files, or where it goes back to. */
export function titleOf(one: Import): string {
  if (one.kind === 'undo') return text.undoOf(one.restores)
  if (one.kind === 'restore') return text.restoreTo(one.restores)
  return one.files.map((file) => file.name).join(', ')
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
