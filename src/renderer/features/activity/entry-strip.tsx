import type { AuditEntry } from '../../../contract/audit.ts'
import { Link } from '../../link.tsx'
import { actionWords } from './columns.tsx'
import { text } from './text.ts'

/** The chosen entry in full: what it commits to, and the hash that the next one builds on. */
export function EntryStrip({ entry }: { entry: AuditEntry }) {
  const place = placeOf(entry)
  return (
    <aside className="activity-strip" aria-label={text.chosen}>
      <p>
        <strong>{actionWords(entry.action)}</strong>{' '}
        {place ? (
          <Link href={place}>{entry.object.name ?? entry.object.id}</Link>
        ) : (
          (entry.object.name ?? entry.object.id)
        )}
      </p>
      <pre className="mono">{JSON.stringify(entry.details, null, 2)}</pre>
      <p className="muted">
        {text.hash} <span className="mono">{entry.hash}</span>
      </p>
    </aside>
  )
}

/** Where the thing can be seen that an entry is about. */
function placeOf({ object }: AuditEntry): string | undefined {
  if (object.type === 'import') return `/imports/${object.id}`
  if (object.type === 'person') return `/people/${object.id}`
  if (object.type === 'account') return `/people/accounts/${object.id}`
  if (object.type === 'file') return `/imports/file/${object.id}`
  return object.type === 'application' ? `/applications/${object.id}` : undefined
}
