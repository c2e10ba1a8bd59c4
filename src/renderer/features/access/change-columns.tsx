import type { AccessChange } from '../../../contract/access.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { Sign } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import type { Column } from '../../ui/virtual-table.tsx'
import { text } from './text.ts'

const tones = { gained: 'gain', lost: 'loss', changed: 'change' } as const

export const changeColumns: readonly Column<AccessChange>[] = [
  {
    id: 'change',
    title: text.change,
    width: '6.5rem',
    cell: ({ change }) => (
      <span className="access-chip">
        <Sign tone={tones[change]} />
        {text.kinds[change]}
      </span>
    ),
  },
  {
    id: 'account',
    title: text.account,
    width: 'minmax(0, 1fr)',
    cell: ({ account }) => (
      <Link className="mono truncate" href={pages.accountAmongAll(account.id)}>
        {account.userName}
      </Link>
    ),
  },
  {
    id: 'person',
    title: text.person,
    width: 'minmax(0, 1fr)',
    cell: ({ person }) =>
      person === null ? (
        <span className="muted">{text.nobodyKnown}</span>
      ) : (
        <Link className="truncate" href={pages.person(person.id)}>
          {person.name}
        </Link>
      ),
  },
  {
    id: 'application',
    title: text.application,
    width: 'minmax(0, 1fr)',
    cell: ({ application }) => <span className="truncate">{application.name}</span>,
  },
  {
    id: 'entitlement',
    title: text.entitlement,
    width: 'minmax(0, 2fr)',
    cell: ({ entitlement }) => <span className="truncate">{entitlement.path}</span>,
  },
  { id: 'before', title: text.before, width: 'minmax(0, 0.6fr)', cell: ({ before }) => before ?? '–' },
  { id: 'after', title: text.after, width: 'minmax(0, 0.6fr)', cell: ({ after }) => after ?? '–' },
  {
    id: 'shownBy',
    title: text.shownBy,
    width: '10rem',
    cell: ({ shownBy }) => (
      <Link href={pages.import(shownBy.importId)}>
        <time dateTime={shownBy.extractAt}>{day(shownBy.extractAt)}</time>
      </Link>
    ),
  },
]

/** A change as a sentence that can be copied. */
export function ChangeSentence({ change }: { change: AccessChange }) {
  return (
    <section className="access-detail" aria-label={text.change}>
      <p>
        {sentenceOf(change)} <span className="muted">({day(change.shownBy.extractAt)})</span>
      </p>
    </section>
  )
}

function sentenceOf({ change, person, account, entitlement, application, before, after }: AccessChange): string {
  const who = person?.name ?? account.userName
  const what = `${entitlement.path} in ${application.name}`
  if (change === 'gained') return text.sentence.gained(who, what, after ?? '')
  if (change === 'lost') return text.sentence.lost(who, what, before ?? '')
  return text.sentence.changed(who, what, before ?? '', after ?? '')
}
