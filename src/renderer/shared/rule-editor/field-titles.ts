import { type ExtractField, extractFields } from '../../../contract/applications.ts'

const short: Readonly<Partial<Record<ExtractField, string>>> = {
  userName: 'User name',
  fullName: 'Full name',
  email: 'E-mail address',
  employeeId: 'Employee number',
  active: 'Account is active',
  locked: 'Account is locked',
  lastLogin: 'Last sign-in',
  passwordChanged: 'Password last changed',
  group: 'Group or role',
  heading: 'Heading',
  section: 'Section',
  permission: 'Permission',
  access: 'Access level',
  description: 'What the permission allows',
  privileged: 'Permission is privileged',
}

/** A field of an extract, short enough for a list to choose from; what the contract says of it otherwise. */
export const fieldTitle = (field: ExtractField): string => short[field] ?? extractFields[field].replace(/:.*$/, '')
