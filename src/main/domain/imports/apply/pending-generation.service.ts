import type { Writer } from '../../../storage/open.ts'
import { immediate } from '../../../storage/store.ts'

const factTables = ['account_version', 'entitlement_version', 'grant_version', 'holder_version'] as const

/**
 * Takes back what an interrupted apply has written of a generation that never counted: versions that began with it go,
 * versions that it closed are open again, anchors that it made are gone, so that the same import can make them again.
 * @returns the sources whose apply was interrupted
 */
export function discardPendingGenerations(db: Writer): { sourceId: number; seq: number }[] {
  return immediate(db, (tx) => {
    const pending = tx
      .prepare<[], { sourceId: number; seq: number }>(
        'SELECT id AS sourceId, pending_seq AS seq FROM source WHERE pending_seq IS NOT NULL',
      )
      .all()
    for (const { sourceId, seq } of pending) {
      for (const table of factTables) {
        tx.prepare(`DELETE FROM ${table} WHERE source_id = ? AND from_seq = ?`).run(sourceId, seq)
        tx.prepare(`UPDATE ${table} SET to_seq = 2147483647 WHERE source_id = ? AND to_seq = ?`).run(sourceId, seq)
      }
      tx.prepare('DELETE FROM unknown_in_extract WHERE source_id = ? AND seq = ?').run(sourceId, seq)
      for (const anchor of ['account', 'entitlement'] as const) {
        tx.prepare(
          `DELETE FROM ${anchor} AS a WHERE a.application_id = (SELECT application_id FROM source WHERE id = ?)
           AND NOT EXISTS (SELECT 1 FROM ${anchor}_version v WHERE v.${anchor}_id = a.id)`,
        ).run(sourceId)
      }
      tx.prepare('UPDATE source SET pending_seq = NULL WHERE id = ?').run(sourceId)
    }
    return pending
  })
}
