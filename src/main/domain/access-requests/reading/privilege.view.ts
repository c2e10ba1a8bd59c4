import type { PrivilegeChange } from '../../../../contract/request-parts.ts'
import type { Reader } from '../../../storage/open.ts'
import { entitlementName, entitlementPath } from '../../identities/access-facts.ts'
import type { RequestItem } from '../model/request.ts'
import { type NamedPrivilegeChange, privileges } from '../workflow/privileges.store.ts'

/** What an item changes in its application, by the names that people know; nothing for an item of the catalogue. */
export const viewPrivileges = (db: Reader, { id, application }: RequestItem): PrivilegeChange[] =>
  application === null ? [] : privileges.of(db, id).map(viewPrivilege)

function viewPrivilege(row: NamedPrivilegeChange): PrivilegeChange {
  const key = [row.group_name ?? '', row.heading ?? '', row.section ?? '', row.permission ?? ''] as const
  const isAccount = row.entitlement === null
  return {
    userName: row.userName,
    name: isAccount ? '' : entitlementName(key),
    path: isAccount ? '' : entitlementPath(key),
    before: row.before,
    after: row.after,
  }
}
