import type { ExtractField, FileGroup } from '../../../../contract/applications.ts'
import type { FileProblem } from '../../../../contract/extract-files.ts'
import { fold } from '../../applications/fold.ts'
import { headerProblems } from './header-problems.ts'
import { bindProfile } from '../../applications/profiles.ts'
import {
  type AccountAttribute,
  accountAttributes,
  accountFields,
  blankMeans,
  type EntitlementKey,
  entitlementAttributes,
} from '../../identities/access-facts.ts'

/** What one row says, or why it can't be used. Blank entitlement fields mean that the row only names the account. */
export type Row =
  | {
      readonly kind: 'facts'
      readonly userName: string
      readonly attributes: readonly string[]
      readonly entitlement: EntitlementKey
      readonly described: readonly string[]
      readonly access: string
      /** The row says that the account does not have the access: it names the account and grants nothing. */
      readonly denied: boolean
      /** What the key columns hold; null where the rules name none. */
      readonly key: string | null
    }
  | { readonly kind: 'ignored' | 'quarantined'; readonly reason: string }

/** @param mayHoldNul false when the bytes were searched for NUL before */
export type RowReader = (fields: readonly string[], mayHoldNul?: boolean) => Row

const longestCell = 64 * 1024

/**
 * Binds the rules of a file group to the header of one file.
 * @returns every problem of the header at once, or the reader of its rows with the attributes of accounts that they can
 * state at all; the others are always as a blank cell has them
 */
export function bindRules(
  fileGroup: FileGroup,
  header: readonly string[],
  file: string,
): { problems: FileProblem[] } | { read: RowReader; states: ReadonlySet<AccountAttribute> } {
  const { group, problems: ofProfile, denies } = bindProfile(fileGroup, header, file)
  const problems = [...headerProblems(group, header, file), ...ofProfile]
  if (problems.length > 0) return { problems }
  const columnOf = new Map(header.map((name, index) => [fold(name), index]))
  const get = (field: ExtractField) => fieldGetter(group, field, columnOf)
  const isMapped = (field: ExtractField) => group.columns[field] !== undefined
  const attributes = attributesReader(
    accountAttributes.map((name) => ({
      isMapped: isMapped(accountFields[name]),
      read: attributeReader(get(accountFields[name]), accountFields[name], blankMeans[name]),
    })),
  )
  const described = attributesReader(
    entitlementAttributes.map((name) => ({
      isMapped: isMapped(name),
      read: attributeReader(get(name), name, blankMeans[name]),
    })),
  )
  const [userName, employeeId, access] = [get('userName'), get('employeeId'), get('access')]
  const key = [get('group'), get('heading'), get('section'), get('permission')] as const
  const isFiltered = rowFilter(group, columnOf)
  const keyOf = rowKey(group, columnOf)
  const width = header.length

  return {
    states: statedBy(group),
    read(fields, mayHoldNul = true) {
      if (fields.length !== width) return quarantined(`It has ${fields.length} fields; the header has ${width}.`)
      const ignored = isFiltered(fields)
      if (ignored !== undefined) return { kind: 'ignored', reason: ignored }
      const unusable = unusableCell(fields, header, mayHoldNul)
      if (unusable !== undefined) return quarantined(unusable)
      const user = userName(fields) || (group.profile === 'hr-roster' ? employeeId(fields) : '')
      if (user === '') return quarantined(noUser[group.profile])
      const accountValues = attributes(fields)
      if ('unclear' in accountValues) return quarantined(accountValues.unclear)
      const entitlementValues = described(fields)
      if ('unclear' in entitlementValues) return quarantined(entitlementValues.unclear)
      const rowKey = keyOf(fields)
      if (rowKey === '') return quarantined(`It has no key: ${group.keyColumns.join(', ')} ${areBlank(group)} blank.`)
      const accessValue = access(fields)
      const denied = denies(accessValue)
      return {
        kind: 'facts',
        userName: user,
        attributes: nameInFull(accountValues),
        entitlement: denied ? nothing : [key[0](fields), key[1](fields), key[2](fields), key[3](fields)],
        described: entitlementValues,
        access: accessValue,
        denied,
        key: rowKey,
      }
    },
  }
}

const nothing: EntitlementKey = ['', '', '', '']
const areBlank = ({ keyColumns }: FileGroup): string => (keyColumns.length === 1 ? 'is' : 'are all')

/** What the key columns of a row hold: '' when all of them are blank, null when the rules name none. */
function rowKey(
  { keyColumns }: FileGroup,
  columnOf: ReadonlyMap<string, number>,
): (fields: readonly string[]) => string | null {
  if (keyColumns.length === 0) return () => null
  const indexes = keyColumns.map((column) => columnOf.get(fold(column)) ?? -1)
  return (fields) => {
    const cells = indexes.map((index) => (fields[index] ?? '').trim())
    return cells.every((cell) => cell === '') ? '' : cells.join('\x1f')
  }
}

