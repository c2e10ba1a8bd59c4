import type { AuditEntry } from '../../../contract/audit.ts'
import { moment, number } from '../../ui/format.ts'
import type { Column } from '../../ui/virtual-table.tsx'
import { actionLabel, objectLabel, typeLabel } from './entry-labels.ts'
import { text } from './text.ts'

export const columns: readonly Column<AuditEntry>[] = [
  { id: 'seq', title: text.seq, width: '4rem', align: 'end', cell: (entry) => number(entry.seq) },
  {
    id: 'when',
    title: text.when,
    width: '10.5rem',
    cell: (entry) => <time dateTime={entry.at}>{moment(entry.at)}</time>,
  },
  {
    id: 'who',
    title: text.who,
    width: 'minmax(0, 1fr)',
    cell: (entry) => (
      <span className="truncate">
        {entry.actor.name} <span className="muted">{text.via(entry.actor.via)}</span>
      </span>
    ),
  },
  {
    id: 'what',
    title: text.what,
    width: 'minmax(0, 1fr)',
    cell: (entry) => <strong className="activity-action truncate">{actionLabel(entry)}</strong>,
  },
  {
    id: 'about',
    title: text.about,
    width: 'minmax(0, 1.2fr)',
    cell: (entry) => (
      <span className="truncate">
        <span className="muted">{typeLabel(entry.object.type)}</span> {objectLabel(entry.object)}
      </span>
    ),
  },
]
