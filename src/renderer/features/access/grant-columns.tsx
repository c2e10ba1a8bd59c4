import type { AccessGrant } from '../../../contract/access.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import type { Column } from '../../ui/virtual-table.tsx'
import type { GrantFilter } from './grant-filter.ts'
import { text } from './text.ts'

const statusLabels = { Active: undefined, Disabled: 'Disabled', Removed: 'Terminated' } as const

/** The columns of a list of grants; what all its rows share is left out. */
export function grantColumns({
  entitlement,
  application,
  account,
}: GrantFilter['subject']): readonly Column<AccessGrant>[] {
  return columns.filter(
    ({ id }) =>
      !(id === 'entitlement' && entitlement !== undefined) &&
      !(id === 'application' && (entitlement !== undefined || application !== undefined || account !== undefined)),
  )
}

const columns: readonly Column<AccessGrant>[] = [
  {
    id: 'account',
    title: text.account,
    width: 'minmax(0, 1fr)',
    cell: ({ account }) => (
      <span className="access-cell">
        <Link className="mono truncate" href={pages.accountAmongAll(account.id)}>
          {account.userName}
        </Link>
        {!account.active && <Badge>{text.inactive}</Badge>}
        {account.locked && <Badge>{text.locked}</Badge>}
      </span>
    ),
  },
  {
    id: 'person',
    title: text.person,
    width: 'minmax(0, 1.8fr)',
    cell: (grant) => <Owner grant={grant} />,
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
    cell: ({ entitlement, privileged }) => (
      <span className="access-cell">
        <span className="truncate">{entitlement.path}</span>
        {privileged && <Badge tone="change">{text.privileged}</Badge>}
      </span>
    ),
  },
  {
    id: 'level',
    title: text.level,
    width: 'minmax(0, 0.8fr)',
    cell: ({ access, isUncertain }) => (
      <span className="access-cell">
        <span className="truncate">{access}</span>
        {isUncertain && <Badge tone="change">{text.uncertain}</Badge>}
      </span>
    ),
  },
  {
    id: 'since',
    title: text.since,
    width: '10rem',
    cell: ({ since }) => (
      <time className="truncate" dateTime={since.extractAt}>
        {since.isFirstExtract ? text.sinceOrBefore(since.extractAt) : day(since.extractAt)}
      </time>
    ),
  },
  {
    id: 'lastSignIn',
    title: text.lastSignIn,
    width: '8rem',
    cell: ({ account }) =>
      account.lastSignIn === '' ? (
        <span className="muted">{text.notKnown}</span>
      ) : (
        <span className="truncate">{account.lastSignIn}</span>
      ),
  },
]

function Owner({ grant: { person, owner, account } }: { grant: AccessGrant }) {
  if (person === null)
    return (
      <span className="access-cell">
        <span className="truncate muted">{account.name}</span>
        {owner === 'none' ? <Badge tone="change">{text.unassigned}</Badge> : <Badge>{text.noOwner}</Badge>}
      </span>
    )
  const status = statusLabels[person.status]
  return (
    <span className="access-cell">
      <Link className="truncate" href={pages.person(person.id)}>
        {person.name}
      </Link>
      {status !== undefined && <Badge tone="loss">{status}</Badge>}
      <span className="access-aside muted truncate">{person.department}</span>
    </span>
  )
}
