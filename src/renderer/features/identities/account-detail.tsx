import { ApiProblem, asProblem } from '../../api/problem.ts'
import { Link } from '../../shared/link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { number } from '../../ui/format.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import type { AsOf } from './as-of.ts'
import { useAccount } from './queries.ts'
import { text } from './text.ts'

/** What is known of an account that somebody must be found for. */
export function AccountDetail({ id, asOf }: { id: string; asOf: AsOf }) {
  const found = useAccount(id, asOf)
  if (found.isPending) return <Skeleton lines={6} />
  if (found.isError) {
    if (found.error instanceof ApiProblem && [400, 404].includes(found.error.status))
      return <EmptyState icon="people" title={text.accountNotFound} />
    const { detail, requestId } = asProblem(found.error)
    return (
      <ErrorState
        title={text.failedAccount}
        detail={detail}
        requestId={requestId}
        onRetry={() => void found.refetch()}
      />
    )
  }
  const one = found.data
  const owner = one.match?.person
  return (
    <div className="person">
      <header className="person-head">
        <div className="person-name">
          <h2 className="truncate">{one.name || one.userName}</h2>
          <Badge tone={one.active ? 'gain' : 'neutral'}>{one.active ? text.active : text.inactive}</Badge>
        </div>
      </header>
      <div className="person-part">
        <KeyValues
          items={[
            {
              key: text.facts.application,
              value: <Link href={`/applications/${one.application.id}`}>{one.application.name}</Link>,
            },
            { key: text.facts.user, value: <span className="mono">{one.userName}</span> },
            { key: text.facts.email, value: one.email || '–' },
            { key: text.facts.employee, value: one.employeeId || '–' },
            { key: text.facts.access, value: number(one.grants) },
            {
              key: text.facts.owner,
              value: owner ? (
                <Link href={`/people/${owner.id}`}>{owner.name}</Link>
              ) : one.match ? (
                text.nobody
              ) : (
                text.unmatched
              ),
            },
          ]}
        />
      </div>
    </div>
  )
}
