import type { Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

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
  insert: (tx: Writer, release: DoubtRelease) => prepared(tx, insert).run({ ...release }),
}
