import type { ApiSwitch } from '../../../contract/api-switch.ts'
import type { Reader } from '../../storage/open.ts'
import { commitScoped } from '../../storage/commit-scoped-cache.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { settings } from './settings.store.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { instant } from '../shared/instant.ts'

const key = 'api-switch'
const never: ApiSwitch = { enabled: false, changedAt: null, changedBy: null, revision: 0 }

/** Whether the API for scripts is on, and who switched it. */
export function apiSwitch(db: Reader): ApiSwitch {
  const stored = settings.get(db, key)
  return stored === undefined ? never : (JSON.parse(stored) as ApiSwitch)
}

/**
 * Cached until the next commit, since every request asks for it.
 * @returns `proved` says that the caller was proved a moment ago, from the same state of the database
 */
export function createSwitchCheck(db: Reader): (proved: boolean) => boolean {
  const found = commitScoped(db, () => apiSwitch(db))
  return (proved) => (proved ? found.recall(key) : found.ask(key))?.enabled === true
}

/**
 * Switches the API for scripts on or off, from the next request on.
 * @param revision what the caller saw
 * @throws DomainError `stale` when somebody else switched it meanwhile
 */
export function setApiSwitch(
  { store, clock }: Pick<Environment, 'store' | 'clock'>,
  actor: Actor,
  revision: number,
  enabled: boolean,
): ApiSwitch {
  return store.transact((tx) => {
    const before = apiSwitch(tx)
    expectRevision(before.revision, revision)
    if (before.enabled === enabled) return before
    const at = clock()
    const changedAt = instant(at)
    const now: ApiSwitch = { enabled, changedAt, changedBy: actor.name, revision: revision + 1 }
    settings.set(tx, key, JSON.stringify(now))
    recordAudit(tx, at, actor, {
      action: enabled ? 'api.switched on' : 'api.switched off',
      object: { type: 'setting', id: 'api' },
    })
    return now
  })
}
