import type { PersonText } from './merged.ts'

/** The columns of the list of people behind the vendor's names; the rest of a managed user is its own properties. */
export const columnOf: Readonly<Record<string, PersonText | 'status'>> = {
  givenName: 'first_name',
  sn: 'last_name',
  mail: 'email',
  employeeNumber: 'employee_id',
  title: 'title',
  department: 'department',
  division: 'division',
  organization: 'company',
  office: 'office',
  userType: 'person_type',
  accountStatus: 'status',
}

/** Properties that the vendor's schema gives to everybody. */
export const isStandardProperty = (name: string): boolean => name === 'userName' || Object.hasOwn(columnOf, name)
