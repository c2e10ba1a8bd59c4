import type { FileGroup, Rules } from '../../../contract/applications.ts'
import type { FieldError } from '../shared/errors.ts'
import { formatProblems } from './validate-format.ts'
import { fold } from './fold.ts'
import { scheduleProblems } from './schedule.ts'
import { knownColumns, shapeProblems } from './validate-shapes.ts'

/** Everything that is wrong with rules by themselves, whatever file they will meet: each beside its field. */
export function validateRules(rules: Rules): FieldError[] {
  return [
    ...rules.fileGroups.flatMap((group, at) => [
      ...validateGroup(group).map(({ field, message }) => ({ field: `fileGroups.${at}.${field}`, message })),
      ...clashes(rules.fileGroups, at).map(({ field, message }) => ({ field: `fileGroups.${at}.${field}`, message })),
    ]),
    ...(rules.schedule === null ? [] : scheduleProblems(rules.schedule)).map(({ field, message }) => ({
      field: `schedule.${field}`,
      message,
    })),
  ]
}

/** What is wrong with the rules of one file group. */
export function validateGroup(group: FileGroup): FieldError[] {
  return [
    ...columnProblems(group),
    ...keyProblems(group),
    ...valueProblems(group),
    ...shapeProblems(group),
    ...formatProblems(group),
  ]
}

function clashes(groups: readonly FileGroup[], at: number): FieldError[] {
  const [group, before] = [groups[at], groups.slice(0, at)]
  if (!group) return []
  const problems: FieldError[] = []
  if (before.some(({ id }) => id === group.id)) problems.push({ field: 'id', message: 'is the id of another file' })
  if (before.some(({ name }) => fold(name) === fold(group.name)))
    problems.push({ field: 'name', message: 'is the name of another file of this application' })
  const same = before.find(({ pattern }) => fold(pattern) === fold(group.pattern))
  if (same)
    problems.push({ field: 'pattern', message: `is the pattern of ${same.name} too, so no file could be told apart` })
  return problems
}

function columnProblems({ columns, profile, constants }: FileGroup): FieldError[] {
  // The names of the standard layout are known; which of them a file has is seen when it is read.
  if (profile === 'standardized-permissions') return []
  const keys = profile === 'hr-roster' ? (['employeeId', 'userName'] as const) : (['userName'] as const)
  if (keys.some((field) => columns[field] !== undefined || constants[field] !== undefined)) return []
  const what = profile === 'hr-roster' ? 'the employee number' : 'the user name'
  return [{ field: `columns.${keys[0]}`, message: `no column is mapped to ${what}` }]
}

function keyProblems(group: FileGroup): FieldError[] {
  const { keyColumns, profile } = group
  const known = new Set(knownColumns(group).map(fold))
  const seen = new Set<string>()
  return keyColumns.flatMap((column, at) => {
    const name = fold(column)
    const twice = seen.has(name)
    seen.add(name)
    if (twice) return [{ field: `keyColumns.${at}`, message: `"${column}" is named twice` }]
    if (profile === 'standardized-permissions' || known.has(name)) return []
    return [{ field: `keyColumns.${at}`, message: `these rules know no column "${column}"` }]
  })
}

function valueProblems({ valueMaps, columns, constants, filters, profile }: FileGroup): FieldError[] {
  const mapped = Object.keys(valueMaps).flatMap((field) => {
    const said = field in columns || field in constants || profile === 'standardized-permissions'
    return said ? [] : [{ field: `valueMaps.${field}`, message: 'translates a field that no column is mapped to' }]
  })
  const filtered = filters.flatMap(({ is, value }, at) =>
    is !== 'blank' && value.trim() === '' ? [{ field: `filters.${at}.value`, message: 'is missing' }] : [],
  )
  return [...mapped, ...filtered]
}
