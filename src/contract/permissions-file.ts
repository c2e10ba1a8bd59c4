import type { ExtractField } from './applications.ts'

/**
 * The columns of the vendor's Standardized Permissions File: the field that each means, with the names that are accepted
 * for it. Only the user name must be there. Privileges are told row by row, as in the Directory Services Group File.
 */
export const permissionsFileColumns = {
  userName: ['Username', 'User Name'],
  email: ['Email', 'E-mail', 'Email Address'],
  active: ['Active'],
  locked: ['Locked'],
  fullName: ['Name', 'Full Name'],
  firstName: ['First Name'],
  lastName: ['Last Name'],
  lastLogin: ['Last Login', 'Login Date', 'Last Login Date'],
  passwordChanged: ['Password Changed'],
  group: ['Group'],
  heading: ['Heading'],
  section: ['Section'],
  permission: ['Permission'],
  access: ['Access'],
} as const satisfies Partial<Record<ExtractField, readonly string[]>>

const fieldOfName = new Map<string, ExtractField>(
  Object.entries(permissionsFileColumns).flatMap(([field, names]) =>
    names.map((name): [string, ExtractField] => [name.toLowerCase(), field as ExtractField]),
  ),
)

/** What a column of this name means in a Standardized Permissions File; undefined for a name that it doesn't know. */
export const permissionsFileField = (column: string): ExtractField | undefined =>
  fieldOfName.get(column.trim().toLowerCase())

/** Whether every column of a header is one of that layout, with the user name and something that is granted. */
export function isPermissionsFile(header: readonly string[]): boolean {
  const fields = new Set(header.map(permissionsFileField))
  const grants = (['group', 'heading', 'section', 'permission'] as const).some((field) => fields.has(field))
  return fields.has('userName') && grants && !fields.has(undefined)
}
