import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { everything } from './doubt-releases.store.ts'
import { type HoldRow, heldInPreview } from './holds.store.ts'

/** Why a change of a preview is not applied: somebody holds it back, or a row that could not be read may contradict it. */
export type HeldBack =
  | { readonly kind: 'hold'; readonly hold: HoldRow }
  | { readonly kind: 'doubt'; readonly doubt: Doubt }

/** A row of the file that could not be read, and that may contradict a change. */
export interface Doubt {
  readonly changeId: number
  readonly fileId: number
  readonly line: number
  readonly reason: string
  /** True when nobody can tell whose the row is. */
  readonly isAnybodys: boolean
}

/** What may be held back in one preview. */
export interface HeldBackQuery {
  readonly importId: number
  readonly applicationId: number
  readonly holds: readonly HoldRow[]
}

/** Whoever lets an account leave lets it lose what it holds: nobody holds anything without an account. */
const doubtful = `
  SELECT d.change_id AS changeId, r.file_id AS fileId, r.line, r.reason, r.disposition = 'quarantined' AS isAnybodys
  FROM staging.doubt d JOIN staging.rejected r ON r.id = d.rejected_id JOIN staging.change c ON c.id = d.change_id
  WHERE NOT EXISTS (SELECT 1 FROM main.doubt_release o WHERE o.import_id = @importId AND (o.kind = '${everything}'
    OR (o.account_id = c.account_id AND ((o.kind = c.kind AND o.entitlement_id = c.entitlement_id) OR (o.kind = 'leaves' AND c.kind = 'loses')))))`

/** The changes of a preview that are not applied, by their ids. @param db a staging reader */
export function heldBack(db: Reader, { importId, applicationId, holds }: HeldBackQuery): Map<number, HeldBack> {
  const held = new Map<number, HeldBack>()
  for (const row of prepared<Omit<Doubt, 'isAnybodys'> & { isAnybodys: number }>(db, doubtful).iterate({ importId }))
    held.set(row.changeId, { kind: 'doubt', doubt: { ...row, isAnybodys: row.isAnybodys === 1 } })
  // What a person holds back stays so when the doubt is gone, so that is what is told.
  for (const [id, hold] of heldInPreview(db, applicationId, holds)) held.set(id, { kind: 'hold', hold })
  return held
}

/** Says in words why a doubtful change is not applied. */
export const doubtInWords = ({ line, reason, isAnybodys }: Doubt): string =>
  isAnybodys
    ? `Line ${line} could not be read and may be about this: ${reason}`
    : `Unknown in this extract, line ${line}: ${reason}`
