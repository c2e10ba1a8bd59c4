import type { ExtractField, FileGroup } from '../../../../contract/applications.ts'
import { entitlementFields } from '../../../../contract/row-shapes.ts'
import type { TriedRow, TriedRules } from '../../../../contract/files.ts'
import { accountAttributes, accountFields, entitlementAttributes } from '../../identities/access-facts.ts'
import type { IntakeTexts } from '../model/intake-texts.ts'
import { noSuchSheet } from '../rows/header-problems.ts'
import type { FactsRow, Row } from '../rows/row.ts'
import { bindFile, type BoundFile, readRecord } from '../rows/read-record.ts'
import { bindProfile } from '../../applications/profiles.ts'
import { CellNotes } from '../reading/cell-notes.ts'
import { decodeSample } from '../reading/code-pages.ts'
import { type DialectFound, detectDialect, firstRecords } from '../reading/dialect.ts'
import { type TextBytes, textBytes } from '../reading/encoding.ts'
import { RecordScanner } from '../reading/records.ts'
import { isBareRecord } from '../reading/row-shape.ts'

/** The first rows of a text as a person sees them, as far as its sample reaches. */
export function sampleOf(
  bytes: TextBytes,
  format: FileGroup['format'],
  count: number,
): { detected: DialectFound; rows: string[][] } {
  const detected = detectDialect(bytes, format)
  const [, ...rows] = firstRecords(sampledText(bytes, detected), detected.records, count + 1)
  return { detected, rows: rows.map(({ fields }) => fields) }
}

const sampledText = ({ sample }: TextBytes, { encoding }: DialectFound): Buffer =>
  Buffer.from(decodeSample(sample.subarray(encoding.markBytes), encoding.encoding))

type RuleTrial = Pick<TriedRules, 'dialect' | 'sheets' | 'columns' | 'rows' | 'fileProblems'>

interface RuleTrialInput {
  readonly sha256: string
  /** Of the file. */
  readonly name: string
  readonly group: FileGroup
  /** How many rows are read. */
  readonly count: number
  /** When the extract was taken: what is no longer valid then is not held. */
  readonly extractAt: number
}

/** Reads the first rows of a file by rules that need not be saved: what each would say, and what does not fit. */
export function tryRules(texts: IntakeTexts, { sha256, name, group, count, extractAt }: RuleTrialInput): RuleTrial {
  const sheets = texts.sheets(sha256)
  const ofFile = { sheets: sheets && [...sheets] }
  const path = texts.path(sha256, group.format.sheet)
  if (path === null) {
    const problem = noSuchSheet(name, group.format.sheet ?? '', sheets ?? [])
    return { ...ofFile, dialect: null, columns: {}, rows: [], fileProblems: [problem] }
  }
  const bytes = textBytes(path, texts.facts(path))
  const { format, problems, bound } = bindFile({ group, name, path, extractAt }, bytes)
  const { columns } = bindProfile(group, format.dialect.header, name).group
  const rows = bound
    ? readSampled(sampledText(bytes, format), bound, new CellNotes(path), count)
    : sampleOf(bytes, group.format, count).rows.map(
        (cells, at): ReadRow => ({ cells, line: format.headerLine + at + 1 }),
      )
  const withKey = Map.groupBy(rows, keyOf)
  return {
    ...ofFile,
    dialect: format.dialect,
    columns,
    rows: rows.map((row) => triedRow(row, withKey)),
    fileProblems: [...problems],
  }
}

/** Reads the first rows of a sample as the import reads them: the same records, lines and reasons. */
function readSampled(sampled: Buffer, bound: BoundFile, notes: CellNotes, count: number): ReadRow[] {
  const rows: ReadRow[] = []
  const { records, headerLine } = bound.format
  const delimiter = records.delimiter.charCodeAt(0)
  const scanner = new RecordScanner(records, (record) => {
    const { buffer, start, end, line } = record
    if (line <= headerLine || rows.length >= count || isBareRecord(buffer, start, end, delimiter)) return
    const { fields, row, told } = readRecord(record, notes.at(line), bound)
    rows.push({ cells: [...fields], line, row, told })
  })
  scanner.push(sampled)
  // The sample of a long file may end inside a row.
  if (rows.length < count) scanner.finish()
  return rows
}

interface ReadRow {
  readonly cells: string[]
  readonly line: number
  /** Absent when the rules do not fit the header. */
  readonly row?: Row
  readonly told?: readonly string[]
}

/** @param withKey every row that has a key, by it */
function triedRow(
  { cells, line, row, told = [] }: ReadRow,
  withKey: ReadonlyMap<string, readonly ReadRow[]>,
): TriedRow {
  const aside = (disposition: TriedRow['disposition'], reason: string): TriedRow => ({
    line,
    disposition,
    reason,
    cells,
    values: {},
    grants: [],
  })
  if (row === undefined) return aside('used', '')
  if (row.kind !== 'facts') return aside(dispositionOf(row), row.reason)
  const twins = row.key === null ? [] : (withKey.get(row.key) ?? [])
  if (new Set(twins.map((twin) => JSON.stringify(twin.cells))).size > 1)
    return aside('unknown', 'Another row has its key and says something else; none of them counts.')
  const [first] = twins
  if (first !== undefined && first.line < line)
    return aside('duplicate', `Line ${first.line} already has its key and says the same.`)
  const denied = row.denied ? ['It says that the access is not given, so it grants nothing.'] : []
  const reason = [...denied, ...(row.notes ?? []), ...told].join(' ')
  return { line, disposition: 'used', reason, cells, values: valuesOf(row), grants: grantsOf(row) }
}

const keyOf = ({ row }: ReadRow): string => (row?.kind === 'facts' ? (row.key ?? '') : '')

const dispositionOf = (row: Exclude<Row, FactsRow>): TriedRow['disposition'] =>
  row.kind === 'ignored' ? 'ignored' : row.whose?.isSure ? 'unknown' : 'quarantined'

/** The grants of a row, by the fields that name each; blank ones are left out. */
function grantsOf(row: FactsRow): TriedRow['grants'] {
  const one = row.denied || row.entitlement.every((value) => value === '') ? [] : [row]
  return (row.several ?? one).map(({ entitlement, access }) => {
    const values = [...entitlementFields.map((field, at) => [field, entitlement[at]]), ['access', access]]
    return Object.fromEntries(values.filter(([, value]) => value)) as TriedRow['grants'][number]
  })
}

function valuesOf(row: FactsRow): TriedRow['values'] {
  const [group, heading, section, permission] = row.entitlement
  const values: [ExtractField, string | undefined][] = [
    ['userName', row.userName],
    ...accountAttributes.map((name, at): [ExtractField, string | undefined] => [
      accountFields[name],
      row.attributes[at],
    ]),
    ['group', group],
    ['heading', heading],
    ['section', section],
    ['permission', permission],
    ['access', row.access],
    ...entitlementAttributes.map((name, at): [ExtractField, string | undefined] => [name, row.described[at]]),
  ]
  return Object.fromEntries(values.filter(([, value]) => value))
}
