import type { ExtractField, FileGroup } from '../../../../contract/applications.ts'
import type { TriedRow, TriedRules } from '../../../../contract/files.ts'
import { accountAttributes, accountFields, entitlementAttributes } from '../../identities/access-facts.ts'
import type { IntakeTexts } from '../model/intake-texts.ts'
import { noSuchSheet } from '../rows/header-problems.ts'
import { bindRules, type Row } from '../rows/mapping.ts'
import { bindProfile } from '../../applications/profiles.ts'
import { type DialectFound, detectDialect, firstRecords } from '../reading/dialect.ts'
import { type TextBytes, textBytes } from '../reading/encoding.ts'
import { decodeSample } from '../reading/code-pages.ts'
import { encodingProblem } from '../reading/misfit.ts'

/** The first rows of a text, as far as its sample reaches. */
export function sampleOf(
  bytes: TextBytes,
  format: FileGroup['format'],
  count: number,
): { detected: DialectFound; rows: string[][] } {
  const detected = detectDialect(bytes, format)
  const text = decodeSample(bytes.sample.subarray(detected.encoding.markBytes), detected.encoding.encoding)
  const { skip, lineEnd, dialect } = detected
  return { detected, rows: firstRecords(text, dialect.delimiter, lineEnd, skip + count).slice(skip) }
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
  const bytes = textBytes(path, texts.facts(path))
  const { detected, rows } = sampleOf(bytes, group.format, count)
  const misfit = encodingProblem(bytes, group.format, { path, name })
  const { header } = detected.dialect
  const { columns } = bindProfile(group, header, name).group
  const bound = bindRules(group, header, name)
  const problems = 'problems' in bound ? bound.problems : []
  const read = 'read' in bound ? bound.read : undefined
  const keys = new Map<string, number>()
  return {
    ...ofFile,
    dialect: detected.dialect,
    columns,
    rows: rows.map((cells, at) => triedRow({ cells, line: detected.skip + at + 1, row: read?.(cells) }, keys)),
    fileProblems: misfit ? [misfit, ...problems] : problems,
  }
}

interface ReadRow {
  readonly cells: string[]
  readonly line: number
  /** Undefined when the rules do not fit the header. */
  readonly row: Row | undefined
}

/** @param keys the lines of the keys so far; the row's own is added */
function triedRow({ cells, line, row }: ReadRow, keys: Map<string, number>): TriedRow {
  if (row === undefined) return { line, disposition: 'used', reason: '', cells, values: {} }
  if (row.kind !== 'facts') return { line, disposition: row.kind, reason: row.reason, cells, values: {} }
  const earlier = row.key === null ? undefined : keys.get(row.key)
  if (earlier !== undefined)
    return { line, disposition: 'duplicate', reason: `Line ${earlier} already has its key.`, cells, values: {} }
  if (row.key !== null) keys.set(row.key, line)
  const reason = row.denied ? 'It says that the access is not given, so it grants nothing.' : ''
  return { line, disposition: 'used', reason, cells, values: valuesOf(row) }
}

function valuesOf(row: Extract<Row, { kind: 'facts' }>): TriedRow['values'] {
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
