import type { AuditEntry } from '../../../contract/audit.ts'
import { Link } from '../../shared/link.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import { actionLabel, factsOf, objectLabel, pathOfObject, typeLabel } from './entry-labels.ts'
import { text } from './text.ts'

/** Shows an audit entry in full, with its hash. */
export function EntryDetail({ entry }: { entry: AuditEntry }) {
  const path = pathOfObject(entry)
  const about = [typeLabel(entry.object.type), objectLabel(entry.object)].filter(Boolean).join(' ')
  const facts = factsOf(entry)
  return (
    <aside className="strip activity-strip" aria-label={text.chosen}>
      <p>
        <strong>{actionLabel(entry)}</strong> {path ? <Link href={path}>{about}</Link> : about}
      </p>
      {facts.length > 0 && <KeyValues items={facts} />}
      <details>
        <summary>{text.asLogged}</summary>
        <pre className="mono">
          {JSON.stringify({ action: entry.action, object: entry.object, details: entry.details }, null, 2)}
        </pre>
      </details>
      <p className="muted">
        {text.hash} <span className="mono">{entry.hash}</span>
      </p>
    </aside>
  )
}
