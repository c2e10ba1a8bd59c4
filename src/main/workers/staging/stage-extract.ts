import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openWriter, type Writer } from '../../storage/open.ts'
import {
  type Base,
  compare,
  compareWithNothing,
  countChanges,
  mayLeaveUnread,
  orderFacts,
  setDuplicatesAside,
} from './compare.ts'
import { changeDigest, doubtDigest } from './digest.ts'
import { FingerprintWriter, KnownLines } from './fingerprint-file.ts'
import type { Population, StagedPreview, StageJob, StageResult } from '../../domain/jobs/jobs.ts'
import type { JobControl } from '../../domain/shared/job-runner.ts'
import { type OpenedFile, openFiles } from './open-files.ts'
import { PromiseBroken, readExtract, type StagingContext } from './read-extract.ts'
import type { Tally } from './tally.ts'
import { stagingSchema } from './staging.schema.ts'
import { settleSpellings } from './spellings.ts'
import { markDoubts, settleUnknown } from './unknown.ts'

/**
 * Turns the files of an import into a preview, in a staging database of its own; current data is only read.
 * Problems of the header refuse the whole import, all of them at once; a bad row is set aside with its reason.
 */
export function stageExtract(job: StageJob, control: JobControl): StageResult {
  const { opened, problems, dialects } = openFiles(job.files, job.extractAt)
  if (problems.length > 0) return { outcome: 'refused', problems, dialects }
  const live = openWriter(job.liveFile)
  try {
    const knownLines = usableFingerprints(job, opened)
    const pass = { job, opened, control, live }
    const preview = (knownLines && stageOnce({ ...pass, knownLines })) ?? stageOnce({ ...pass, knownLines: undefined })
    return { ...(preview as Omit<StagedPreview, 'dialects'>), dialects }
  } catch (error) {
    if (error instanceof PromiseBroken) return { outcome: 'refused', problems: error.problems, dialects }
    throw error
  } finally {
    live.close()
  }
}

/** Encoding, delimiter and header: what a line's meaning depends on besides the rules. */
const readingOf = ({ format: { dialect } }: OpenedFile): string =>
  JSON.stringify([dialect.encoding, dialect.delimiter, dialect.lineEnd, dialect.header])

function usableFingerprints(job: StageJob, opened: readonly OpenedFile[]): KnownLines | undefined {
  const [only] = opened
  if (job.baseSeq === 0 || opened.length !== 1 || !only) return undefined
  // A key is judged by all the rows that have it, so none may be left unread.
  if (only.file.group.keyColumns.length > 0 || !only.isLineBased) return undefined
  // A control total counts the users of all rows.
  if (only.totals) return undefined
  const knownLines = KnownLines.load(job.fingerprintFile)
  const fits =
    knownLines &&
    knownLines.head.rulesVersion === job.rulesVersion &&
    knownLines.head.reading === readingOf(only) &&
    knownLines.head.importId === job.baseImportId
  return fits ? knownLines : undefined
}

interface StagingPass extends Pick<StagingContext, 'job' | 'control' | 'live' | 'knownLines'> {
  readonly opened: readonly OpenedFile[]
}

/** One pass over the files. Undefined when recognised lines can't be left unread after all. */
function stageOnce({
  job,
  opened,
  control,
  live,
  knownLines,
}: StagingPass): Omit<StagedPreview, 'dialects'> | undefined {
  const staging = createStagingDatabase(job.stagingFile, job.liveFile)
  const fingerprints = new FingerprintWriter(job.fingerprintFile)
  let usableNextTime = false
  try {
    const base = { applicationId: job.applicationId, sourceId: job.sourceId, seq: job.baseSeq }
    staging.exec('BEGIN')
    const tally = readExtract({ live, staging, job, control, knownLines, fingerprints }, opened)
    control.progress('comparing', tally.read, null)
    if (knownLines) {
      listGone(staging, knownLines)
      if (tally.accountsOnly > 0 || tally.disagreeing > 0) return undefined
    }
    if (!settleSpellings(staging, base, tally, knownLines !== undefined)) return undefined
    const duplicates =
      base.seq === 0
        ? compareAll(staging, base, tally)
        : compareWithBase(staging, base, tally, knownLines !== undefined)
    if (duplicates === undefined) return undefined
    markDoubts(staging, tally)
    control.checkCancelled()
    control.progress('sealing', tally.read, null)
    const digest = changeDigest(staging)
    const { counts, privilegedLost } = countChanges(staging, base)
    const before = populationAt(live, job.sourceId, job.baseSeq)
    staging.exec('COMMIT; DETACH live')
    if (knownLines)
      for (const [account, entitlement, low, high] of knownLines.grants(true))
        fingerprints.add(low, high, account, entitlement)
    const [only] = opened
    usableNextTime = duplicates === 0 && mayBeRecognised(opened, tally)
    if (usableNextTime && only)
      fingerprints.finish({ importId: job.importId, rulesVersion: job.rulesVersion, reading: readingOf(only) })
    return {
      ...found(tally),
      outcome: 'staged',
      counts,
      before,
      after: {
        accounts: before.accounts + (counts.joins ?? 0) - (counts.leaves ?? 0),
        grants: before.grants + (counts.gains ?? 0) - (counts.loses ?? 0),
      },
      privilegedLost,
      changeDigest: digest,
      doubts: doubtDigest(staging),
    }
  } finally {
    if (!usableNextTime) fingerprints.discard()
    staging.close()
    flush(job.stagingFile)
  }
}

