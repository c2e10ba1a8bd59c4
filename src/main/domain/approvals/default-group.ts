import type { Reader } from '../../storage/open.ts'
import { group, type Principal } from '../roles/principal.ts'
import { findPrincipal } from '../roles/principals.service.ts'
import { findRole } from '../roles/roles.service.ts'
import type { GovernanceSettings } from '../settings/governance.ts'

/** Who decides where nobody else can: the group of the settings, else the access request administrators. */
export function defaultGroup(db: Reader, { defaultApproverGroup }: GovernanceSettings): Principal {
  const wished = findPrincipal(db, defaultApproverGroup)
  if (wished) return wished
  const role = findRole(db, 'internal', 'access-request-admin')
  if (!role) throw new Error('a built-in role is missing')
  return group(role.id)
}
