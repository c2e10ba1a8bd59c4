import type { FileGroup } from '../../../../contract/applications.ts'
import type { FileProblem } from '../../../../contract/extract-files.ts'
import { bindProfile } from '../../applications/profiles.ts'
import type { CellNote } from '../../jobs/cell-note.ts'
import type { AccountAttribute } from '../../identities/access-facts.ts'
import type { ByteFacts } from '../reading/bytes.ts'
import { type DialectFound, detectDialect } from '../reading/dialect.ts'
import type { TextBytes } from '../reading/encoding.ts'
import { splitFields } from '../reading/fields.ts'
import { encodingProblem } from '../reading/misfit.ts'
import { nameDateProblem } from '../reading/name-date.ts'
import { usableFields, whyUnread } from '../reading/read-row.ts'
import type { ScannedRecord } from '../reading/records.ts'
import { type NotedColumns, tellNotes, unusableBy } from '../reading/row-notes.ts'
import { type RowShape, shapeOf } from '../reading/row-shape.ts'
import { ControlTotals } from './control-totals.ts'
import { dayAt } from './days.ts'
import { isLineBased } from './grants.ts'
import { columnUses } from './header-problems.ts'
import { bindRules, columnIndexOf, type RowReader } from './mapping.ts'
import { RepeatedValues } from './repeated-values.ts'
import type { Row, Whose } from './row.ts'
import { skippedRow } from './skipped-row.ts'

/** A file whose rows can be read by the rules of its group. */
export interface BoundFile {
  readonly format: DialectFound
  readonly facts: ByteFacts
  readonly shape: RowShape
  readonly columns: NotedColumns
  readonly read: RowReader
  /** Present where blank cells mean the value of the row above. Call `begin` before the first row. */
  readonly repeated: RepeatedValues | undefined
  /** Whether each line by itself says its one grant, whatever the day. */
  readonly isLineBased: boolean
  /** The attributes of accounts that its rows can state at all. */
  readonly states: ReadonlySet<AccountAttribute>
  /** Absent where the rules know no totals. It remembers what was read. */
  readonly totals: ControlTotals | undefined
}

interface FileToBind {
  readonly group: FileGroup
  readonly name: string
  readonly path: string
  /** When the extract was taken: what is no longer valid then is not held. */
  readonly extractAt: number
}

/** Judges the bytes and the header of a file by the rules of its group: all problems, or how its rows are read. */
export function bindFile(
  { group, name, path, extractAt }: FileToBind,
  bytes: TextBytes,
): { readonly format: DialectFound; readonly problems: readonly FileProblem[]; readonly bound?: BoundFile } {
  const format = detectDialect(bytes, group.format)
  const misfit = encodingProblem(bytes, group.format, { path, name }) ?? nameDateProblem(group, name)
  if (misfit) return { format, problems: [misfit] }
  const { header } = format.dialect
  const bound = bindRules(group, header, name, dayAt(extractAt))
  if ('problems' in bound) return { format, problems: bound.problems }
  const columns = { header, uses: columnUses(group, header, name) }
  const shape = shapeOf(header, bytes.isSheet)
  const repeated =
    group.fillDown.length === 0
      ? undefined
      : new RepeatedValues(bindProfile(group, header, name).group, header, columnIndexOf(header))
  const hasTotals = group.format.controlTotals.length > 0
  const totals = hasTotals ? new ControlTotals(bindProfile(group, header, name).group, header) : undefined
  const reading = { format, facts: bytes.facts, shape, columns, repeated, totals, isLineBased: isLineBased(group) }
  return { format, problems: [], bound: { ...reading, ...bound } }
}

/** What a record says, or why it can't be used; and what is to be told about it when it is used. */
interface ReadRecord {
  readonly text: string
  readonly fields: readonly string[]
  readonly row: Row
  readonly told: readonly string[]
}

/** @param notes of the row of a workbook; empty for text */
export function readRecord(record: ScannedRecord, notes: readonly CellNote[], file: BoundFile): ReadRecord {
  const { buffer, start, end, quoted, line } = record
  const text = buffer.toString('utf8', start, end)
  const split = splitFields(text, file.format.records, quoted)
  if (record.skipped !== undefined) {
    if (record.skipped === 'total') file.totals?.readTotal(line, text)
    const fields = 'broken' in split ? null : split
    const row = skippedRow({ kind: record.skipped, fields, width: file.shape.width })
    return { text, fields: fields ?? [text], row, told: nothing }
  }
  file.totals?.countRow(line, 'broken' in split ? nothing : split)
  const unread = whyUnread(record, text, split, file)
  if (unread !== undefined || 'broken' in split) {
    file.repeated?.interrupt(line)
    const whose = 'broken' in split || record.lines > 1 ? null : whoseOf(file.read(split, file.facts.hasNul))
    return { text, fields: [text], row: { kind: 'unreadable', reason: unread ?? '', whose }, told: nothing }
  }
  const { fields: written, told } = usableFields(split, text, file)
  const fields = notes.length === 0 ? written : withoutLostDigits(written, notes)
  const row = readRow(fields, line, file)
  if (notes.length === 0) return { text, fields, row, told }
  const unusable = unusableBy(notes, file.columns)
  // A row that a filter leaves out may hold what it likes, except in the column that the filter looks at.
  if (unusable && (row.kind !== 'ignored' || unusable.use === 'filter')) {
    file.repeated?.interrupt(line)
    return { text, fields, row: { kind: 'unreadable', reason: unusable.reason, whose: whoseOf(row) }, told: nothing }
  }
  return { text, fields, row, told: [...told, ...tellNotes(line, notes, file.columns)] }
}

function readRow(fields: readonly string[], line: number, { read, facts, repeated }: BoundFile): Row {
  if (repeated === undefined) return read(fields, facts.hasNul)
  const filled = repeated.fill(fields)
  return repeated.settle(read(filled, facts.hasNul), { fields, filled, line })
}

/**
 * A number that has lost its last digits is written in scientific notation, so that nobody takes it for the number that was
 * typed: as a key it then counts for nothing.
 */
function withoutLostDigits(fields: readonly string[], notes: readonly CellNote[]): readonly string[] {
  const lost = new Map(notes.flatMap((note) => (note.kind === 'lost-digits' ? [[note.column, note.raw] as const] : [])))
  if (lost.size === 0) return fields
  return fields.map((field, column) => {
    const raw = lost.get(column)
    return raw === undefined ? field : Number(raw).toExponential().toUpperCase()
  })
}

/** Whose a row is of which another cell can't be believed: its name counts where such an account exists. */
function whoseOf(row: Row): Whose | null {
  if (row.kind === 'facts') return { userName: row.userName, isSure: false }
  return row.kind === 'unreadable' && row.whose ? { ...row.whose, isSure: false } : null
}

const nothing: readonly string[] = []
