import type { AuditEntry } from '../../../contract/audit.ts'
import { Link } from '../../shared/link.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import { actionWords, factsOf, objectWords, placeOf, typeWords } from './entry-labels.ts'
import { text } from './text.ts'

/** The chosen entry in full: what it commits to, and the hash that the next one builds on. */
export function EntryStrip({ entry }: { entry: AuditEntry }) {
  const place = placeOf(entry)
  const about = [typeWords(entry.object.type), objectWords(entry.object)].filter(Boolean).join(' ')
  const facts = factsOf(entry)
  return (
    <aside className="activity-strip" aria-label={text.chosen}>
      <p>
        <strong>{actionWords(entry.action)}</strong> {place ? <Link href={place}>{about}</Link> : about}
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
