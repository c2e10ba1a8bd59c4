import type { AccessBasis } from '../../../contract/access.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { ago, day } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { text } from './text.ts'

type KnownBasis = AccessBasis & { readonly extract: NonNullable<AccessBasis['extract']> }

/** What an answer rests on: which extracts, how old, what of them could not be read, and what is not known at all. */
export function BasisNote({ basis, logPosition }: { basis: readonly AccessBasis[]; logPosition: number }) {
  const now = useNow()
  const known = basis.filter((one): one is KnownBasis => one.extract !== null)
  const unknown = basis.filter(({ extract }) => extract === null).map(({ application }) => application.name)
  const [oldest] = known.toSorted((a, b) => a.extract.takenAt.localeCompare(b.extract.takenAt))
  const unread = known.reduce((sum, { extract }) => sum + extract.unreadRows, 0)
  return (
    <footer className="basis-note muted">
      {oldest && (
        <Link href={pages.import(oldest.extract.importId)}>
          {known.length === 1
            ? text.basis(oldest.application.name, day(oldest.extract.takenAt), ago(oldest.extract.takenAt, now))
            : text.basisMany(known.length, day(oldest.extract.takenAt), oldest.application.name)}
        </Link>
      )}
      {unread > 0 && <strong className="basis-doubt">{text.unread(unread)}</strong>}
      {unknown.length > 0 && <strong className="basis-doubt">{text.unknownApplications(unknown)}</strong>}
      <span>{text.logPosition(logPosition)}</span>
    </footer>
  )
}
