import { type ExtractField, extractFields } from '../../../contract/applications.ts'

const short: Readonly<Partial<Record<ExtractField, string>>> = {
  userName: 'User name',
  fullName: 'Full name',
  email: 'E-mail address',
  employeeId: 'Employee number',
  active: 'Account active',
  locked: 'Account locked',
  lastLogin: 'Last sign-in',
  passwordChanged: 'Last password change',
  group: 'Group or role',
  heading: 'Heading',
  section: 'Section',
  permission: 'Permission',
  access: 'Access level',
  description: 'Permission description',
  privileged: 'Permission privileged',
  validFrom: 'Valid from',
  validUntil: 'Valid until',
}

/** A short title of an extract field, for menus. Falls back to the description in the contract. */
export const fieldTitle = (field: ExtractField): string => short[field] ?? extractFields[field].replace(/:.*$/, '')
