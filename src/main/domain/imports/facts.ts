/**
 * The attributes of an account that a version keeps, in the order of their columns in `account_version`. All are text;
 * yes/no attributes are exactly `yes` or `no`.
 */
export const accountAttributes = [
  'full_name',
  'email',
  'employee_id',
  'active',
  'locked',
  'last_login',
  'password_changed',
] as const
export type AccountAttribute = (typeof accountAttributes)[number]

/** The attributes of an entitlement that a version keeps; group, heading, section and permission are its key. */
export const entitlementAttributes = ['description', 'privileged'] as const
export type EntitlementAttribute = (typeof entitlementAttributes)[number]

/** How a person calls an attribute. */
export const attributeNames: Record<AccountAttribute | EntitlementAttribute | 'access', string> = {
  full_name: 'name',
  email: 'e-mail',
  employee_id: 'employee number',
  active: 'active',
  locked: 'locked',
  last_login: 'last sign-in',
  password_changed: 'last password change',
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
