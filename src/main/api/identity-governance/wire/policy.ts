import type { PolicyFinding } from '../../../domain/policies/check.service.ts'
import { personPrincipal } from '../../../domain/roles/principal.ts'
import { longIdOf } from '../../../domain/roles/principals.service.ts'
import type { Reader } from '../../../storage/open.ts'
import type { Resource } from '../crest/envelope.ts'

/** What a check found (B.10): whom it is about, which policy, what meets, and the smallest change that would be clean. */
export const violationView = (
  db: Reader,
  { identity, policy, because, remedy, existing }: PolicyFinding,
): Resource => ({
  userId: longIdOf(db, personPrincipal(identity)),
  policyId: `managed/policy/${policy.key}`,
  policyName: policy.name,
  description: policy.description,
  riskLevel: String(policy.riskLevel),
  attributes: because.map(({ target, value }) => ({ attribute: target, value })),
  remedy: remedy.map(({ target, value }) => ({ attribute: target, value, action: 'remove' })),
  existing,
})
