import type { Reader } from '../../../storage/open.ts'
import type { GovernanceSettings } from '../../settings/governance-settings.service.ts'
import { rolePrincipal, type Principal } from '../../roles/principal.ts'
import { findRole } from '../../roles/roles.service.ts'
import type { isPartyTo } from '../model/request.ts'
import { defaultGroup } from './default-group.ts'
import { canAnybodyAct } from './who-can-act.ts'

/**
 * The default group, or the access request administrators when nobody of it can act on a request: they come with a right, so
 * there is somebody wherever the program is administered.
 */
export function groupThatCanAct(
  { tx, settings }: { readonly tx: Reader; readonly settings: GovernanceSettings },
  parties: Parameters<typeof isPartyTo>[0],
): Principal {
  const group = defaultGroup(tx, settings)
  if (canAnybodyAct(tx, group, parties)) return group
  const administrators = findRole(tx, 'internal', 'access-request-admin')
  return administrators ? rolePrincipal(administrators.id) : group
}
