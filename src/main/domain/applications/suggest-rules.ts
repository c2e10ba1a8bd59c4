import type { ExtractField, FileGroup } from '../../../contract/applications.ts'
import { isPermissionsFile } from '../../../contract/permissions-file.ts'
import { fold } from './fold.ts'

/** What columns are called in the wild. The first field that knows a name takes the column. */
const synonyms: readonly (readonly [ExtractField, readonly string[]])[] = [
  [
    'userName',
    [
      'user name',
      'username',
      'user',
      'user id',
      'userid',
      'login',
      'login name',
      'account',
      'account name',
      'operator id',
      'teller id',
    ],
  ],
  ['firstName', ['first name', 'firstname', 'given name', 'givenname']],
  ['lastName', ['last name', 'lastname', 'surname', 'family name']],
  ['fullName', ['name', 'full name', 'fullname', 'display name', 'employee name', 'user full name']],
  ['email', ['email', 'e-mail', 'email address', 'e-mail address', 'mail']],
  [
    'employeeId',
    ['employee id', 'employee number', 'employee no', 'emp id', 'empid', 'employeeid', 'staff id', 'hr id'],
  ],
  ['active', ['active', 'enabled', 'is active']],
  ['locked', ['locked', 'is locked']],
  ['lastLogin', ['last login', 'login date', 'last login date', 'last sign-in', 'last logon']],
  ['passwordChanged', ['password changed', 'password last changed', 'password change date']],
  ['title', ['title', 'job title', 'position', 'job']],
  ['department', ['department', 'dept', 'department name']],
  ['division', ['division']],
  ['company', ['company', 'organization', 'organisation']],
  ['office', ['office', 'branch', 'location', 'site']],
  [
    'manager',
    ['manager', 'manager id', 'manager employee id', 'supervisor', 'supervisor id', 'supervisor name', 'reports to'],
  ],
  ['personType', ['type', 'person type', 'identity type', 'employee type', 'worker type']],
  ['group', ['group', 'role', 'profile', 'system', 'module', 'security group', 'application']],
  ['heading', ['heading', 'category', 'menu']],
  ['section', ['section', 'screen', 'function group']],
  ['permission', ['permission', 'entitlement', 'privilege', 'right', 'function', 'access right']],
  ['access', ['access', 'access level', 'access value', 'level', 'value']],
  ['description', ['description', 'permission description', 'entitlement description']],
  ['privileged', ['privileged', 'is privileged', 'sensitive']],
]

/**
 * A first draft of the rules for a file nobody knows yet: columns with well-known names are mapped, the rest is ignored
 * openly, so that a person sees what was left out.
 */
export function suggestColumns(header: readonly string[]): Pick<FileGroup, 'columns' | 'ignoredColumns'> {
  const columns: Partial<Record<ExtractField, string>> = {}
  const taken = new Set<string>()
  for (const [field, names] of synonyms) {
    const column = names
      .map((name) => header.find((h) => fold(h) === name && !taken.has(fold(h))))
      .find((found) => found !== undefined)
    if (column === undefined) continue
    columns[field] = column
    taken.add(fold(column))
  }
  const ignored = header.filter((name) => name !== '' && !taken.has(fold(name)))
  return { columns, ignoredColumns: [...new Set(ignored)] }
}

/** The layout that a file seems to have. Who somebody is and where they work, and no permission: that is a roster. */
export function suggestProfile(header: readonly string[], columns: FileGroup['columns']): FileGroup['profile'] {
  if (isPermissionsFile(header)) return 'standardized-permissions'
  const { employeeId, permission, department, manager, title } = columns
  const work = department ?? manager ?? title
  return employeeId !== undefined && permission === undefined && work !== undefined ? 'hr-roster' : 'one-row-per-grant'
}

/** The names that successive exports of one file are likely to share: digits, which are mostly dates, become `*`. */
export function suggestPattern(fileName: string): string {
  const pattern = fileName.replace(/\d+/g, '*').replace(/\*(?:[-_. ]?\*)+/g, '*')
  return pattern === fileName ? fileName : pattern
}

const refusals = ['N', 'No', 'False']
const yesOrNo = new Set(['y', 'yes', 'true', '1', 'n', 'no', 'false', '0', ''])

/**
 * Which access values give nothing. Where the column holds nothing but yes and no, a blank cell gives nothing either.
 * @param column of the access value; -1 when the file has none
 */
export function suggestRefusals(rows: readonly (readonly string[])[], column: number): string[] {
  const values = rows.map((row) => (row[column] ?? '').trim().toLowerCase())
  const isYesOrNo = column !== -1 && values.some((value) => value !== '') && values.every((value) => yesOrNo.has(value))
  return isYesOrNo ? [...refusals, '0', ''] : refusals
}
