import type { Reader } from '../../../storage/open.ts'
import { DomainError } from '../../shared/errors.ts'
import { rolePrincipal, type Principal } from '../../roles/principal.ts'
import { everybody } from '../../authorization/internal-roles.ts'
import { findPrincipal } from '../../roles/principals.service.ts'
import { findRole } from '../../roles/roles.service.ts'
import type { GovernanceSettings } from '../../settings/governance-settings.service.ts'

/** Who decides where nobody else can: the group of the settings, else the access request administrators. */
export function defaultGroup(db: Reader, { defaultApproverGroup }: GovernanceSettings): Principal {
  const wished = findPrincipal(db, defaultApproverGroup)
  if (wished && !isEverybody(db, wished)) return wished
  const role = findRole(db, 'internal', 'access-request-admin')
  if (!role) throw new Error('a built-in role is missing')
  return rolePrincipal(role.id)
}

/** Whether a principal is the role that everybody has who signs in. */
export const isEverybody = (db: Reader, principal: Principal): boolean =>
  principal.kind === 'role' && principal.id === findRole(db, 'internal', everybody)?.id

/** @throws DomainError `invalid`: what anybody may decide, nobody decides, and what anybody is shown is no secret */
export function requireNotEverybody(db: Reader, principal: Principal, field: string): void {
  if (isEverybody(db, principal))
    throw new DomainError('invalid', 'The role of everybody can’t be chosen: choose a person or a group.', [
      { field, message: 'is everybody who signs in' },
    ])
}
