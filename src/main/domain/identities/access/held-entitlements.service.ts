import type { HeldEntitlement } from '../../../../contract/access.ts'
import type { Moment } from '../../../storage/cut.ts'
import type { Reader } from '../../../storage/open.ts'
import { entitlementName, entitlementPath } from '../access-facts.ts'
import { searchWords } from '../people.service.ts'
import { type EntitlementAtMoment, heldEntitlements } from './held-entitlements.store.ts'

interface EntitlementsAsked {
  readonly application?: string | undefined
  readonly words?: string | undefined
  readonly privileged?: boolean | undefined
  readonly offset: number
  readonly limit: number
}

/** Entitlements that applications had at a moment, by application and path, with how many accounts held each. */
export function listHeldEntitlements(
  db: Reader,
  moment: Moment,
  { application, words, privileged, offset, limit }: EntitlementsAsked,
): { items: HeldEntitlement[]; total: number } {
  const filter = { application: application ?? null, words: searchWords(words), privileged: privileged ?? null }
  return {
    items: heldEntitlements.page(db, moment, { ...filter, offset, limit }).map(viewEntitlement),
    total: heldEntitlements.count(db, moment, filter),
  }
}

function viewEntitlement(row: EntitlementAtMoment): HeldEntitlement {
  const key = [row.group_name, row.heading, row.section, row.permission] as const
  return {
    id: row.id,
    application: { id: row.applicationGuid, name: row.applicationName },
    name: entitlementName(key),
    path: entitlementPath(key),
    description: row.description,
    privileged: row.privileged === 'yes',
    accounts: row.accounts,
  }
}
