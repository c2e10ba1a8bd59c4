import type { ExtractField, FileGroup } from '../../../contract/applications.ts'
import type { FileProblem } from '../../../contract/extract-files.ts'
import { permissionsFileColumns, permissionsFileField } from '../../../contract/permissions-file.ts'
import { fold } from './fold.ts'

/** The rules of a file group as they hold for one file: a profile that knows its columns by name has found them. */
interface BoundProfile {
  readonly group: FileGroup
  readonly problems: readonly FileProblem[]
  /** Whether an access value means that nothing is granted. */
  readonly denies: (access: string) => boolean
}

const never = (): boolean => false

/**
 * Completes the rules of a group by what its profile knows of the file's header. What the rules map or ignore themselves
 * is left as they say.
 */
export function bindProfile(group: FileGroup, header: readonly string[], file: string): BoundProfile {
  if (group.profile !== 'standardized-permissions') return { group, problems: [], denies: refusing(group) }
  const columns: Partial<Record<ExtractField, string>> = { ...group.columns }
  const said = new Set([...Object.values(group.columns), ...group.ignoredColumns].map(fold))
  const problems: FileProblem[] = []
  for (const name of header) {
    const field = permissionsFileField(name)
    if (field === undefined || said.has(fold(name))) continue
    const other = columns[field]
    // The same name twice is told by the header's own check.
    if (other !== undefined && fold(other) !== fold(name))
      problems.push({
        file,
        line: group.format.headerRow,
        column: name,
        message: `The columns "${other}" and "${name}" both mean the ${words[field] ?? field}.`,
        remedy: 'Keep one of them in the export, or ignore one in the rules.',
      })
    else columns[field] = name
  }
  if (columns.userName === undefined && group.constants.userName === undefined)
    problems.push({
      file,
      line: group.format.headerRow,
      column: null,
      message: 'A Standardized Permissions File needs the column "Username".',
      remedy: 'Add it to the export ("User Name" is accepted too), or choose another layout in the rules.',
    })
  // A blank access is undefined there, which says as much as no row at all. Without such a column a row is a grant.
  const denies = columns.access === undefined ? never : (access: string) => refusals.has(access.trim().toLowerCase())
  return { group: { ...group, columns }, problems, denies }
}

/** Whether a header can be one of this group's profile: every column is known by its name or by the rules. */
export function fitsProfile(group: FileGroup, header: readonly string[]): boolean {
  const { group: bound, problems } = bindProfile(group, header, '')
  const known = new Set([...Object.values(bound.columns), ...bound.ignoredColumns].map(fold))
  return problems.length === 0 && known.size > 1 && header.every((name) => name === '' || known.has(fold(name)))
}

const refusals = new Set(['', 'n', 'no', 'false', '0'])

/** Which access values give nothing, as the rules say. Without a column or a constant that states it, a row is a grant. */
function refusing({ refusals: written, columns, constants }: FileGroup): BoundProfile['denies'] {
  if (columns.access === undefined && constants.access === undefined) return never
  const words = new Set(written.map(fold))
  return words.size === 0 ? never : (access) => words.has(fold(access))
}

const words: Partial<Record<ExtractField, string>> = Object.fromEntries(
  Object.entries(permissionsFileColumns).map(([field, [name]]) => [field, name.toLowerCase()]),
)
