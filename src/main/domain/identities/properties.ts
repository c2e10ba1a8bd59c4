import { managedUsers } from './managed-users.store.ts'
import type { Reader } from '../../storage/open.ts'

/** How the vendor's schema calls what people have, and where it stands in the list of people. */
export const userProperties = {
  userName: null,
  givenName: 'first_name',
  sn: 'last_name',
  mail: 'email',
  employeeNumber: 'employee_id',
  title: 'title',
  department: 'department',
  division: 'division',
  organization: 'company',
  office: 'office',
  accountStatus: 'status',
  userType: 'person_type',
} as const

export type UserProperty = keyof typeof userProperties

export const isStandardProperty = (name: string): name is UserProperty => Object.hasOwn(userProperties, name)

/** Whether people have such a property, relationships aside: a standard one, or one that a script gave to somebody. */
export const isUserProperty = (db: Reader, name: string): boolean =>
  isStandardProperty(name) || managedUsers.isKnown(db, name)
