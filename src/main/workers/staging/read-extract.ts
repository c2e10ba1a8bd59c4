import { existsSync, readFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { Writer } from '../../storage/open.ts'
import type { FileProblem } from '../../../contract/imports.ts'
import {
  type AccountAttribute,
  accountAttributes,
  entitlementAttributes,
  type EntitlementKey,
} from '../../domain/identities/access-facts.ts'
import { LineHasher } from '../../domain/imports/rows/fingerprint.ts'
import { noSuchSheet } from '../../domain/imports/rows/header-problems.ts'
import { bindRules, type RowReader } from '../../domain/imports/rows/mapping.ts'
import { type DialectFound, detectDialect } from '../../domain/imports/reading/dialect.ts'
import { readSample, utf8Chunks } from '../../domain/imports/reading/encoding.ts'
import { splitFields } from '../../domain/imports/reading/fields.ts'
import { RecordScanner } from '../../domain/imports/reading/records.ts'
import { AnchorIndex, IdReservation } from './anchors.ts'
import { InsertBatch } from './batch.ts'
import { KeyIndex } from './key-index.ts'
import type { FingerprintWriter, KnownLines } from './fingerprint-file.ts'
import type { CellNote, StagedFile, StageJob } from '../../domain/jobs/jobs.ts'
import type { JobControl } from '../../domain/shared/job-runner.ts'

/** Where the rows of a file went. `applied` is what is left after duplicates were found. */
export interface Tally {
  read: number
  quarantined: number
  duplicate: number
  ignored: number
  /** Rows that disagree with an earlier row about the same account or entitlement; the first one counts. */
  disagreeing: number
  /** Rows that name an account and no entitlement. */
  accountsOnly: number
  /** Rows that say that an access is not given. */
  denied: number
  recognised: number
}

export interface OpenedFile {
  readonly file: StagedFile
  readonly path: string
  readonly found: DialectFound
  readonly read: RowReader
  /** The attributes of accounts that its rows can state at all. */
  readonly states: ReadonlySet<AccountAttribute>
}

/** Looks at the head of every file and binds its rules: all problems of all files, or the readers. */
export function openFiles(files: readonly StagedFile[]): {
  opened: OpenedFile[]
  problems: FileProblem[]
  found: { file: StagedFile; found: DialectFound }[]
} {
  const opened: OpenedFile[] = []
  const problems: FileProblem[] = []
  const all: { file: StagedFile; found: DialectFound }[] = []
  for (const file of files) {
    const { path } = file
    if (path === null) {
      problems.push(noSuchSheet(file.name, file.group.format.sheet ?? '', file.sheets ?? []))
      continue
    }
    const found = detectDialect(readSample(path), file.group.format)
    all.push({ file, found })
    const bound = bindRules(file.group, found.dialect.header, file.name)
    if ('problems' in bound) problems.push(...bound.problems)
    else opened.push({ file, path, found, ...bound })
  }
  return { opened, problems, found: all }
}

const rowsBetweenReports = 20_000
const longestRawText = 2000

/** What the staging pass works on. */
export interface StagingContext {
  readonly live: Writer
  readonly staging: Database
  readonly job: StageJob
  readonly control: JobControl
  /** Present when unchanged lines may be recognised. */
  readonly known: KnownLines | undefined
  readonly fingerprints: FingerprintWriter
}

/**
 * Reads the files row by row into the staging database: anchors, facts, and the rows that were not used with their
 * reasons. Memory holds the keys of accounts and entitlements, never rows.
 */
export function readExtract(desk: StagingContext, files: readonly OpenedFile[]): Tally {
  const { staging, job, control, known, fingerprints } = desk
  const tally: Tally = {
    read: 0,
    quarantined: 0,
    duplicate: 0,
    ignored: 0,
    disagreeing: 0,
    accountsOnly: 0,
    denied: 0,
    recognised: 0,
  }
  const stated = accountAttributes.filter((name) => files.some(({ states }) => states.has(name)))
  const accounts = accountBook(desk, stated)
  const entitlements = entitlementBook(desk)
  const facts = new InsertBatch(staging, 'INSERT INTO fact (account_id, entitlement_id, access, file_id, line)', 5)
  const rejected = new InsertBatch(staging, 'INSERT INTO rejected (file_id, line, disposition, reason, raw)', 5)
  const keys = new KeyIndex(staging)
  const broken: FileProblem[] = []
  const hasher = new LineHasher(job.fingerprintKey)
  const bytesOfAll = Math.max(
    1,
    files.reduce((sum, { file }) => sum + file.size, 0),
  )
  let bytesDone = 0

  for (const { file, path, found, read } of files) {
    const delimiter = found.dialect.delimiter
    let toSkip = found.skip
    let mayHoldNul = false
    const readBefore = tally.read
    const reject = (
      line: number,
      disposition: 'quarantined' | 'duplicate' | 'ignored' | 'noted',
      reason: string,
      raw: string,
    ) => {
      if (disposition !== 'noted') tally[disposition]++
      rejected.push(file.id, line, disposition, reason, raw.slice(0, longestRawText))
    }
    const scanner = new RecordScanner(delimiter, found.lineEnd, (buffer, start, end, line, quoted) => {
      if (toSkip > 0) {
        toSkip--
        return
      }
      tally.read++
      hasher.hash(buffer, start, end)
      const { low, high } = hasher
      if (known) {
        const seen = known.see(low, high)
        if (seen === 'again')
          return reject(
            line,
            'duplicate',
            'The same line stands in the file before.',
            buffer.toString('utf8', start, end),
          )
        if (seen !== 'new') {
          tally.recognised++
          return
        }
      }
      const text = buffer.toString('utf8', start, end)
      const fields = splitFields(text, delimiter, quoted)
      if ('broken' in fields)
        return reject(line, 'quarantined', `It can't be split into fields: ${fields.broken}.`, text)
      const row = read(fields, mayHoldNul)
      if (row.kind !== 'facts') return reject(line, row.kind, row.reason, text)
      const earlier = row.key === null ? undefined : keys.meet(file.id, row.key, line)
      if (earlier !== undefined)
        return reject(line, 'duplicate', `Its key stands on line ${earlier} already; that row counts.`, text)
      const account = accounts.meet(row.userName, row.userName, row.attributes, file.id, line)
      if (account.said === 'different') {
        tally.disagreeing++
        reject(
          line,
          'noted',
          `It says something else about ${row.userName} than an earlier row; the earlier row counts.`,
          text,
        )
      }
      const key = keyOf(row.entitlement)
      if (key === nothing) {
        tally.accountsOnly++
        if (row.denied) tally.denied++
        return
      }
      const entitlement = entitlements.meet(key, row.entitlement, row.described, file.id, line)
      if (entitlement.said === 'different') {
        tally.disagreeing++
        reject(
          line,
          'noted',
          'It describes the entitlement differently than an earlier row; the earlier row counts.',
          text,
        )
      }
      facts.push(account.id, entitlement.id, row.access, file.id, line)
      fingerprints.add(low, high, account.id, entitlement.id)
    })
    let nextReport = rowsBetweenReports
    for (const chunk of utf8Chunks(path, found.encoding)) {
      mayHoldNul ||= chunk.includes(0)
      scanner.push(chunk)
      bytesDone += chunk.length
      if (tally.read >= nextReport) {
        nextReport = tally.read + rowsBetweenReports
        control.checkCancelled()
        control.progress('reading', tally.read, Math.min(1, bytesDone / bytesOfAll))
      }
    }
    scanner.finish()
    if (file.promisedRows !== null && file.promisedRows !== tally.read - readBefore)
      broken.push(brokenPromise(file.name, file.promisedRows, tally.read - readBefore))
    for (const { line, column, raw } of cellNotes(path)) {
      const name = found.dialect.header[column] ?? `column ${column + 1}`
      reject(
        line,
        'noted',
        `"${name}" holds a number of more than 15 digits, of which Excel keeps 15: export it as text.`,
        raw,
      )
    }
  }
  if (broken.length > 0) throw new PromiseBroken(broken)
  for (const batch of [accounts, entitlements, facts, rejected]) batch.flush()
  return tally
}

const keyOf = ([group, heading, section, permission]: EntitlementKey): string =>
  `${group}\x1f${heading}\x1f${section}\x1f${permission}`
const nothing = keyOf(['', '', '', ''])

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

/** What the conversion of a workbook noted; none for other files. */
function cellNotes(path: string): CellNote[] {
  const notes = path.replace(/\.csv$/, '.notes')
  return notes !== path && existsSync(notes) ? (JSON.parse(readFileSync(notes, 'utf8')) as CellNote[]) : []
}

/** @param stated the columns that are written; the others have their defaults, which say what a blank cell says */
function accountBook({ live, staging, job }: StagingContext, stated: readonly AccountAttribute[]): AnchorIndex {
  const rows = live.prepare<[number], { id: number; user_name: string }>(
    'SELECT id, user_name FROM account WHERE application_id = ?',
  )
  const known = new Map<string, number>()
  for (const { id, user_name } of rows.iterate(job.applicationId)) known.set(user_name, id)
  return new AnchorIndex(
    known,
    new IdReservation(live, 'account'),
    staging,
    {
      table: 'account',
      columns: ['id', 'user_name', 'guid', ...stated, 'file_id', 'line'],
      attributes: stated.map((name) => accountAttributes.indexOf(name)),
    },
    job.fingerprintKey,
  )
}

function entitlementBook({ live, staging, job }: StagingContext): AnchorIndex {
  const rows = live.prepare<[number], { id: number; key: string }>(
    `SELECT id, group_name || char(31) || heading || char(31) || section || char(31) || permission AS key FROM entitlement WHERE application_id = ?`,
  )
  const known = new Map<string, number>()
  for (const { id, key } of rows.iterate(job.applicationId)) known.set(key, id)
  return new AnchorIndex(
    known,
    new IdReservation(live, 'entitlement'),
    staging,
    {
      table: 'entitlement',
      columns: `id group_name heading section permission guid ${entitlementAttributes.join(' ')} file_id line`.split(
        ' ',
      ),
      attributes: entitlementAttributes.map((_, at) => at),
    },
    job.fingerprintKey,
  )
}
