import { Link } from '../../../shared/link.tsx'
import { day, number } from '../../../ui/format.ts'
import { Sparkbar } from '../../../ui/sparkbar.tsx'
import { useHistory } from '../queries.ts'
import { titleOf } from '../queue/queue.tsx'
import { text } from '../text.ts'
import { pages } from '../../../shared/navigation/paths.ts'

const most = 8

/** The generations of an application, newest first, each linked to its import. */
export function History({ application, shown }: { application: string; shown: string }) {
  const history = useHistory(application)
  const applied = history.data ?? []
  if (applied.length === 0) return null
  const sizes = applied.map((importRun) => importRun.after?.grants ?? 0).reverse()
  return (
    <section className="stack-tight" aria-label={text.history}>
      <h3>{text.history}</h3>
      {sizes.length > 2 && <Sparkbar label={text.grants} values={sizes} />}
      <ol className="import-history">
        {applied.slice(0, most).map((importRun) => (
          <li key={importRun.id}>
            <Link href={pages.import(importRun.id)} aria-current={importRun.id === shown ? 'true' : undefined}>
              <span className="number">{number(importRun.generation ?? 0)}</span>
              <span className="truncate">{titleOf(importRun)}</span>
              <span className="muted">
                {importRun.undoable ? text.currentBadge : day(importRun.finishedAt ?? importRun.createdAt)}
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
