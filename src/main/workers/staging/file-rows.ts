import type { EntitlementKey } from '../../domain/identities/access-facts.ts'
import { CellNotes } from '../../domain/imports/reading/cell-notes.ts'
import type { ScannedRecord } from '../../domain/imports/reading/records.ts'
import { isBareRecord } from '../../domain/imports/reading/row-shape.ts'
import type { CellNote } from '../../domain/jobs/jobs.ts'
import type { LineHasher } from '../../domain/imports/rows/fingerprint.ts'
import type { Row } from '../../domain/imports/rows/mapping.ts'
import { readRecord } from '../../domain/imports/rows/read-record.ts'
import type { AnchorIndex } from './anchors.ts'
import type { InsertBatch } from './batch.ts'
import type { FingerprintWriter, KnownLines } from './fingerprint-file.ts'
import type { KeyIndex } from './key-index.ts'
import type { OpenedFile } from './open-files.ts'
import type { Tally } from './tally.ts'

const longestRawText = 2000

/** Where the rows of all files of an import go. */
export interface RowSink {
  readonly tally: Tally
  readonly accounts: AnchorIndex
  readonly entitlements: AnchorIndex
  readonly facts: InsertBatch
  readonly rejected: InsertBatch
  readonly keys: KeyIndex
  readonly hasher: LineHasher
  /** Present when unchanged lines may be recognised. */
  readonly knownLines: KnownLines | undefined
  readonly fingerprints: FingerprintWriter
}

type Disposition = 'quarantined' | 'duplicate' | 'ignored' | 'noted'

/** The rows of one file, record by record: into anchors and facts, or set aside with a reason. */
export class FileRows {
  readonly #sink: RowSink
  readonly #opened: OpenedFile
  readonly #delimiter: number
  /** Undefined for what was made of no sheet. */
  readonly #notes: CellNotes | undefined
  readonly #headerLine: number

  constructor(sink: RowSink, opened: OpenedFile) {
    this.#sink = sink
    this.#opened = opened
    this.#delimiter = opened.format.dialect.delimiter.charCodeAt(0)
    this.#notes = opened.shape.isSheet ? new CellNotes(opened.path) : undefined
    this.#headerLine = opened.format.headerLine
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
    const notes = this.#notes?.at(line) ?? none
    hasher.hash(buffer, start, end)
    const { low, high } = hasher
    // A line that is the same may have got a note: it is read.
    if (knownLines && notes.length === 0) {
      const match = knownLines.see(low, high)
      if (match === 'again')
        return this.reject(
          line,
          'duplicate',
          'An earlier line of the file is equal.',
          buffer.toString('utf8', start, end),
        )
      if (match !== 'new') {
        tally.recognised++
        return
      }
    }
    const { text, row, told } = readRecord(record, notes, this.#opened)
    if (row.kind !== 'facts') return this.reject(line, row.kind, row.reason, text)
    for (const reason of told) this.reject(line, 'noted', reason, text)
    const grant = this.#resolve(row, line, text)
    if (!grant) return
    this.#sink.facts.push(grant.account, grant.entitlement, row.access, this.#opened.file.id, line)
    this.#sink.fingerprints.add(low, high, grant.account, grant.entitlement)
  }

  /** @returns undefined for a row that grants nothing */
  #resolve(
    row: Extract<Row, { kind: 'facts' }>,
    line: number,
    text: string,
  ): { account: number; entitlement: number } | undefined {
    const { tally, accounts, entitlements, keys } = this.#sink
    const rowPlace = { fileId: this.#opened.file.id, line }
    const earlier = row.key === null ? undefined : keys.firstLine(rowPlace.fileId, row.key, line)
    if (earlier !== undefined) {
      this.reject(line, 'duplicate', `Line ${earlier} already has its key; that row counts.`, text)
      return undefined
    }
    const account = accounts.resolve(row.userName, row.userName, row.attributes, rowPlace)
    if (account.comparison === 'different') {
      tally.disagreeing++
      const reason = `It disagrees with an earlier row about ${row.userName}; the earlier row counts.`
      this.reject(line, 'noted', reason, text)
    }
    const key = keyOf(row.entitlement)
    if (key === nothing) {
      tally.accountsOnly++
      if (row.denied) tally.denied++
      return undefined
    }
    const entitlement = entitlements.resolve(key, row.entitlement, row.described, rowPlace)
    if (entitlement.comparison === 'different') {
      tally.disagreeing++
      const reason = 'It describes the entitlement differently than an earlier row; the earlier row counts.'
      this.reject(line, 'noted', reason, text)
    }
    return { account: account.id, entitlement: entitlement.id }
  }

  reject(line: number, disposition: Disposition, reason: string, raw: string): void {
    this.#sink.tally[disposition]++
    this.#sink.rejected.push(this.#opened.file.id, line, disposition, reason, raw.slice(0, longestRawText))
  }
}

const none: readonly CellNote[] = []

/** Told from the first byte: this is asked for each row. */
const mayBeBare = (first: number | undefined, delimiter: number): boolean =>
  first === delimiter || (first !== undefined && first <= 0x22)

const keyOf = ([group, heading, section, permission]: EntitlementKey): string =>
  `${group}\x1f${heading}\x1f${section}\x1f${permission}`
const nothing = keyOf(['', '', '', ''])
