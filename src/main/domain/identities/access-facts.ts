import type { ExtractField } from '../../../contract/applications.ts'

/**
 * The attributes of an account that a version keeps, in the order of their columns, with the field of an extract that
 * states each. All are text; the yes/no ones are exactly `yes` or `no`. The record of a person in an HR roster is an
 * account of the roster, and fills the later ones.
 */
export const accountFields = {
  full_name: 'fullName',
  first_name: 'firstName',
  last_name: 'lastName',
  email: 'email',
  employee_id: 'employeeId',
  active: 'active',
  locked: 'locked',
  last_login: 'lastLogin',
  password_changed: 'passwordChanged',
  title: 'title',
  department: 'department',
  division: 'division',
  company: 'company',
  office: 'office',
  manager: 'manager',
  person_type: 'personType',
} as const satisfies Record<string, ExtractField>
export type AccountAttribute = keyof typeof accountFields
export const accountAttributes = Object.keys(accountFields) as AccountAttribute[]

/** What a blank cell means for the yes/no attributes. */
export const blankMeans: Partial<Record<AccountAttribute | EntitlementAttribute, 'yes' | 'no'>> = {
  active: 'yes',
  locked: 'no',
  privileged: 'no',
}

/** The attributes of an entitlement that a version keeps; group, heading, section and permission are its key. */
export const entitlementAttributes = ['description', 'privileged'] as const
type EntitlementAttribute = (typeof entitlementAttributes)[number]

/** How a person calls an attribute. */
export const attributeNames: Record<AccountAttribute | EntitlementAttribute | 'access', string> = {
  full_name: 'name',
  first_name: 'first name',
  last_name: 'last name',
  email: 'e-mail',
  employee_id: 'employee number',
  active: 'active',
  locked: 'locked',
  last_login: 'last sign-in',
  password_changed: 'last password change',
  title: 'title',
  department: 'department',
  division: 'division',
  company: 'company',
  office: 'office',
  manager: 'manager',
  person_type: 'type',
  description: 'description',
  privileged: 'privileged',
  access: 'access',
}

/** The parts of an entitlement's key; absent parts are empty. */
export type EntitlementKey = readonly [group: string, heading: string, section: string, permission: string]

/** The most specific part names an entitlement. */
export function entitlementName([group, heading, section, permission]: EntitlementKey): string {
  return permission || section || heading || group
}

/** The whole key as a person reads it, general to specific. */
export const entitlementPath = (key: EntitlementKey): string => key.filter((part) => part !== '').join(' › ')