const noUser: Record<FileGroup['profile'], string> = {
  'one-row-per-grant': 'It names no user: the user name is blank.',
  'standardized-permissions': 'It names no user: the user name is blank.',
  'hr-roster': 'It names no person: the employee number is blank.',
}

/** Some exports give the whole name, some its parts. */
function nameInFull(attributes: string[]): string[] {
  const [full, first, last] = attributes
  if (!full && (first || last)) attributes[0] = first && last ? `${first} ${last}` : first || last || ''
  return attributes
}

/** Which attributes a group says anything about. A full name can be made of its parts. */
function statedBy({ columns, constants }: FileGroup): ReadonlySet<AccountAttribute> {
  const states = (name: AccountAttribute) =>
    [columns, constants].some((values) => values[accountFields[name]] !== undefined)
  const stated = new Set(accountAttributes.filter(states))
  return stated.has('first_name') || stated.has('last_name') ? stated.add('full_name') : stated
}

type AttributeReader = (fields: readonly string[]) => string | { unclear: string }

/** Reads the attributes of a row. What no column states is the same in every row, and is read once. */
function attributesReader(
  all: readonly { readonly isMapped: boolean; readonly read: AttributeReader }[],
): (fields: readonly string[]) => string[] | { unclear: string } {
  const constant = all.map(({ isMapped, read }) => (isMapped ? '' : read([])))
  const unclear = constant.find((value) => typeof value !== 'string')
  if (unclear !== undefined && typeof unclear !== 'string') return () => unclear
  const mapped = all.flatMap(({ isMapped, read }, at) => (isMapped ? [{ at, read }] : []))
  return (fields) => {
    const values = (constant as string[]).slice()
    for (const { at, read } of mapped) {
      const value = read(fields)
      if (typeof value !== 'string') return value
      values[at] = value
    }
    return values
  }
}

/** Reads an attribute; a yes/no value that is neither is reported as unclear. */
function attributeReader(get: Getter, field: ExtractField, blank: 'yes' | 'no' | undefined): AttributeReader {
  if (blank === undefined) return get
  return (fields) => {
    const value = get(fields)
    return (
      yesOrNo(value, blank) ?? {
        unclear: `"${value}" in ${field} says neither yes nor no: use Y/N, Yes/No, True/False or 1/0, or map the value.`,
      }
    )
  }
}

const quarantined = (reason: string): Row => ({ kind: 'quarantined', reason })

type Getter = (fields: readonly string[]) => string

function fieldGetter(group: FileGroup, field: ExtractField, columnOf: ReadonlyMap<string, number>): Getter {
  const constant = group.constants[field]
  const column = group.columns[field]
  const index = column === undefined ? undefined : columnOf.get(fold(column))
  if (index === undefined) return () => constant ?? ''
  const read: Getter =
    constant === undefined
      ? (fields) => (fields[index] ?? '').trim()
      : (fields) => (fields[index] ?? '').trim() || constant
  const written = group.valueMaps[field]
  if (!written) return read
  const map = new Map(Object.entries(written).map(([from, to]) => [fold(from), to]))
  return (fields) => {
    const value = read(fields)
    return map.get(fold(value)) ?? value
  }
}

function rowFilter(
  group: FileGroup,
  columnOf: ReadonlyMap<string, number>,
): (fields: readonly string[]) => string | undefined {
  const tests = group.filters.map(({ column, is, value }) => {
    const index = columnOf.get(fold(column)) ?? -1
    const expected = fold(value)
    const matches =
      is === 'blank'
        ? (cell: string) => cell === ''
        : is === 'equal-to'
          ? (cell: string) => cell === expected
          : (cell: string) => cell.startsWith(expected)
    const reason = is === 'blank' ? `${column} is blank.` : `${column} is ${is} "${value}".`
    return { index, matches, reason }
  })
  if (tests.length === 0) return () => undefined
  return (fields) => tests.find(({ index, matches }) => matches(fold(fields[index] ?? '')))?.reason
}

function unusableCell(fields: readonly string[], header: readonly string[], mayHoldNul: boolean): string | undefined {
  for (let i = 0; i < fields.length; i++) {
    const cell = fields[i] as string
    if (cell.length > longestCell)
      return `Column "${header[i]}" holds ${cell.length} characters; the limit is ${longestCell}.`
    if (mayHoldNul && cell.includes('\0')) return `Column "${header[i]}" holds a NUL character.`
  }
  return undefined
}

const yes = new Set(['y', 'yes', 'true', '1'])
const no = new Set(['n', 'no', 'false', '0'])

function yesOrNo(value: string, blank: 'yes' | 'no'): 'yes' | 'no' | undefined {
  if (value === '') return blank
  const word = value.toLowerCase()
  return yes.has(word) ? 'yes' : no.has(word) ? 'no' : undefined
}
