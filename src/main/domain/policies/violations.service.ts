import type { Violation } from '../../../contract/policies.ts'
import type { Reader } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import { requireRight, type Participant } from '../sign-in/participant.ts'
import { viewPerson } from '../roles/principal.view.ts'
import type { Condition } from './expression.ts'
import { findingSentence } from './finding.view.ts'
import { policyOf } from './policies.service.ts'
import { type StoredViolation, type ViolationQuery, violations } from './violations.store.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { instant, instantOrNull } from '../shared/instant.ts'

/** @param now says what is overdue */
function viewViolation(db: Reader, row: StoredViolation, now: number): Violation {
  const { because, remedy } = JSON.parse(row.details) as { because: Condition[]; remedy: Condition[] }
  const viewConditions = (conditions: readonly Condition[]) =>
    conditions.map((condition) => ({
      target: condition.target,
      value: condition.value,
      words: findingSentence(db, condition),
    }))
  const policy = policyOf(db, row.policy_id)
  return {
    id: row.guid,
    person: viewPerson(db, row.identity_id),
    policy: { id: policy.key, name: policy.name, riskLevel: policy.riskLevel },
    status: row.status,
    because: viewConditions(because),
    remedy: viewConditions(remedy),
    detectedAt: instant(row.detected_at),
    seenAt: instant(row.seen_at),
    dueAt: instantOrNull(row.due_at),
    overdue: row.status === 'active' && row.due_at !== null && row.due_at <= now,
    closedAt: instantOrNull(row.closed_at),
    exceptionUntil: instantOrNull(row.exception_until),
    decidedBy: row.decided_by,
    comment: row.comment,
    revision: row.revision,
  }
}

/** One page of violations, newest first. */
export const listViolations = (
  db: Reader,
  {
    question,
    now,
    offset,
    limit,
  }: { readonly question: ViolationQuery; readonly now: number; readonly offset: number; readonly limit: number },
): { items: Violation[]; total: number } => ({
  items: violations.page(db, { question, now, offset, limit }).map((row) => viewViolation(db, row, now)),
  total: violations.count(db, question, now),
})

/** How many violations are open, or overdue. @param now in milliseconds */
export const countOpenViolations = (db: Reader, status: 'active' | 'overdue', now: number): number =>
  violations.count(db, { status, policy: null, identity: null }, now)

/** How many people violate a policy, as the last scan found. */
export const countViolators = (db: Reader, policy: number): number => violations.howManyOpen(db, policy)

type ViolationDecision =
  | { readonly decision: 'exception'; readonly until: number; readonly comment: string }
  | { readonly decision: 'cancel'; readonly comment: string }

/**
 * Grants an exception until a day, or cancels a violation. Nobody does so for themselves.
 * @throws DomainError `forbidden`, `not-found`, `stale`, `conflict` when it is closed, `invalid` for a day that is over
 */
export function decideViolation(
  env: Environment,
  participant: Participant,
  {
    guid,
    revision,
    decision,
  }: { readonly guid: string; readonly revision: number; readonly decision: ViolationDecision },
): Violation {
  requireRight(participant, 'policies:manage')
  return env.store.transact((tx) => {
    const row = violations.byGuid(tx, guid)
    if (!row) throw notFound('violation')
    expectRevision(row.revision, revision)
    if (row.closed_at !== null) throw new DomainError('conflict', 'This violation is closed.')
    if (participant.identity === row.identity_id)
      throw new DomainError('forbidden', 'You cannot decide about your own violation.')
    const at = env.clock()
    const by = participant.actor.name
    if (decision.decision === 'cancel') violations.cancel(tx, { id: row.id, at, by, comment: decision.comment })
    else if (decision.until <= at)
      throw new DomainError('invalid', 'The end of an exception must be in the future.', [
        { field: 'until', message: 'is over' },
      ])
    else violations.except(tx, { id: row.id, until: decision.until, by, comment: decision.comment })
    recordAudit(tx, at, participant.actor, {
      action: decision.decision === 'cancel' ? 'violation.cancelled' : 'violation.excepted',
      object: { type: 'violation', id: guid },
      details: {
        comment: decision.comment,
        ...(decision.decision === 'exception' ? { until: instant(decision.until) } : {}),
      },
    })
    const after = violations.byGuid(tx, guid)
    if (!after) throw notFound('violation')
    return viewViolation(tx, after, at)
  })
}
