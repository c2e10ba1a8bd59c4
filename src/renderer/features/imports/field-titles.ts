import type { ExtractField } from '../../../contract/applications.ts'

/** The fields of an extract, short enough for a list to choose from. */
export const fieldTitles: Readonly<Record<ExtractField, string>> = {
  userName: 'User name',
  fullName: 'Full name',
  firstName: 'First name',
  lastName: 'Last name',
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
