import type { Reader } from '../../../storage/open.ts'
import { defaultGroup } from './default-group.ts'
import type { Entry } from '../../catalogue/catalogue.service.ts'
import { rulesOf } from '../../catalogue/entry.ts'
import { managerOf } from '../../identities/references.service.ts'
import { personPrincipal } from '../../roles/principal.ts'
import { findPrincipal, longIdOf } from '../../roles/principals.service.ts'
import type { GovernanceSettings } from '../../settings/governance-settings.service.ts'
import type { Action } from '../../catalogue/item-action.ts'
import { approverNames, type Level, resolveLevels } from '../model/chain.ts'
import { hasLeft } from './has-left.ts'
import { grantsCastellanRights } from './self-grant-check.ts'

/** The approvers of an entry, level by level, as of now. The preview of a catalogue entry uses it too. */
export function chainFor(
  db: Reader,
  {
    entry,
    action,
    requestee,
    settings,
  }: {
    readonly entry: Entry
    readonly action: Action
    readonly requestee: number
    readonly settings: GovernanceSettings
  },
): Level[] {
  const names = approverNames(rulesOf(entry.body), action, settings.defaultApprovers)
  const group = defaultGroup(db, settings)
  const resolved = resolveLevels(names, {
    requestee: personPrincipal(requestee),
    ofRequestee: (name) => {
      const manager = name === 'manager' ? managerOf(db, requestee) : undefined
      return manager === undefined ? undefined : personPrincipal(manager)
    },
    ofEntry: (name) => {
      const value = entry.body[name]
      return typeof value === 'string' ? findPrincipal(db, value) : undefined
    },
    byLongId: (id) => findPrincipal(db, id),
    defaultGroup: group,
  })
  // Skips approvers who have left.
  const levels = resolved.map((level) =>
    level.approver.kind === 'identity' && hasLeft(db, level.approver.id) ? { ...level, approver: group } : level,
  )
  if (levels.length > 0 || !grantsCastellanRights(db, entry, settings)) return levels
  return [{ name: longIdOf(db, group), approver: group }]
}
