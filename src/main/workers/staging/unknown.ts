import type { Database } from 'better-sqlite3'
import type { Tally } from './tally.ts'

/**
 * Whose the rows are that could not be read. Call it when all rows are read and duplicates are set aside.
 * A row whose cells may have moved is believed only of an account that exists: its name is then no accident.
 */
export function settleUnknown(staging: Database, applicationId: number, tally: Tally): void {
  if (tally.unknown + tally.quarantined === 0) return
  staging.exec('CREATE INDEX IF NOT EXISTS account_by_name ON account (user_name)')
  const application = { application: applicationId }
  const told = staging
    .prepare(
      `UPDATE rejected AS r SET disposition = 'unknown' WHERE disposition = 'quarantined' AND user_name <> '' AND (
        EXISTS (SELECT 1 FROM account a WHERE a.user_name = r.user_name)
        OR EXISTS (SELECT 1 FROM live.account l WHERE l.application_id = @application AND l.user_name = r.user_name))`,
    )
    .run(application).changes
  tally.unknown += told
  tally.quarantined -= told
  // A quarantined row has no known owner, so it shows no user name.
  staging.exec("UPDATE rejected SET user_name = '' WHERE disposition = 'quarantined' AND user_name <> ''")
  staging
    .prepare(
      `INSERT INTO unknown_account (account_id, rejected_id)
       SELECT coalesce(l.id, a.id) AS id, min(r.id) FROM rejected r LEFT JOIN account a ON a.user_name = r.user_name
       LEFT JOIN live.account l ON l.application_id = @application AND l.user_name = r.user_name
       WHERE r.disposition = 'unknown' AND coalesce(l.id, a.id) IS NOT NULL GROUP BY 1`,
    )
    .run(application)
}

const first = (dispositions: string) => `(SELECT min(id) FROM rejected WHERE disposition IN (${dispositions}))`

/**
 * Marks the changes that rows which could not be read may contradict: of an account that such a row is about, everything
 * but gains; where nobody can tell whose it is, of all accounts. Whether an entitlement is gone, or described otherwise,
 * any of them may contradict. A row that is shorter than the header contradicts only what was concluded from its missing
 * cells.
 */
export function markDoubts(staging: Database, { unknown, quarantined, breakOffs }: Tally): void {
  const bySomeRow = `INSERT OR IGNORE INTO doubt (change_id, rejected_id) SELECT c.id,`
  if (unknown > 0)
    staging.exec(
      `${bySomeRow} u.rejected_id FROM change c JOIN unknown_account u ON u.account_id = c.account_id WHERE c.kind IN ('leaves', 'loses', 'changes', 'adjusts')`,
    )
  // Where the file was cut off, the note about it stands for the rows that are missing.
  const anybodys = quarantined > 0 ? "'quarantined'" : "'noted'"
  if (quarantined + breakOffs > 0)
    staging.exec(
      `${bySomeRow} ${first(anybodys)} FROM change c WHERE c.kind IN ('leaves', 'loses', 'changes', 'adjusts')`,
    )
  if (unknown + quarantined + breakOffs > 0)
    staging.exec(
      `${bySomeRow} ${first(unknown + quarantined > 0 ? "'quarantined', 'unknown'" : "'noted'")} FROM change c WHERE c.kind IN ('disappears', 'redescribes')`,
    )
  markShortRows(staging)
}

/** An attribute that is blank only because its row ends before the cell does not change what was known. */
function markShortRows(staging: Database): void {
  const shortened = `FROM change c JOIN short_row s ON s.account_id = c.account_id WHERE c.kind = 'changes' AND c.id NOT IN (SELECT change_id FROM doubt)`
  staging.exec(`
    INSERT INTO rejected (file_id, line, disposition, reason, raw, user_name)
      SELECT s.file_id, s.line, 'noted', 'It ends before the header does; what the missing cells would have changed is held back.', '', '' ${shortened};
    INSERT INTO doubt (change_id, rejected_id)
      SELECT c.id, (SELECT max(r.id) FROM rejected r WHERE r.file_id = s.file_id AND r.line = s.line AND r.disposition = 'noted') ${shortened};`)
}
