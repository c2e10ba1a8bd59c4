import { Link } from '../../../shared/link.tsx'
import { day, number } from '../../../ui/format.ts'
import { Sparkbar } from '../../../ui/sparkbar.tsx'
import { useHistory } from '../queries.ts'
import { titleOf } from '../queue/queue.tsx'
import { text } from '../text.ts'

const most = 8

/** The generations of the application, the newest first; each leads to the import that made it. */
export function History({ application, shown }: { application: string; shown: string }) {
  const history = useHistory(application)
  const made = history.data ?? []
  if (made.length === 0) return null
  const sizes = made.map((one) => one.after?.grants ?? 0).reverse()
  return (
    <section className="panel" aria-label={text.history}>
      <h3>{text.history}</h3>
      {sizes.length > 2 && <Sparkbar label={text.grants} values={sizes} />}
      <ol className="history">
        {made.slice(0, most).map((one) => (
          <li key={one.id}>
            <Link href={`/imports/${one.id}`} aria-current={one.id === shown ? 'true' : undefined}>
              <span className="number">{number(one.generation ?? 0)}</span>
              <span className="truncate">{titleOf(one)}</span>
              <span className="muted">{one.undoable ? text.inEffect : day(one.finishedAt ?? one.createdAt)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
