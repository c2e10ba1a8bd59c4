import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { asProblem } from '../../api/problem.ts'
import { Link } from '../../shared/link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import { Skeleton } from '../../ui/states.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { useGovernance } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

/** Open requests, policy violations and Castellan roles of a person. */
export function GovernanceSection({ id }: { id: string }) {
  const { held, requests, violations, canAll, canPolicies } = useGovernance(id)
  const canAsk = useIsPermitted('requests:make')
  return (
    <>
      <section className="detail-section" aria-label={text.requests}>
        <div className="section-head">
          <h3>{text.requests}</h3>
          {canAsk && <Link href={pages.newRequest({ for: id })}>{text.requestAccess}</Link>}
          {canAsk && <Link href={pages.newRequest({ for: id, do: 'remove' })}>{text.removeAccess}</Link>}
        </div>
        <QueryList of={requests} none={canAll ? text.noRequests : text.noRequestsOfYours}>
          {({ items, total }) => (
            <>
              {items.map((accessRequest) => (
                <li key={accessRequest.id}>
                  <Link href={pages.request(accessRequest.id)}>
                    {accessRequest.items.map(({ name }) => name).join(', ')}
                  </Link>{' '}
                  <span className="muted">
                    {accessRequest.statusText} · {day(accessRequest.requestedAt)}
                  </span>
                </li>
              ))}
              {total > items.length && <li className="muted">{text.andMore(total - items.length)}</li>}
            </>
          )}
        </QueryList>
      </section>
      {canPolicies && (
        <section className="detail-section" aria-label={text.violations}>
          <div className="section-head">
            <h3>{text.violations}</h3>
            {(violations.data?.total ?? 0) > 0 && (
              <Link href={pages.violations({ person: id })}>{text.toViolations}</Link>
            )}
          </div>
          <QueryList of={violations} none={text.noViolations}>
            {({ items }) =>
              items.map((violation) => (
                <li key={violation.id}>
                  <Link href={pages.policy(violation.policy.id)}>{violation.policy.name}</Link>{' '}
                  <Badge tone={violation.policy.riskLevel >= 7 ? 'loss' : 'neutral'}>
                    {text.risk(violation.policy.riskLevel)}
                  </Badge>{' '}
                  <span className="muted">
                    {text.conflicts(violation.because.map(({ words }) => words).join(' and '))}
                  </span>
                </li>
              ))
            }
          </QueryList>
        </section>
      )}
      <section className="detail-section" aria-label={text.roles}>
        <h3>{text.roles}</h3>
        <QueryList of={held} none={text.noRoles} isNone={({ roles }) => roles.length === 0}>
          {({ roles }) => roles.map((role) => <li key={role.id}>{role.name}</li>)}
        </QueryList>
      </section>
    </>
  )
}

interface AnswerProps<T> {
  of: UseQueryResult<T>
  none: string
  isNone?: (data: T) => boolean
  children: (data: T) => ReactNode
}

/** A short list, or the reason why it is empty. */
function QueryList<T extends { items: readonly unknown[] }>({ of, none, isNone, children }: AnswerProps<T>) {
  if (of.isPending) return <Skeleton lines={1} />
  if (of.isError) return <p className="muted">{asProblem(of.error).detail}</p>
  if (isNone ? isNone(of.data) : of.data.items.length === 0) return <p className="muted">{none}</p>
  return <ul className="stack-dense">{children(of.data)}</ul>
}
