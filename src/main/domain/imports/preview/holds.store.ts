import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared, query } from '../../../storage/query.ts'
import type { Schema } from '../../../storage/schema.ts'

export type HoldRow = Selectable<Schema['hold']>

const insert = query(
  (
    q,
    p: {
      sourceId: number
      kind: string
      userName: string
      entitlement: string
      reason: string
      by: string
      at: number
    },
  ) =>
    q.insertInto('hold').values({
      source_id: p.sourceId,
      kind: p.kind,
      user_name: p.userName,
      entitlement: p.entitlement,
      reason: p.reason,
      held_by: p.by,
      held_at: p.at,
    }),
)
const inForce = query((q, p: { sourceId: number }) =>
  q.selectFrom('hold').selectAll().where('source_id', '=', p.sourceId).where('released_at', 'is', null).orderBy('id'),
)
const release = query((q, p: { id: number; by: string; at: number }) =>
  q
    .updateTable('hold')
    .set({ released_by: p.by, released_at: p.at })
    .where('id', '=', p.id)
    .where('released_at', 'is', null),
)

export const holds = {
  insert: (tx: Writer, row: Parameters<typeof insert.run>[1]) => insert.run(tx, row),
  inForce: (db: Reader, sourceId: number): HoldRow[] => inForce.all(db, { sourceId }),
  release: (tx: Writer, id: number, by: string, at: number): boolean => release.run(tx, { id, by, at }).changes === 1,
}

const createHeldAnchor = `CREATE TEMP TABLE IF NOT EXISTS held_anchor (hold_id INTEGER NOT NULL, kind TEXT NOT NULL, account_id INTEGER NOT NULL, entitlement_id INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS temp.held_anchor_by_account ON held_anchor (account_id, entitlement_id);
  DELETE FROM temp.held_anchor`

const accountNamed = `SELECT id FROM staging.account WHERE user_name = @userName
  UNION SELECT id FROM main.account WHERE application_id = @application AND user_name = @userName`
const entitlementNamed = `SELECT id FROM staging.entitlement WHERE group_name || char(31) || heading || char(31) || section || char(31) || permission = @key
  UNION SELECT id FROM main.entitlement WHERE application_id = @application AND group_name || char(31) || heading || char(31) || section || char(31) || permission = @key`

/**
 * A held change takes with it what makes no sense without it: who doesn't join gains nothing; who doesn't leave loses
 * nothing; who keeps an entitlement doesn't leave, and the entitlement doesn't disappear.
 */
const heldChanges = `
  SELECT c.id, c.kind, c.entitlement_id AS entitlementId, min(h.hold_id) AS holdId FROM staging.change c JOIN temp.held_anchor h ON h.account_id = c.account_id
  WHERE (h.kind = c.kind AND h.entitlement_id = c.entitlement_id)
    OR (h.kind = 'joins' AND c.kind = 'gains') OR (h.kind = 'leaves' AND c.kind = 'loses') OR (h.kind = 'loses' AND c.kind = 'leaves')
  GROUP BY c.id`
const disappearances = `SELECT id, entitlement_id AS entitlementId FROM staging.change WHERE account_id = 0 AND kind = 'disappears'`

/** The changes of a preview that are held, by the hold that holds each. @param db a staging reader */
export function heldInPreview(db: Reader, applicationId: number, inForceNow: readonly HoldRow[]): Map<number, HoldRow> {
  const held = new Map<number, HoldRow>()
  if (inForceNow.length === 0) return held
  const byId = new Map(inForceNow.map((hold) => [hold.id, hold]))
  db.exec(createHeldAnchor)
  const add = prepared(db, 'INSERT INTO temp.held_anchor VALUES (?, ?, ?, ?)')
  for (const hold of inForceNow) {
    const account =
      hold.user_name === ''
        ? 0
        : prepared<{ id: number }>(db, accountNamed).get({ userName: hold.user_name, application: applicationId })?.id
    const entitlement =
      hold.entitlement === ''
        ? 0
        : prepared<{ id: number }>(db, entitlementNamed).get({ key: hold.entitlement, application: applicationId })?.id
    if (account !== undefined && entitlement !== undefined) add.run(hold.id, hold.kind, account, entitlement)
  }
  const keptEntitlements = new Map<number, HoldRow>()
  for (const row of prepared<{ id: number; kind: string; entitlementId: number; holdId: number }>(
    db,
    heldChanges,
  ).all()) {
    const hold = byId.get(row.holdId)
    if (!hold) continue
    held.set(row.id, hold)
    if (row.kind === 'loses') keptEntitlements.set(row.entitlementId, hold)
  }
  if (keptEntitlements.size > 0) {
    for (const { id, entitlementId } of prepared<{ id: number; entitlementId: number }>(db, disappearances).all()) {
      const hold = keptEntitlements.get(entitlementId)
      if (hold) held.set(id, hold)
    }
  }
  return held
}

const keyOfEntitlement = `SELECT group_name || char(31) || heading || char(31) || section || char(31) || permission AS key FROM staging.entitlement WHERE id = @id
  UNION SELECT group_name || char(31) || heading || char(31) || section || char(31) || permission FROM main.entitlement WHERE id = @id`

/** The name by which a hold remembers an entitlement; empty when the change is about an account alone. */
export const entitlementKeyOf = (db: Reader, id: number): string =>
  id === 0 ? '' : (prepared<{ key: string }>(db, keyOfEntitlement).get({ id })?.key ?? '')

const kindsOf = `SELECT c.kind, count(*) AS n, sum(c.kind = 'loses' AND v.privileged = 'yes') AS privileged FROM staging.change c
  LEFT JOIN main.entitlement_version v ON v.entitlement_id = c.entitlement_id AND v.from_seq <= @seq AND v.to_seq > @seq
  WHERE c.id IN (SELECT value FROM json_each(@ids)) GROUP BY c.kind`

/** How many of some changes are of each kind, and how many privileged grants are among the lost ones. */
export function countHeld(
  db: Reader,
  ids: readonly number[],
  seq: number,
): { kind: string; n: number; privileged: number }[] {
  return ids.length === 0
    ? []
    : prepared<{ kind: string; n: number; privileged: number }>(db, kindsOf).all({ ids: JSON.stringify(ids), seq })
}
