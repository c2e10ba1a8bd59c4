import type { FileGroup } from '../../../../contract/applications.ts'
import { type EntitlementField, entitlementFields, type Split, type Unpivot } from '../../../../contract/row-shapes.ts'
import { fold } from '../../applications/fold.ts'
import type { EntitlementKey } from '../../identities/access-facts.ts'
import { type ColumnIndex, type Fields, type Getter, translation, type Unclear, writtenGetter } from './cells.ts'
import { unpivotColumns } from './header-problems.ts'
import type { RowGrant } from './row.ts'
import { splitValues } from './split-values.ts'
import { hasValidity } from './validity.ts'

type GrantsReader = (fields: Fields, access: string) => readonly RowGrant[] | Unclear

/**
 * Reads the grants of rows that may give several or none: a cell with several values, or a column per permission.
 * @returns null where a row gives one grant
 */
export function grantsReader(group: FileGroup, header: readonly string[], columnOf: ColumnIndex): GrantsReader | null {
  const { split, unpivot } = group
  const field = entitlementFields.find((name) => split[name] !== undefined)
  const rule = field === undefined ? undefined : split[field]
  if (field !== undefined && rule !== undefined) return splitReader(field, rule, { group, columnOf })
  return unpivot === null ? null : markReader(unpivot, unpivotColumns(group, header), { group, columnOf })
}

/** Whether a line alone says its one grant, on every day: only then the same line means the same in the next extract. */
export const isLineBased = (group: FileGroup): boolean =>
  Object.keys(group.split).length === 0 && group.unpivot === null && group.fillDown.length === 0 && !hasValidity(group)

interface Rules {
  readonly group: FileGroup
  readonly columnOf: ColumnIndex
}

/** The key of an entitlement with the value of one field in its place. */
function keyReader(field: EntitlementField, { group, columnOf }: Rules) {
  const others = entitlementFields.map((name): Getter => {
    const read = writtenGetter(group, name, columnOf)
    const translate = translation(group, name)
    if (name === field) return () => ''
    return translate === undefined ? read : (fields) => translate(read(fields))
  })
  const place = entitlementFields.indexOf(field)
  return (fields: Fields): ((value: string) => EntitlementKey) => {
    const [group_, heading, section, permission] = others.map((read) => read(fields)) as [
      string,
      string,
      string,
      string,
    ]
    return (value) => {
      const key: [string, string, string, string] = [group_, heading, section, permission]
      key[place] = value
      return key
    }
  }
}

function splitReader(field: EntitlementField, rule: Split, rules: Rules): GrantsReader {
  const read = writtenGetter(rules.group, field, rules.columnOf)
  const translate = translation(rules.group, field)
  const keyOf = keyReader(field, rules)
  return (fields, access) => {
    const written = splitValues(read(fields), rule)
    if ('unclear' in written) return written
    const values =
      translate === undefined ? written : [...new Set(written.map(translate).filter((value) => value !== ''))]
    const withValue = keyOf(fields)
    return values.map((value) => ({ entitlement: withValue(value), access }))
  }
}

function markReader({ field, marks, other }: Unpivot, names: readonly string[], rules: Rules): GrantsReader {
  const translate = translation(rules.group, field)
  const columns = names.map((name) => ({
    name,
    value: translate?.(name.trim()) ?? name.trim(),
    at: rules.columnOf.get(fold(name)) ?? -1,
  }))
  const meaning = new Map<string, boolean>([
    ...marks.yes.map((mark) => [fold(mark), true] as const),
    ...marks.no.map((mark) => [fold(mark), false] as const),
  ])
  const keyOf = keyReader(field, rules)
  return (fields, access) => {
    const withValue = keyOf(fields)
    const grants: RowGrant[] = []
    for (const { name, value, at } of columns) {
      const cell = fields[at] ?? ''
      const isGiven = meaning.get(cell) ?? meaning.get(fold(cell))
      if (isGiven === undefined && other === 'unreadable')
        return {
          unclear: `"${cell.trim()}" in "${name}" is no mark that the rules know: say whether it means yes or no.`,
        }
      if (isGiven === false) continue
      grants.push({ entitlement: withValue(value), access: isGiven === undefined ? cell.trim() : access })
    }
    return grants
  }
}
