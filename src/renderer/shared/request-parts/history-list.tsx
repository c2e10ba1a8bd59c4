import type { z } from 'zod'
import type { HistoryEntry } from '../../../contract/request-parts.ts'
import { Badge } from '../../ui/badge.tsx'
import { moment } from '../../ui/format.ts'
import './history-list.css'

const text = {
  castellan: 'Castellan',
  hidden: 'hidden from requester',
  none: 'No history.',
  actions: {
    pending: 'Waiting',
    approved: 'Approved',
    rejected: 'Denied',
    'auto-approved': 'Approved automatically',
    'auto-provisioned': 'Provisioned without approval',
    provisioned: 'Provisioned',
    'not-provisioned': 'Not provisioned',
    cancelled: 'Cancelled',
    comment: 'Comment',
    consult: 'Input requested',
    'consult-cancelled': 'Input request cancelled',
    upload: 'File attached',
    'file-removed': 'File removed',
    callback: 'Answer of a webhook',
    reassign: 'Reassigned',
    expired: 'Overdue',
    updated: 'Changed',
    proved: 'Verified',
    contradicted: 'Verification failed',
    ended: 'Expired',
  } as Readonly<Record<string, string>>,
}

/** The history of a request, oldest first. */
export function HistoryList({ entries }: { entries: readonly z.infer<typeof HistoryEntry>[] }) {
  if (entries.length === 0) return <p className="muted">{text.none}</p>
  return (
    <ol className="history-list">
      {entries.map((entry, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- entries are only added at the end
        <li key={index} data-action={entry.action}>
          <div className="history-line">
            <strong>{text.actions[entry.action] ?? entry.action}</strong>
            {entry.items.length > 0 && <span>{entry.items.join(', ')}</span>}
            {entry.hidden && <Badge tone="info">{text.hidden}</Badge>}
          </div>
          {entry.content && <p>{entry.content}</p>}
          <p className="muted number">{[entry.who?.name ?? text.castellan, moment(entry.at)].join(' · ')}</p>
        </li>
      ))}
    </ol>
  )
}
