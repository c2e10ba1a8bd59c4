import type { FileGroup } from '../../../contract/applications.ts'
import { entitlementFields } from '../../../contract/row-shapes.ts'
import type { FieldError } from '../shared/errors.ts'
import { fold } from './fold.ts'

/** Everything in which rules for shapes of rows contradict themselves or others: several values, columns as permissions, repetition. */
export function shapeProblems(group: FileGroup): FieldError[] {
  return [...layoutProblems(group), ...splitProblems(group), ...unpivotProblems(group), ...fillDownProblems(group)]
}

/** The columns that these rules name outside of their columns per permission. */
export const knownColumns = ({ columns, ignoredColumns, filters }: FileGroup): string[] => [
  ...Object.values(columns),
  ...ignoredColumns,
  ...filters.map(({ column }) => column),
]

const isSplit = ({ split }: FileGroup): boolean => Object.keys(split).length > 0

/** A roster has no grants, and the standard layout says itself what a row is. */
function layoutProblems(group: FileGroup): FieldError[] {
  if (group.profile === 'one-row-per-grant') return []
  const what = group.profile === 'hr-roster' ? 'a roster' : 'the standardized layout'
  const message = `does not go with ${what}: choose one row per grant as the layout, or remove it`
  return [
    ...(isSplit(group) ? [{ field: 'split', message }] : []),
    ...(group.unpivot === null ? [] : [{ field: 'unpivot', message }]),
  ]
}

function splitProblems(group: FileGroup): FieldError[] {
  const { split, columns, constants } = group
  const fields = entitlementFields.filter((field) => split[field] !== undefined)
  const unmapped = fields
    .filter((field) => columns[field] === undefined && constants[field] === undefined)
    .map((field) => ({
      field: `split.${field}`,
      message: `splits a field that no column is mapped to: map one to ${field}, or remove it`,
    }))
  const [, second] = fields
  const twice =
    second === undefined
      ? []
      : [
          {
            field: `split.${second}`,
            message: `only one field can be split: nobody can tell which ${fields[0]} goes with which ${second}`,
          },
        ]
  return [...unmapped, ...twice, ...fields.flatMap((field) => sharedCell(group, field))]
}

/** A cell that is split for one field can't be whole for another one that names the account or the entitlement. */
function sharedCell({ columns }: FileGroup, field: (typeof entitlementFields)[number]): FieldError[] {
  const column = columns[field]
  const others = (['userName', 'employeeId', ...entitlementFields] as const).filter(
    (other) => other !== field && column !== undefined && fold(columns[other] ?? '') === fold(column),
  )
  return others.map((other) => ({
    field: `split.${field}`,
    message: `splits the column "${column}", which is mapped to ${other} too: map ${other} to another column`,
  }))
}

function unpivotProblems(group: FileGroup): FieldError[] {
  const { unpivot, columns, constants } = group
  if (unpivot === null) return []
  const { field, marks } = unpivot
  const problems: FieldError[] = []
  if (isSplit(group))
    problems.push({ field: 'unpivot', message: 'does not go with a cell of several values: remove one of the two' })
  if (columns[field] !== undefined || constants[field] !== undefined)
    problems.push({
      field: 'unpivot.field',
      message: `${field} has a column or a default value already: choose another field for the names of the columns`,
    })
  if (marks.yes.length === 0)
    problems.push({ field: 'unpivot.marks.yes', message: 'names no mark, so no column would give anything' })
  const no = new Set(marks.no.map(fold))
  const both = marks.yes.filter((mark) => no.has(fold(mark)))
  if (both.length > 0)
    problems.push({
      field: 'unpivot.marks.yes',
      message: `"${both.join('", "')}" can't mean both yes and no: remove it from one of them`,
    })
  return [...problems, ...markedColumnProblems(group)]
}

function markedColumnProblems(group: FileGroup): FieldError[] {
  if (group.unpivot === null || group.unpivot.columns === 'unmapped') return []
  const taken = new Set([...knownColumns(group), ...group.keyColumns, ...group.fillDown].map(fold))
  const seen = new Set<string>()
  return group.unpivot.columns.flatMap((column, at) => {
    const [name, field] = [fold(column), `unpivot.columns.${at}`]
    const isTwice = seen.has(name)
    seen.add(name)
    if (isTwice) return [{ field, message: `"${column}" is named twice` }]
    if (!taken.has(name)) return []
    return [{ field, message: `"${column}" is used by another rule: it can't stand for a permission too` }]
  })
}

function fillDownProblems(group: FileGroup): FieldError[] {
  const known = new Set([...knownColumns(group), ...group.keyColumns].map(fold))
  const seen = new Set<string>()
  return group.fillDown.flatMap((column, at) => {
    const [name, field] = [fold(column), `fillDown.${at}`]
    const isTwice = seen.has(name)
    seen.add(name)
    if (isTwice) return [{ field, message: `"${column}" is named twice` }]
    if (group.profile === 'standardized-permissions' || known.has(name)) return []
    return [{ field, message: `these rules know no column "${column}": map it to a field, or do not repeat it` }]
  })
}
