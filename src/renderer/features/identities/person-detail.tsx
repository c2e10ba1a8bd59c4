import type { PersonDetail } from '../../../contract/identities.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { setSearchParams } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { type AsOf, writeAsOf } from '../../shared/as-of/as-of.ts'
import { AttributesSection } from './attributes-section.tsx'
import { GovernanceSection } from './governance-section.tsx'
import { AccountAccess } from './account-access.tsx'
import { PendingManager } from './pending-manager.tsx'
import { usePerson } from './queries.ts'
import { text } from './text.ts'
import { QueryView } from '../../shared/query-view.tsx'

/** All facts about a person at the chosen moment, each with its source. */
export function PersonDetailPane({ id, asOf }: { id: string; asOf: AsOf }) {
  const personQuery = usePerson(id, asOf)
  return (
    <QueryView
      query={personQuery}
      failed={text.failedOne}
      lines={9}
      notFound={<EmptyState icon="people" title={text.notFound} />}
    >
      {(detail) => <Shown detail={detail} asOf={asOf} />}
    </QueryView>
  )
}

function StatusBadge({ person: { status, accounts } }: { person: PersonDetail['person'] }) {
  if (status !== 'Active' && accounts > 0)
    return <Badge tone="loss">{text.stillWith(text.statuses[status], accounts)}</Badge>
  return <Badge tone={status === 'Active' ? 'gain' : 'neutral'}>{text.statuses[status]}</Badge>
}

/** Who is not active any more and has accounts is an offboarding that nobody reported, or that has not ended. */
function ReportEvent({ person: { id, status, accounts } }: { person: PersonDetail['person'] }) {
  const canReport = useIsPermitted('events:write')
  if (!canReport || (status === 'Removed' && accounts === 0)) return null
  const isLeaver = status !== 'Active'
  return (
    <Link href={pages.newEvent({ for: id, ...(isLeaver && { kind: 'offboard' }) })}>
      {isLeaver ? text.reportOffboarding : text.reportEvent}
    </Link>
  )
}

function Shown({ detail, asOf }: { detail: PersonDetail; asOf: AsOf }) {
  const { person, accounts } = detail
  return (
    <div className="detail">
      <header className="person-head">
        <div className="detail-title">
          <h2 className="truncate">{person.name || text.unknownThen}</h2>
          <StatusBadge person={person} />
        </div>
        <p className="muted">{[person.title, person.type].filter(Boolean).join(' · ')}</p>
        {person.department && (
          <Button variant="quiet" onPress={() => setSearchParams({ department: person.department })}>
            {text.onlyDepartment}: {person.department}
          </Button>
        )}
        {asOf.mode === 'now' && person.name !== '' && <ReportEvent person={person} />}
      </header>
      {detail.pendingManager && <PendingManager detail={detail} pending={detail.pendingManager} />}
      <section className="detail-section" aria-label={text.access}>
        <div className="section-head">
          <h3>{text.access}</h3>
          {accounts.length > 0 && (
            <Link href={pages.grants({ person: person.id, asOf: writeAsOf(asOf) ?? undefined })}>{text.asList}</Link>
          )}
          <Link href={pages.accessChanges({ person: person.id })}>{text.accessChanges}</Link>
        </div>
        {accounts.length === 0 && <p className="muted">{text.noAccounts}</p>}
        {accounts.map((account) => (
          <AccountAccess key={account.id} account={account} asOf={asOf} />
        ))}
      </section>
      {asOf.mode === 'now' && <GovernanceSection id={person.id} />}
      <AttributesSection detail={detail} asOf={asOf} />
    </div>
  )
}
