import type { ExtractField, FileGroup } from '../../../../contract/applications.ts'
import type { TriedRow, TriedRules } from '../../../../contract/files.ts'
import { accountAttributes, accountFields, entitlementAttributes } from '../../identities/access-facts.ts'
import type { IntakeTexts } from '../model/intake-texts.ts'
import { noSuchSheet } from '../rows/header-problems.ts'
import { bindRules } from '../rows/mapping.ts'
import type { FactsRow, Row } from '../rows/row.ts'
import { bindProfile } from '../../applications/profiles.ts'
import { type DialectFound, detectDialect } from '../reading/dialect.ts'
import { readSample } from '../reading/encoding.ts'
import { splitFields } from '../reading/fields.ts'
import { RecordScanner } from '../reading/records.ts'

/** A row with the line of the file on which it begins, as an import names it. */
interface SampleRow {
  readonly line: number
  readonly cells: string[]
}

const pieceBytes = 16 * 1024

/** The first rows of a text, as far as its sample reaches. */
export function sampleOf(
  path: string,
  format: FileGroup['format'],
  count: number,
): { detected: DialectFound; rows: SampleRow[] } {
  const sample = readSample(path)
  const detected = detectDialect(sample, format)
  const text = new TextDecoder(detected.encoding.encoding, { ignoreBOM: true }).decode(
    sample.subarray(detected.encoding.markBytes),
    { stream: true },
  )
  return { detected, rows: firstRows(text, detected, count) }
}

/** Blank lines are no rows, but they are lines; so are those within quotes. */
function firstRows(text: string, { skip, lineEnd, dialect: { delimiter } }: DialectFound, count: number): SampleRow[] {
  const rows: SampleRow[] = []
  const scanner = new RecordScanner(delimiter, lineEnd, ({ buffer, start, end, line, quoted }) => {
    if (rows.length >= skip + count) return
    const record = buffer.toString('utf8', start, end)
    const fields = splitFields(record, delimiter, quoted)
    rows.push({ line, cells: 'broken' in fields ? [record] : fields })
  })
  const bytes = Buffer.from(text)
  // In pieces: the first one mostly holds all rows that are needed, and other requests wait meanwhile.
  for (let at = 0; at < bytes.length && rows.length < skip + count; at += pieceBytes)
    scanner.push(bytes.subarray(at, at + pieceBytes))
  // The sample may end inside a record; only a short file's last record is whole.
  if (rows.length < skip + count) scanner.finish()
  return rows.slice(skip)
}

type RuleTrial = Pick<TriedRules, 'dialect' | 'sheets' | 'columns' | 'rows' | 'fileProblems'>

interface RuleTrialInput {
  readonly sha256: string
  /** Of the file. */
  readonly name: string
  readonly group: FileGroup
  /** How many rows are read. */
  readonly count: number
}

/** Reads the first rows of a file by rules that need not be saved: what each would say, and what does not fit. */
export function tryRules(texts: IntakeTexts, { sha256, name, group, count }: RuleTrialInput): RuleTrial {
  const sheets = texts.sheets(sha256)
  const ofFile = { sheets: sheets && [...sheets] }
  const path = texts.path(sha256, group.format.sheet)
  if (path === null) {
    const problem = noSuchSheet(name, group.format.sheet ?? '', sheets ?? [])
    return { ...ofFile, dialect: null, columns: {}, rows: [], fileProblems: [problem] }
  }
  const { detected, rows } = sampleOf(path, group.format, count)
  const { header } = detected.dialect
  const { columns } = bindProfile(group, header, name).group
  const bound = bindRules(group, header, name)
  const problems = 'problems' in bound ? bound.problems : []
  const read = 'read' in bound ? bound.read : undefined
  const readRows = rows.map((row): ReadRow => ({ ...row, row: read?.(row.cells) }))
  const withKey = Map.groupBy(readRows, keyOf)
  return {
    ...ofFile,
    dialect: detected.dialect,
    columns,
    rows: readRows.map((row) => triedRow(row, withKey)),
    fileProblems: problems,
  }
}

interface ReadRow {
  readonly cells: string[]
  readonly line: number
  /** Undefined when the rules do not fit the header. */
  readonly row: Row | undefined
}

/** @param withKey every row that has a key, by it */
function triedRow({ cells, line, row }: ReadRow, withKey: ReadonlyMap<string, readonly ReadRow[]>): TriedRow {
  const aside = (disposition: TriedRow['disposition'], reason: string): TriedRow => ({
    line,
    disposition,
    reason,
    cells,
    values: {},
  })
  if (row === undefined) return aside('used', '')
  if (row.kind !== 'facts') return aside(dispositionOf(row), row.reason)
  const twins = row.key === null ? [] : (withKey.get(row.key) ?? [])
  if (new Set(twins.map((twin) => JSON.stringify(twin.cells))).size > 1)
    return aside('unknown', 'Another row has its key and says something else; none of them counts.')
  const [first] = twins
  if (first !== undefined && first.line < line)
    return aside('duplicate', `Line ${first.line} already has its key and says the same.`)
  const reason = row.denied ? 'It says that the access is not given, so it grants nothing.' : ''
  return { line, disposition: 'used', reason, cells, values: valuesOf(row) }
}

const keyOf = ({ row }: ReadRow): string => (row?.kind === 'facts' ? (row.key ?? '') : '')

const dispositionOf = (row: Exclude<Row, FactsRow>): TriedRow['disposition'] =>
  row.kind === 'ignored' ? 'ignored' : row.whose?.isSure ? 'unknown' : 'quarantined'

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
