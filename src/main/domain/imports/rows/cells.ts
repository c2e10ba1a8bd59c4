import type { ExtractField, FileGroup } from '../../../../contract/applications.ts'
import { fold } from '../../applications/fold.ts'
import {
  type AccountAttribute,
  accountAttributes,
  accountFields,
  blankMeans,
  type EntitlementKey,
  entitlementAttributes,
} from '../../identities/access-facts.ts'
import { keyCellReader } from './key-cells.ts'
import { transformed } from './transforms.ts'

/** Folded column name → its place in the header. */
export type ColumnIndex = ReadonlyMap<string, number>

export type Fields = readonly string[]
export type Getter = (fields: Fields) => string
export type Unclear = { readonly unclear: string }
type AttributeReader = (fields: Fields) => string | Unclear

/** Reads the cells of rows as the rules map them. Call `begin` before each row. */
export interface CellReaders {
  begin(): void
  /** Why cells that name somebody were not believed, since `begin`; null when all were. */
  doubts(): readonly string[] | null
  /** The account, or the person of a roster; blank when the row names nobody. */
  readonly user: Getter
  readonly access: Getter
  readonly get: (field: ExtractField) => Getter
  readonly entitlement: (fields: Fields) => EntitlementKey
  /** Attributes of the account. */
  readonly attributes: (fields: Fields) => string[] | Unclear
  /** Attributes of the entitlement. */
  readonly described: (fields: Fields) => string[] | Unclear
}

/** Cells that name a person: what stands for nothing, or was damaged by a spreadsheet, names nobody. */
const namesSomebody: ReadonlySet<ExtractField> = new Set(['userName', 'employeeId', 'email', 'manager'])

export function cellReaders(group: FileGroup, columnOf: ColumnIndex): CellReaders {
  let doubts: string[] | null = null
  const keyCell = keyCellReader(group.placeholders)
  const plain = (field: ExtractField) => fieldGetter(group, field, columnOf)
  const believed = (field: ExtractField): Getter => {
    const read = plain(field)
    return (fields) => {
      const cell = keyCell(read(fields))
      if (cell.doubt !== null) (doubts ??= []).push(`${cell.doubt}, so it is no ${fieldWords[field] ?? field}.`)
      return cell.value
    }
  }
  const get = (field: ExtractField) => (namesSomebody.has(field) ? believed(field) : plain(field))
  const readersOf = (names: readonly (AccountAttribute | (typeof entitlementAttributes)[number])[]) =>
    attributesReader(
      names.map((name) => {
        const field = fieldOf(name)
        return {
          isMapped: group.columns[field] !== undefined,
          read: attributeReader(get(field), field, blankMeans[name]),
        }
      }),
    )
  const [userName, employeeId] = [get('userName'), get('employeeId')]
  const key = [plain('group'), plain('heading'), plain('section'), plain('permission')] as const
  return {
    begin: () => void (doubts = null),
    doubts: () => doubts,
    get,
    user: group.profile === 'hr-roster' ? (fields) => userName(fields) || employeeId(fields) : userName,
    access: plain('access'),
    entitlement: (fields) => [key[0](fields), key[1](fields), key[2](fields), key[3](fields)],
    attributes: readersOf(accountAttributes),
    described: readersOf(entitlementAttributes),
  }
}

const fieldOf = (name: AccountAttribute | (typeof entitlementAttributes)[number]): ExtractField =>
  name === 'description' || name === 'privileged' ? name : accountFields[name]

const fieldWords: Partial<Record<ExtractField, string>> = {
  userName: 'user name',
  employeeId: 'employee number',
  email: 'e-mail address',
}

/** Reads the attributes of a row. What no column states is the same in every row, and is read once. */
function attributesReader(
  all: readonly { readonly isMapped: boolean; readonly read: AttributeReader }[],
): (fields: Fields) => string[] | Unclear {
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

/** Where the column of a field is; undefined when the rules map none. */
export function columnIndex(group: FileGroup, field: ExtractField, columnOf: ColumnIndex): number | undefined {
  const column = group.columns[field]
  return column === undefined ? undefined : columnOf.get(fold(column))
}

function fieldGetter(group: FileGroup, field: ExtractField, columnOf: ColumnIndex): Getter {
  const read = writtenGetter(group, field, columnOf)
  const translate = translation(group, field)
  return translate === undefined ? read : (fields) => translate(read(fields))
}

/** Reads the cell of a field before its values are mapped. */
export function writtenGetter(group: FileGroup, field: ExtractField, columnOf: ColumnIndex): Getter {
  const constant = group.constants[field]
  const index = columnIndex(group, field, columnOf)
  if (index === undefined) return () => constant ?? ''
  const transforms = group.transforms[field] ?? []
  const text: Getter =
    transforms.length === 0
      ? (fields) => (fields[index] ?? '').trim()
      : (fields) => transformed((fields[index] ?? '').trim(), transforms)
  return constant === undefined ? text : (fields) => text(fields) || constant
}

/** What the rules make of a written value; undefined when they map none of the field. */
export function translation(group: FileGroup, field: ExtractField): ((value: string) => string) | undefined {
  const written = group.valueMaps[field]
  if (!written) return undefined
  const map = new Map(Object.entries(written).map(([from, to]) => [fold(from), to]))
  return (value) => map.get(fold(value)) ?? value
}

const yes = new Set(['y', 'yes', 'true', '1'])
const no = new Set(['n', 'no', 'false', '0'])

/** @returns undefined for a word that is neither */
export function yesOrNo(value: string, blank: 'yes' | 'no'): 'yes' | 'no' | undefined {
  if (value === '') return blank
  const word = value.toLowerCase()
  return yes.has(word) ? 'yes' : no.has(word) ? 'no' : undefined
}
