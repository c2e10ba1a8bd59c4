import type { PlannedApplication } from '../../../../contract/personnel-events.ts'
import type { Reader } from '../../../storage/open.ts'
import { applicationOf } from '../../applications/application-references.service.ts'
import { findEntitlement } from '../../identities/entitlements.service.ts'
import type { HeldAccount } from '../planning/held-access.store.ts'
import type { PlannedChange } from '../planning/plan.ts'

/** A planned change with the names that people know. */
export function viewPlanned(
  db: Reader,
  { application, action, privileges }: PlannedChange,
  names: { readonly accounts: readonly HeldAccount[]; readonly leftOut: ReadonlySet<number> },
): PlannedApplication {
  const { guid: id, name } = applicationOf(db, application)
  return {
    application: { id, name },
    action,
    privileges: privileges.map(({ account, entitlement, before, after, why }) => {
      const found = entitlement === null ? { name: '', path: '' } : findEntitlement(db, entitlement)
      const userName = names.accounts.find((held) => held.account === account)?.userName ?? null
      return { userName, name: found.name, path: found.path, before, after, why }
    }),
    leftOut: names.leftOut.has(application),
  }
}
