import type { Reader } from '../../../storage/open.ts'
import { defaultGroup } from './default-group.ts'
import type { Entry } from '../../catalogue/catalogue.service.ts'
import { rightGivenBy, textIn } from '../../catalogue/entry.ts'
import { samePrincipal } from '../../roles/principal.ts'
import { findPrincipal } from '../../roles/principals.service.ts'
import type { GovernanceSettings } from '../../settings/governance-settings.service.ts'

/**
 * Whether an entry gives a right in this program: an internal role, or membership of the group that decides where nobody
 * else can. Such a right is given and taken by somebody else's word only, whatever its chain and the settings say.
 */
export function grantsCastellanRights(
  db: Reader,
  { class: entryClass, body }: Entry,
  settings: GovernanceSettings,
): boolean {
  if (entryClass !== 'object') return false
  if (rightGivenBy(entryClass, body) !== null) return true
  const role = findPrincipal(db, textIn(body, 'objectId'))
  return role !== undefined && samePrincipal(role, defaultGroup(db, settings))
}
