import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { PrivilegeChange } from '../model/privilege.ts'

/** A changed privilege with the names that people know. */
export interface NamedPrivilegeChange extends PrivilegeChange {
  readonly userName: string | null
  readonly group_name: string | null
  readonly heading: string | null
  readonly section: string | null
  readonly permission: string | null
}

const of = `
  SELECT p.account_id AS account, p.entitlement_id AS entitlement, p.access_before AS before, p.access_after AS after,
    a.user_name AS userName, e.group_name, e.heading, e.section, e.permission
  FROM request_item_privilege p LEFT JOIN account a ON a.id = p.account_id LEFT JOIN entitlement e ON e.id = p.entitlement_id
  WHERE p.item_id = ? ORDER BY p.id`

export const privileges = {
  of: (db: Reader, item: number) => prepared<NamedPrivilegeChange>(db, of).all(item),
  add(tx: Writer, item: number, changes: readonly PrivilegeChange[]): void {
    const insert = prepared(
      tx,
      'INSERT INTO request_item_privilege (item_id, account_id, entitlement_id, access_before, access_after) VALUES (@item, @account, @entitlement, @before, @after)',
    )
    for (const { account, entitlement, before, after } of changes)
      insert.run({ item, account, entitlement, before, after })
  },
  clear: (tx: Writer, item: number) => prepared(tx, 'DELETE FROM request_item_privilege WHERE item_id = ?').run(item),
}
