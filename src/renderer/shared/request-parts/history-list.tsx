import type { z } from 'zod'
import type { HistoryEntry } from '../../../contract/request-parts.ts'
import { Badge } from '../../ui/badge.tsx'
import { moment } from '../../ui/format.ts'
import './history-list.css'

const text = {
  castellan: 'Castellan',
  hidden: 'not shown to who asked',
  none: 'Nothing yet.',
  actions: {
    pending: 'Waiting',
    approved: 'Approved',
    rejected: 'Denied',
    'auto-approved': 'Passed by itself',
    'auto-provisioned': 'Given, nobody need approve',
    provisioned: 'Carried out',
    'not-provisioned': 'Not carried out',
    cancelled: 'Cancelled',
    comment: 'Comment',
    consult: 'Advice asked',
    'consult-cancelled': 'Advice no longer asked',
    upload: 'File attached',
    'file-removed': 'File taken away',
    reassign: 'Given to somebody else',
    expired: 'Overdue',
    updated: 'Changed',
    proved: 'Proved by the data',
    contradicted: 'Contradicted by the data',
    ended: 'Its time is over',
  } as Readonly<Record<string, string>>,
}

/** What happened to a request, in its order. */
export function HistoryList({ entries }: { entries: readonly z.infer<typeof HistoryEntry>[] }) {
  if (entries.length === 0) return <p className="muted">{text.none}</p>
  return (
    <ol className="history-list">
      {entries.map((entry, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines are only ever added at the end
        <li key={at} data-action={entry.action}>
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
