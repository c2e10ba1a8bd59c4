import Database from 'better-sqlite3'
import type { ChangeKind } from '../../../contract/imports.ts'
import { accountAttributes } from '../../domain/identities/access-facts.ts'
import { openWriter, type Writer } from '../../storage/open.ts'
import { immediate } from '../../storage/store.ts'
import { yieldToWriter } from '../../storage/writer-priority.ts'
import { changeDigest } from '../staging/digest.ts'
import { copyUnknown } from './copy-unknown.ts'
import type { ApplyJob, ApplyResult } from '../../domain/jobs/jobs.ts'
import type { JobControl } from '../../domain/shared/job-runner.ts'
import { discardPendingGenerations } from '../../domain/imports/apply/pending-generation.service.ts'

/** A chunk works about this long; its commit comes on top. */
const chunkMs = 8
const fewestRows = 64
const mostRows = 20_000

const attributeColumns = accountAttributes.join(', ')
const attributeValues = accountAttributes.map((_, i) => `c.after ->> ${i}`).join(', ')
/** Looking each change up among those that are held back is left out where none is. */
const notHeld = ' AND c.id NOT IN (SELECT id FROM staging.held)'
const inChunk = `c.id >= @from AND c.id < @to${notHeld}`

/** A statement, and the kinds of change for which it has work. */
interface Step {
  readonly kinds: readonly ChangeKind[]
  readonly sql: string
}

/** What one chunk of the change set does, in order: anchors before their facts. Entitlements have no account, so they come first. */
const ofEntitlements: readonly Step[] = [
  {
    kinds: ['appears'],
    sql: `INSERT INTO entitlement (id, guid, application_id, group_name, heading, section, permission)
   SELECT e.id, e.guid, @application, e.group_name, e.heading, e.section, e.permission
   FROM staging.change c JOIN staging.entitlement e ON e.id = c.entitlement_id
   WHERE ${inChunk} AND c.kind = 'appears' AND e.guid IS NOT NULL`,
  },
  {
    kinds: ['disappears', 'redescribes'],
    sql: `UPDATE entitlement_version AS v SET to_seq = @seq FROM staging.change c
   WHERE ${inChunk} AND c.kind IN ('disappears', 'redescribes') AND v.entitlement_id = c.entitlement_id AND v.to_seq = 2147483647`,
  },
  {
    kinds: ['appears', 'redescribes'],
    sql: `INSERT INTO entitlement_version (entitlement_id, source_id, from_seq, description, privileged, file_id, line)
   SELECT c.entitlement_id, @source, @seq, c.after ->> 0, c.after ->> 1, c.file_id, c.line FROM staging.change c
   WHERE ${inChunk} AND c.kind IN ('appears', 'redescribes')`,
  },
]

const ofAccounts: readonly Step[] = [
  {
    kinds: ['joins'],
    sql: `INSERT INTO account (id, guid, application_id, user_name)
   SELECT a.id, a.guid, @application, a.user_name FROM staging.change c JOIN staging.account a ON a.id = c.account_id
   WHERE ${inChunk} AND c.kind = 'joins' AND a.guid IS NOT NULL`,
  },
  {
    kinds: ['leaves', 'changes'],
    sql: `UPDATE account_version AS v SET to_seq = @seq FROM staging.change c
   WHERE ${inChunk} AND c.kind IN ('leaves', 'changes') AND v.account_id = c.account_id AND v.to_seq = 2147483647`,
  },
  {
    kinds: ['joins', 'changes'],
    sql: `INSERT INTO account_version (account_id, source_id, from_seq, ${attributeColumns}, file_id, line)
   SELECT c.account_id, @source, @seq, ${attributeValues}, c.file_id, c.line FROM staging.change c
   WHERE ${inChunk} AND c.kind IN ('joins', 'changes')`,
  },
  {
    kinds: ['loses', 'adjusts'],
    sql: `UPDATE grant_version AS v SET to_seq = @seq FROM staging.change c
   WHERE ${inChunk} AND c.kind IN ('loses', 'adjusts')
     AND v.account_id = c.account_id AND v.entitlement_id = c.entitlement_id AND v.to_seq = 2147483647`,
  },
  {
    kinds: ['gains', 'adjusts'],
    sql: `INSERT INTO grant_version (account_id, entitlement_id, source_id, from_seq, access, file_id, line)
   SELECT c.account_id, c.entitlement_id, @source, @seq, c.after, c.file_id, c.line FROM staging.change c
   WHERE ${inChunk} AND c.kind IN ('gains', 'adjusts')`,
  },
]

const byEntitlement: readonly Step[] = [
  {
    kinds: ['loses', 'adjusts'],
    sql: `UPDATE holder_version AS v SET to_seq = @seq FROM temp.holder_change c
   WHERE c.id >= @from AND c.id < @to AND c.kind IN ('loses', 'adjusts')
     AND v.entitlement_id = c.entitlement_id AND v.account_id = c.account_id AND v.to_seq = 2147483647`,
  },
  {
    kinds: ['gains', 'adjusts'],
    sql: `INSERT INTO holder_version (entitlement_id, account_id, source_id, from_seq, access)
   SELECT c.entitlement_id, c.account_id, @source, @seq, c.after FROM temp.holder_change c
   WHERE c.id >= @from AND c.id < @to AND c.kind IN ('gains', 'adjusts')`,
  },
]

