import type { Writer } from '../../storage/open.ts'
import type { ApplyJob } from '../../domain/jobs/jobs.ts'

const rowsAtOnce = 10_000
/** Beyond so many grants that only stand because nothing was said of them, one line stands for all. */
const mostGrants = 20_000

const insert = `INSERT OR IGNORE INTO unknown_in_extract (source_id, seq, account_id, entitlement_id, file_id, line, reason) SELECT @source, @seq,`
const accounts = `${insert} u.account_id, 0, r.file_id, r.line, r.reason
  FROM staging.unknown_account u JOIN staging.rejected r ON r.id = u.rejected_id WHERE u.account_id >= @from AND u.account_id < @to`
const standingGrants =
  'FROM staging.held h JOIN staging.change c ON c.id = h.id JOIN staging.doubt d ON d.change_id = c.id'
const grants = `${insert} c.account_id, c.entitlement_id, r.file_id, r.line, r.reason
  ${standingGrants} JOIN staging.rejected r ON r.id = d.rejected_id WHERE c.kind = 'loses' AND c.id >= @from AND c.id < @to`
const everyGrant = `${insert} 0, -1, r.file_id, r.line, r.reason ${standingGrants} JOIN staging.rejected r ON r.id = d.rejected_id
  WHERE c.kind = 'loses' ORDER BY c.id LIMIT 1`
/** One stands for all rows that may be anybody's, or that name an account which does not exist. */
const nobodysRows = `${insert} 0, 0, r.file_id, r.line, r.reason FROM staging.rejected r
  WHERE r.disposition = 'quarantined' OR (r.disposition = 'unknown' AND r.user_name <> ''
    AND r.user_name NOT IN (SELECT user_name FROM staging.account)
    AND NOT EXISTS (SELECT 1 FROM main.account l WHERE l.application_id = @application AND l.user_name = r.user_name))
  ORDER BY r.id LIMIT 1`

/**
 * Keeps what the extract could not say beside what it said, so that nothing is later concluded from its silence.
 * @param live the main database with the staging database attached as `staging`; @param write runs a short transaction
 */
export function copyUnknown(live: Writer, job: ApplyJob, write: (work: (tx: Writer) => void) => void): void {
  const numberOf = (sql: string) => live.prepare<[], number | null>(sql).pluck().get() ?? 0
  const unread = "SELECT count(*) FROM staging.rejected WHERE disposition IN ('unknown', 'quarantined')"
  if (numberOf(unread) === 0 && numberOf('SELECT count(*) FROM staging.doubt') === 0) return
  const names = { source: job.sourceId, seq: job.seq }
  const inPieces = (sql: string, last: number) => {
    const statement = live.prepare(sql)
    for (let from = 0; from <= last; from += rowsAtOnce)
      write(() => void statement.run({ ...names, from, to: from + rowsAtOnce }))
  }
  inPieces(accounts, numberOf('SELECT max(account_id) FROM staging.unknown_account'))
  const standing = numberOf(`SELECT count(*) ${standingGrants} WHERE c.kind = 'loses'`)
  if (standing > mostGrants) write((tx) => void tx.prepare(everyGrant).run(names))
  else if (standing > 0) inPieces(grants, numberOf('SELECT max(id) FROM staging.change'))
  write((tx) => void tx.prepare(nobodysRows).run({ ...names, application: job.applicationId }))
}