function compareAll(staging: Database.Database, { applicationId }: Base, tally: Tally): number {
  compareWithNothing(staging)
  const duplicates = setDuplicatesAside(staging, 'change', tally)
  settleUnknown(staging, applicationId, tally)
  return duplicates
}

/** @returns how many duplicates were set aside; undefined when recognised lines must be read after all */
function compareWithBase(
  staging: Database.Database,
  base: Base,
  tally: Tally,
  recognised: boolean,
): number | undefined {
  orderFacts(staging)
  const duplicates = setDuplicatesAside(staging, 'fact', tally)
  if (recognised && (duplicates > 0 || !mayLeaveUnread(staging, base))) return undefined
  settleUnknown(staging, base.applicationId, tally)
  compare(staging, base, recognised)
  return duplicates
}

/** Whether the next extract can be compared line by line with this one. */
function mayBeRecognised(opened: readonly OpenedFile[], tally: Tally): boolean {
  const [only] = opened
  return (
    only?.file.group.keyColumns.length === 0 &&
    only.isLineBased &&
    opened.length === 1 &&
    tally.disagreeing === 0 &&
    // A note is told each time, so its row must be read each time.
    tally.noted === 0 &&
    tally.accountsOnly === 0
  )
}

/** What was found while the rows were read. */
const found = (tally: Tally) => ({
  reconciliation: balance(tally),
  recognisedLines: tally.recognised,
  deniedRows: tally.denied,
  notedKeys: tally.notedKeys,
  sharedKeys: tally.sharedKeys,
  openEnds: tally.openEnds,
  breakOffs: tally.breakOffs,
})

function balance(tally: Tally): StagedPreview['reconciliation'] {
  const { read, unknown, quarantined, duplicate, ignored, noted, lines } = tally
  const applied = read - unknown - quarantined - duplicate - ignored
  return { read, applied, unknown, quarantined, duplicate, ignored, noted, ...(lines && { lines }) }
}

/** A scratch database that reads the main one. A crash throws it away, so it needs no journal. */
export function createStagingDatabase(file: string, liveFile: string): Database.Database {
  rmSync(file, { force: true })
  const staging = new Database(file)
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'trusted_schema = OFF', 'cache_size = -16384'])
    staging.pragma(pragma)
  staging.exec(stagingSchema)
  staging.prepare('ATTACH ? AS live').run(liveFile)
  return staging
}

function listGone(staging: Database.Database, knownLines: KnownLines): void {
  const insert = staging.prepare('INSERT INTO gone (account_id, entitlement_id) VALUES (?, ?)')
  for (const [account, entitlement] of knownLines.grants(false)) insert.run(account, entitlement)
  staging.exec(
    'CREATE INDEX gone_by_account ON gone (account_id, entitlement_id); CREATE INDEX gone_by_entitlement ON gone (entitlement_id)',
  )
}

/** Accounts and grants of a source at one of its generations. The totals of the current one are kept with its import. */
export function populationAt(live: Writer, sourceId: number, seq: number): Population {
  if (seq === 0) return { accounts: 0, grants: 0 }
  const row = live
    .prepare<[number, number], { after: string | null }>(
      `SELECT i.summary ->> '$.after' AS after FROM generation g JOIN import i ON i.id = g.import_id WHERE g.source_id = ? AND g.seq = ?`,
    )
    .get(sourceId, seq)
  if (!row?.after) throw new Error(`generation ${seq} of source ${sourceId} has no totals`)
  return JSON.parse(row.after) as Population
}

/** The preview must outlive a power cut: it is what a person will approve. */
export function flush(file: string): void {
  const fd = openSync(file, 'r+')
  fsyncSync(fd)
  closeSync(fd)
}
