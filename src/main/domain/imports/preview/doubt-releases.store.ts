import type { Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

/** In the place of a kind: all that is in doubt in the import. */
export const everything = '*'

interface DoubtRelease {
  readonly importId: number
  readonly kind: string
  readonly account: number
  readonly entitlement: number
  readonly by: string
  readonly at: number
}

const insert = `INSERT OR IGNORE INTO doubt_release (import_id, kind, account_id, entitlement_id, released_by, released_at)
  VALUES (@importId, @kind, @account, @entitlement, @by, @at)`

/** Doubtful changes that a person lets pass, in one import. */
export const doubtReleases = {
  /** Another preview has doubts of its own. */
  clear: (tx: Writer, importId: number) => prepared(tx, 'DELETE FROM doubt_release WHERE import_id = ?').run(importId),
  insert: (tx: Writer, release: DoubtRelease) => prepared(tx, insert).run({ ...release }),
}
