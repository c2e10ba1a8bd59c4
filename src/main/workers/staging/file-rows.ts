import type { AccountAttribute, EntitlementKey } from '../../domain/identities/access-facts.ts'
import { CellNotes } from '../../domain/imports/reading/cell-notes.ts'
import type { ScannedRecord } from '../../domain/imports/reading/records.ts'
import { isBareRecord } from '../../domain/imports/reading/row-shape.ts'
import type { CellNote } from '../../domain/jobs/cell-note.ts'
import type { LineHasher } from '../../domain/imports/rows/fingerprint.ts'
import { readRecord } from '../../domain/imports/rows/read-record.ts'
import type { FactsRow, UnreadableRow } from '../../domain/imports/rows/row.ts'
import type { AnchorIndex } from './anchors.ts'
import type { InsertBatch } from './batch.ts'
import type { OpenEnd } from './break-offs.ts'
import type { FingerprintWriter, KnownLines } from './fingerprint-file.ts'
import type { KeyIndex } from './key-index.ts'
import type { OpenedFile } from './open-files.ts'
import type { Tally } from './tally.ts'

const longestRawText = 2000

/** Where the rows of all files of an import go. */
export interface RowSink {
  /** The columns of accounts that any of the files states. */
  readonly stated: readonly AccountAttribute[]
  readonly tally: Tally
  readonly accounts: AnchorIndex
  readonly entitlements: AnchorIndex
  readonly facts: InsertBatch
  readonly rejected: InsertBatch
  readonly shortRows: InsertBatch
  /** Files whose last line has no line end. */
  readonly openEnds: OpenEnd[]
  readonly keys: KeyIndex
  readonly hasher: LineHasher
  /** Present when unchanged lines may be recognised. */
  readonly knownLines: KnownLines | undefined
  readonly fingerprints: FingerprintWriter
}

/** Why a row is not used, or what was noted about it. */
interface Why {
  readonly reason: string
  readonly raw: string
  /** Whose an unreadable row is, or seems to be. */
  readonly userName?: string | undefined
}

type FactOfRow = Pick<FactsRow, 'entitlement' | 'described' | 'access'>

type Disposition = 'unknown' | 'quarantined' | 'duplicate' | 'ignored' | 'noted'

/** The rows of one file, record by record: into anchors and facts, or set aside with a reason. */
export class FileRows {
  readonly #sink: RowSink
  readonly #opened: OpenedFile
  readonly #delimiter: number
  /** Undefined for what was made of no sheet. */
  readonly #notes: CellNotes | undefined
  readonly #headerLine: number
  #last = { line: 0, isUnreadable: false }

  constructor(sink: RowSink, opened: OpenedFile) {
    this.#sink = sink
    this.#opened = opened
    this.#delimiter = opened.format.dialect.delimiter.charCodeAt(0)
    this.#notes = opened.shape.isSheet ? new CellNotes(opened.path) : undefined
    this.#headerLine = opened.format.headerLine
    opened.repeated?.begin()
  }

