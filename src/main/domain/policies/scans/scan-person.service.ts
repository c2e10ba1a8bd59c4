import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { identityOf } from '../../identities/references.service.ts'
import { requireRight, type Participant } from '../../sign-in/participant.ts'
import { checkPolicies, type PolicyFinding } from '../check.service.ts'
import { scanSettings } from '../../settings/scan-settings.service.ts'
import { dueAfter, wholeScope } from './scan-scope.ts'
import { activePolicies } from '../policies.service.ts'
import { violations } from '../violations.store.ts'

/**
 * Scans one person now against every active policy and stores the violations as a scan does.
 * @throws DomainError `forbidden`
 */
export function scanPerson(
  env: Environment,
  participant: Participant,
  identity: number,
): { readonly found: readonly PolicyFinding[]; readonly fresh: number; readonly remediated: number } {
  requireRight(participant, 'policies:manage')
  return env.store.transact((tx) => {
    const at = env.clock()
    const against = activePolicies(tx)
    const findings = checkPolicies(tx, identity, [], { against })
    const dueAt = dueAfter(wholeScope, at, scanSettings(tx).expirationDays)
    const looked = new Set(against.map(({ id }) => id))
    const openViolations = new Map(
      violations
        .openOf(tx, identity)
        .filter(({ policy_id: policy }) => looked.has(policy))
        .map((row) => [row.policy_id, row]),
    )
    let fresh = 0
    for (const { policy, because, remedy } of findings) {
      const details = JSON.stringify({ because, remedy })
      const before = openViolations.get(policy.id)
      openViolations.delete(policy.id)
      if (before) violations.see(tx, { id: before.id, details, at, dueAt })
      else violations.insert(tx, { guid: env.newId(), policy: policy.id, identity, details, at, dueAt })
      if (!before) fresh++
    }
    for (const { id } of openViolations.values()) violations.close(tx, id, at)
    const { guid, name } = identityOf(tx, identity)
    recordAudit(tx, at, participant.actor, {
      action: 'policies.scanned',
      object: { type: 'person', id: guid, name },
      details: { people: 1, found: findings.length, fresh, remediated: openViolations.size },
    })
    return { found: findings, fresh, remediated: openViolations.size }
  })
}
