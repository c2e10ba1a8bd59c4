import type { ExtractField, FileGroup } from '../../../../contract/applications.ts'
import type { FileProblem } from '../../../../contract/extract-files.ts'
import { fold } from '../../applications/fold.ts'
import { bindProfile } from '../../applications/profiles.ts'
import {
  type AccountAttribute,
  accountAttributes,
  accountFields,
  type EntitlementKey,
} from '../../identities/access-facts.ts'
import { cellReaders, columnIndex, type ColumnIndex } from './cells.ts'
import { grantsReader } from './grants.ts'
import { headerProblems, unpivotColumns } from './header-problems.ts'
import { rankReader } from './rank.ts'
import { rowFilter } from './row-filter.ts'
import type { Row, RowGrant, UnreadableRow } from './row.ts'
import { validityReader } from './validity.ts'

/** @param mayHoldNul false when the bytes were searched for NUL before */
export type RowReader = (fields: readonly string[], mayHoldNul?: boolean) => Row

const longestCell = 64 * 1024

/**
 * Binds the rules of a file group to the header of one file.
 * @param day on which the extract was taken, as `2026-06-30`
 * @returns every problem of the header at once, or the reader of its rows with the attributes of accounts that they can
 * state at all; the others are always as a blank cell has them
 */
export function bindRules(
  fileGroup: FileGroup,
  header: readonly string[],
  file: string,
  day: string,
): { problems: FileProblem[] } | { read: RowReader; states: ReadonlySet<AccountAttribute> } {
  const { group, problems: ofProfile, denies } = bindProfile(fileGroup, header, file)
  const problems = [...headerProblems(group, header, file), ...ofProfile]
  if (problems.length > 0) return { problems }
  const columnOf = columnIndexOf(header)
  return { states: statedBy(group), read: rowReader(group, header, { columnOf, denies, day }) }
}

export const columnIndexOf = (header: readonly string[]): ColumnIndex =>
  new Map(header.map((name, index) => [fold(name), index]))

/** Without these a row does not say what it says. The others are attributes, which may be blank. */
const neededFields = [
  'userName',
  'employeeId',
  'group',
  'heading',
  'section',
  'permission',
  'access',
  'validFrom',
  'validUntil',
] as const

interface RowContext {
  readonly columnOf: ColumnIndex
  readonly denies: (access: string) => boolean
  readonly day: string
}

function rowReader(group: FileGroup, header: readonly string[], { columnOf, denies, day }: RowContext): RowReader {
  const cells = cellReaders(group, columnOf)
  const isFiltered = rowFilter(group, columnOf)
  const keyOf = rowKey(group, columnOf)
  const rankOf = rankReader(cells.get('positionStart'), cells.get('mainPosition'), group.dateOrder)
  const grantsOf = grantsReader(group, header, columnOf)
  const validityOf = validityReader(cells, group, day)
  const width = header.length
  const lastMapped = lastMappedColumn(group, columnOf)
  const lastNeeded = lastNeededColumn(group, header, columnOf)

  /** @param isSure whether the cells are surely where the header says */
  const unreadable = (reason: string, fields: readonly string[], isSure: boolean): UnreadableRow => {
    const userName = cells.user(fields)
    return { kind: 'unreadable', reason, whose: userName === '' ? null : { userName, isSure } }
  }

  return (fields, mayHoldNul = true) => {
    cells.begin()
    const ignored = isFiltered(fields)
    if (ignored !== undefined) return { kind: 'ignored', reason: ignored }
    if (fields.length > width || fields.length <= lastNeeded)
      return unreadable(
        `It has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}; the header has ${width}.`,
        fields,
        false,
      )
    const unusable = unusableCell(fields, header, mayHoldNul)
    if (unusable !== undefined) return unreadable(unusable, fields, false)
    const validity = validityOf?.(fields)
    if (validity !== undefined) {
      if ('unclear' in validity) return unreadable(validity.unclear, fields, true)
      return { kind: 'ignored', reason: validity.ignored }
    }
    const userName = cells.user(fields)
    if (userName === '') return { kind: 'unreadable', reason: nobody(cells.doubts(), group), whose: null }
    const attributes = cells.attributes(fields)
    if ('unclear' in attributes) return unreadable(attributes.unclear, fields, true)
    const described = cells.described(fields)
    if ('unclear' in described) return unreadable(described.unclear, fields, true)
    const key = keyOf(fields)
    if (key === '')
      return unreadable(`It has no key: ${group.keyColumns.join(', ')} ${areBlank(group)} blank.`, fields, true)
    const access = cells.access(fields)
    const denied = denies(access)
    const several = grantsOf === null ? null : denied ? none : grantsOf(fields, access)
    if (several !== null && 'unclear' in several) return unreadable(several.unclear, fields, true)
    return {
      kind: 'facts',
      userName,
      attributes: nameInFull(attributes),
      entitlement: denied || several !== null ? nothing : cells.entitlement(fields),
      described,
      access,
      several,
      denied,
      key,
      rank: rankOf(fields),
      notes: cells.doubts(),
      isShort: fields.length <= lastMapped,
    }
  }
}

const nothing: EntitlementKey = ['', '', '', '']
const none: readonly RowGrant[] = []

function lastMappedColumn(group: FileGroup, columnOf: ColumnIndex): number {
  const fields = Object.keys(group.columns) as ExtractField[]
  return Math.max(-1, ...fields.map((field) => columnIndex(group, field, columnOf) ?? -1))
}

/** The last column without which a row does not say what it says. */
function lastNeededColumn(group: FileGroup, header: readonly string[], columnOf: ColumnIndex): number {
  const places = [
    ...neededFields.map((field) => columnIndex(group, field, columnOf)),
    ...[...unpivotColumns(group, header), ...group.fillDown].map((column) => columnOf.get(fold(column))),
  ]
  return Math.max(-1, ...places.map((place) => place ?? -1))
}

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

const nobody = (doubts: readonly string[] | null, { profile }: FileGroup): string =>
  doubts === null ? noUser[profile] : doubts.join(' ')

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

function unusableCell(fields: readonly string[], header: readonly string[], mayHoldNul: boolean): string | undefined {
  for (let i = 0; i < fields.length; i++) {
    const cell = fields[i] as string
    if (cell.length > longestCell)
      return `Column "${header[i]}" holds ${cell.length} characters; the limit is ${longestCell}.`
    if (mayHoldNul && cell.includes('\0')) return `Column "${header[i]}" holds a NUL character.`
  }
  return undefined
}
