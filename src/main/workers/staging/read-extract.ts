import type { Database } from 'better-sqlite3'
import type { Writer } from '../../storage/open.ts'
import type { FileProblem } from '../../../contract/extract-files.ts'
import { accountAttributes } from '../../domain/identities/access-facts.ts'
import { utf8Chunks } from '../../domain/imports/reading/encoding.ts'
import { RecordScanner } from '../../domain/imports/reading/records.ts'
import { LineHasher } from '../../domain/imports/rows/fingerprint.ts'
import type { StageJob } from '../../domain/jobs/jobs.ts'
import type { JobControl } from '../../domain/shared/job-runner.ts'
import { accountIndex, entitlementIndex } from './anchor-indexes.ts'
import { InsertBatch } from './batch.ts'
import { markBreakOffs } from './break-offs.ts'
import { FileRows, type RowSink } from './file-rows.ts'
import type { FingerprintWriter, KnownLines } from './fingerprint-file.ts'
import { KeyIndex } from './key-index.ts'
import type { OpenedFile } from './open-files.ts'
import { LineCounter } from './line-counter.ts'
import { emptyTally, type Tally } from './tally.ts'
import { settleVariants } from './variants.ts'

const rowsBetweenReports = 20_000
const lineFeed = 0x0a
const carriageReturn = 0x0d

/** What the staging pass works on. */
export interface StagingContext {
  readonly live: Writer
  readonly staging: Database
  readonly job: StageJob
  readonly control: JobControl
  /** Present when unchanged lines may be recognised. */
  readonly knownLines: KnownLines | undefined
  readonly fingerprints: FingerprintWriter
}

/**
 * Reads the files row by row into the staging database: anchors, facts, and the rows that were not used with their
 * reasons. Memory holds the keys of accounts and entitlements, never rows.
 * @throws PromiseBroken, Cancelled
 */
export function readExtract(context: StagingContext, files: readonly OpenedFile[]): Tally {
  const sink = createSink(context, files)
  const { tally } = sink
  const problems: FileProblem[] = []
  const onBytes = progressReporter(context.control, tally, files)
  const counter = new LineCounter()
  for (const opened of files) {
    const { file } = opened
    const readBefore = tally.read
    readFile({ sink, counter, onBytes }, opened)
    const read = tally.read - readBefore
    if (file.promisedRows !== null && file.promisedRows !== read)
      problems.push(brokenPromise(file.name, file.promisedRows, read))
  }
  if (problems.length > 0) throw new PromiseBroken(problems)
  tally.lines = counter.counts(tally.read, tally.blank)
  for (const batch of [sink.accounts, sink.entitlements, sink.facts, sink.rejected, sink.shortRows]) batch.flush()
  markBreakOffs(context.staging, sink.openEnds, { tally, lastWasWhole: context.job.lastWasWhole })
  sink.keys.settle(tally)
  settleVariants(context.staging, tally, {
    isRoster: files.some(({ file }) => file.group.profile === 'hr-roster'),
    stated: sink.stated,
  })
  return tally
}

function createSink(context: StagingContext, files: readonly OpenedFile[]): RowSink {
  const { staging, job, knownLines, fingerprints } = context
  const stated = accountAttributes.filter((name) => files.some(({ states }) => states.has(name)))
  return {
    stated,
    tally: emptyTally(),
    accounts: accountIndex(context, stated),
    entitlements: entitlementIndex(context),
    facts: new InsertBatch(staging, 'INSERT INTO fact (account_id, entitlement_id, access, file_id, line)', 5),
    rejected: new InsertBatch(staging, 'INSERT INTO rejected (file_id, line, disposition, reason, raw, user_name)', 6),
    shortRows: new InsertBatch(staging, 'INSERT OR IGNORE INTO short_row (account_id, file_id, line)', 3),
    openEnds: [],
    keys: new KeyIndex(staging),
    hasher: new LineHasher(job.fingerprintKey),
    knownLines,
    fingerprints,
  }
}

interface FilePass {
  readonly sink: RowSink
  readonly counter: LineCounter
  readonly onBytes: (count: number) => void
}

function readFile({ sink, counter, onBytes }: FilePass, opened: OpenedFile): void {
  const { path, format, shape, totals } = opened
  const rows = new FileRows(sink, opened)
  const scanner = new RecordScanner(format.records, (record) => {
    counter.see(record, format.headerLine, shape.isSheet)
    rows.take(record)
  })
  let lastByte = lineFeed
  for (const chunk of utf8Chunks(path, format.encoding)) {
    scanner.push(chunk)
    onBytes(chunk.length)
    lastByte = chunk.at(-1) ?? lastByte
  }
  scanner.finish()
  if (lastByte !== lineFeed && lastByte !== carriageReturn) rows.endOpen()
  counter.endFile(scanner)
  for (const { line, ...why } of totals?.mismatches() ?? []) rows.reject(line, 'noted', why)
}

/** Reports the share of the bytes that are read, every so many rows of a file. @throws Cancelled from what it returns */
function progressReporter(control: JobControl, tally: Tally, files: readonly OpenedFile[]): (count: number) => void {
  const bytesOfAll = Math.max(
    1,
    files.reduce((sum, { file }) => sum + file.size, 0),
  )
  let bytesDone = 0
  let nextReport = rowsBetweenReports
  return (count) => {
    bytesDone += count
    if (tally.read < nextReport) return
    nextReport = tally.read + rowsBetweenReports
    control.checkCancelled()
    control.progress('reading', tally.read, Math.min(1, bytesDone / bytesOfAll))
  }
}

/** A file does not hold as many rows as the companion that came with it says. */
export class PromiseBroken extends Error {
  override readonly name = 'PromiseBroken'
  readonly problems: readonly FileProblem[]
  constructor(problems: readonly FileProblem[]) {
    super('rows are missing')
    this.problems = problems
  }
}

const brokenPromise = (file: string, promised: number, read: number): FileProblem => ({
  file,
  line: null,
  column: null,
  message: `Its companion promises ${promised} rows; the file holds ${read}.`,
  remedy: 'Export it again, and write the companion last.',
})