  take(record: ScannedRecord): void {
    const { buffer, start, end, line } = record
    if (line <= this.#headerLine) return
    const { tally, hasher, knownLines } = this.#sink
    if (mayBeBare(buffer[start], this.#delimiter) && isBareRecord(buffer, start, end, this.#delimiter)) {
      tally.blank++
      return
    }
    tally.read++
    this.#last = { line, isUnreadable: false }
    const notes = this.#notes?.at(line) ?? none
    hasher.hash(buffer, start, end)
    const { low, high } = hasher
    // A line that is the same may have got a note: it is read.
    if (knownLines && notes.length === 0) {
      const match = knownLines.see(low, high)
      if (match === 'again')
        return this.reject(line, 'duplicate', {
          reason: 'An earlier line of the file is equal.',
          raw: buffer.toString('utf8', start, end),
        })
      if (match !== 'new') {
        tally.recognised++
        return
      }
    }
    const { text, row, told } = readRecord(record, notes, this.#opened)
    if (row.kind === 'ignored') return this.reject(line, 'ignored', { reason: row.reason, raw: text })
    if (row.kind === 'unreadable') return this.#rejectUnreadable(row, line, text)
    for (const reason of told) this.reject(line, 'noted', { reason, raw: text })
    const account = this.#resolveAccount(row, line, text)
    if (account === undefined) return
    if (row.several !== null) {
      const { described } = row
      for (const { entitlement, access } of row.several)
        this.#addFact(account, { entitlement, described, access }, line)
      if (row.several.length > 0) tally.several++
      else this.#countAccountOnly(row)
      return
    }
    const entitlement = this.#addFact(account, row, line)
    if (entitlement !== undefined) this.#sink.fingerprints.add(low, high, account, entitlement)
    else this.#countAccountOnly(row)
  }

  /** @returns undefined for a duplicate */
  #resolveAccount(row: FactsRow, line: number, text: string): number | undefined {
    const { tally, accounts } = this.#sink
    const rowPlace = { fileId: this.#opened.file.id, line }
    const twin = this.#twinOf(row, line)
    if (twin !== undefined) {
      this.reject(line, 'duplicate', { reason: `Line ${twin} already has its key and says the same.`, raw: text })
      return undefined
    }
    for (const note of row.notes ?? []) {
      tally.notedKeys++
      this.reject(line, 'noted', { reason: note, raw: text })
    }
    const account = accounts.resolve(row.userName, row.userName, row.attributes, { ...rowPlace, rank: row.rank })
    if (account.comparison === 'different') tally.disagreeing++
    if (row.isShort) this.#sink.shortRows.push(account.id, rowPlace.fileId, line)
    return account.id
  }

  /** @returns the entitlement; undefined where the row names none */
  #addFact(account: number, { entitlement, described, access }: FactOfRow, line: number): number | undefined {
    const { tally, entitlements, facts } = this.#sink
    const key = keyOf(entitlement)
    if (key === nothing) return undefined
    const fileId = this.#opened.file.id
    const { id, comparison } = entitlements.resolve(key, entitlement, described, { fileId, line, rank: '' })
    if (comparison === 'different') tally.disagreeing++
    facts.push(account, id, access, fileId, line)
    return id
  }

  #countAccountOnly({ denied }: FactsRow): void {
    this.#sink.tally.accountsOnly++
    if (denied) this.#sink.tally.denied++
  }

  #twinOf({ key, userName }: FactsRow, line: number): number | undefined {
    if (key === null) return undefined
    const { keys, hasher } = this.#sink
    const hash = `${hasher.high.toString(16)}-${hasher.low.toString(16)}`
    return keys.earlierTwin({ fileId: this.#opened.file.id, line, key, hash, userName })
  }

  /** What it would have said is unknown: whose it is decides what else is. */
  #rejectUnreadable({ reason, whose }: UnreadableRow, line: number, text: string): void {
    this.reject(line, whose?.isSure ? 'unknown' : 'quarantined', { reason, raw: text, userName: whose?.userName })
  }

  /** The last line has no line end. */
  endOpen(): void {
    if (this.#last.line > 0) this.#sink.openEnds.push({ fileId: this.#opened.file.id, ...this.#last })
  }

  reject(line: number, disposition: Disposition, { reason, raw, userName = '' }: Why): void {
    this.#sink.tally[disposition]++
    if (disposition === 'unknown' || disposition === 'quarantined') this.#last.isUnreadable = true
    this.#sink.rejected.push(this.#opened.file.id, line, disposition, reason, raw.slice(0, longestRawText), userName)
  }
}

const none: readonly CellNote[] = []

/** Told from the first byte: this is asked for each row. */
const mayBeBare = (first: number | undefined, delimiter: number): boolean =>
  first === delimiter || (first !== undefined && first <= 0x22)

const keyOf = ([group, heading, section, permission]: EntitlementKey): string =>
  `${group}\x1f${heading}\x1f${section}\x1f${permission}`
const nothing = keyOf(['', '', '', ''])