const copyingCache = 'cache_size = -24576'
/**
 * The sorter takes as much memory as the cache may. Giving tens of megabytes back in one go stopped every thread of the
 * program for 60 ms, and less costs no time.
 */
const sortingCache = 'cache_size = -4096'

/** A table of the connection, gone with it: what was approved is not written to again, and nothing waits for the disk. */
const orderByEntitlement = `
  CREATE TEMP TABLE holder_change (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, entitlement_id INTEGER NOT NULL, account_id INTEGER NOT NULL, after TEXT) STRICT;
  INSERT INTO temp.holder_change (kind, entitlement_id, account_id, after)
    SELECT kind, entitlement_id, account_id, after FROM staging.change c
    WHERE kind IN ('gains', 'loses', 'adjusts')${notHeld} ORDER BY entitlement_id, account_id;`

/**
 * Copies the change set into the main database in chunks of about 8 ms, as versions of a generation that no reader sees
 * yet, and yields between chunks while the main thread wants to write. The switch that makes it visible is not here.
 * @throws Cancelled after everything that was copied is gone again
 */
export function applyChanges(job: ApplyJob, control: JobControl): ApplyResult {
  const checked = checkStaging(job)
  if (checked.outcome === 'altered') return checked
  const live = openWriter(job.liveFile)
  try {
    live.pragma(copyingCache)
    live.prepare('ATTACH ? AS staging').run(job.stagingFile)
    const idOf = (sql: string) => live.prepare<[], number | null>(sql).pluck().get() ?? 0
    const last = idOf('SELECT max(id) FROM staging.change')
    const accounts = idOf('SELECT id FROM staging.change WHERE account_id > 0 ORDER BY id LIMIT 1') || last + 1
    write(live, job, (tx) => tx.prepare('UPDATE source SET pending_seq = ? WHERE id = ?').run(job.seq, job.sourceId))
    try {
      copyInChunks(live, job, control, { steps: ofEntitlements, first: 1, last: accounts - 1, done: 0 })
      copyInChunks(live, job, control, { steps: ofAccounts, first: accounts, last, done: 0 })
      live.pragma(sortingCache)
      live.exec(sqlFor(job, orderByEntitlement))
      live.pragma(copyingCache)
      const holders = idOf('SELECT max(id) FROM temp.holder_change')
      copyInChunks(live, job, control, { steps: byEntitlement, first: 1, last: holders, done: last })
      copyUnknown(live, job, (work) => write(live, job, work))
      // What the switch would otherwise fold into the database on the main thread.
      live.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      discardPendingGenerations(live)
      throw error
    }
    control.progress('finishing', last, 1)
    return checked
  } finally {
    live.close()
  }
}

/** The staging database must still hold what was approved; then it learns which changes stay out. */
function checkStaging(job: ApplyJob): ApplyResult {
  const staging = new Database(job.stagingFile)
  try {
    staging.exec('DELETE FROM held')
    if (changeDigest(staging) !== job.changeDigest) return { outcome: 'altered' }
    if (job.held.length === 0) return { outcome: 'copied', appliedDigest: job.changeDigest, heldCounts: null }
    const insertHeld = staging.prepare('INSERT INTO held (id) VALUES (?)')
    staging.transaction(() => job.held.forEach((id) => insertHeld.run(id)))()
    const heldCounts = staging
      .prepare<[], { kind: ChangeKind; n: number }>(
        'SELECT kind, count(*) AS n FROM change JOIN held USING (id) GROUP BY kind',
      )
      .all()
    return {
      outcome: 'copied',
      appliedDigest: changeDigest(staging),
      heldCounts: Object.fromEntries(heldCounts.map(({ kind, n }) => [kind, n])),
    }
  } finally {
    staging.close()
  }
}

/** Statements for a stretch of the change set, and how many rows were copied before it. */
interface Pass {
  readonly steps: readonly Step[]
  readonly first: number
  readonly last: number
  readonly done: number
}

function copyInChunks(live: Writer, job: ApplyJob, control: JobControl, { steps, first, last, done }: Pass): void {
  const statements = steps
    .filter(({ kinds }) => kinds.some((kind) => (job.counts[kind] ?? 0) > 0))
    .map(({ sql }) => sqlFor(job, sql))
  const prepared = statements.map((sql) => live.prepare(sql))
  const names = { application: job.applicationId, source: job.sourceId, seq: job.seq }
  // Each statement is given only the names that it has.
  const bindings = statements.map((sql) =>
    Object.fromEntries(Object.entries(names).filter(([name]) => sql.includes(`@${name}`))),
  )
  let rows = fewestRows
  for (let from = first; from <= last; ) {
    control.checkCancelled()
    const to = from + rows
    let spent = 0
    write(live, job, () => {
      const began = performance.now()
      for (const [i, statement] of prepared.entries()) statement.run({ ...bindings[i], from, to })
      // The commit waits for the disk whatever the size of the chunk; counting it would make chunks ever smaller.
      spent = performance.now() - began
    })
    rows = Math.round(Math.min(mostRows, Math.max(fewestRows, rows * Math.min(2, Math.max(0.5, chunkMs / spent)))))
    from = to
    control.progress('applying', Math.min(to - 1, last) + done, null)
  }
}

const sqlFor = (job: ApplyJob, sql: string): string => (job.held.length > 0 ? sql : sql.replaceAll(notHeld, ''))

function write(live: Writer, job: ApplyJob, work: (tx: Writer) => void): void {
  yieldToWriter(job.turn)
  immediate(live, work)
}
