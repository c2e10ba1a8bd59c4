import type { PersonText } from '../identities/merged-attributes.ts'

const columns: Readonly<Record<string, PersonText | 'status'>> = {
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

/**
 * The columns of the list of people behind the names of a managed user; the rest of a managed user is its own properties. It has no
 * prototype: clients choose the names that are looked up, and `constructor` is one that they may choose.
 */
export const columnOf: Readonly<Record<string, PersonText | 'status'>> = Object.assign(
  Object.create(null) as Record<string, PersonText | 'status'>,
  columns,
)

/** The names of a managed user's properties for the columns of the list of people. */
export const propertyOfColumn: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(columns).map(([name, column]) => [column, name])),
  full_name: 'displayName',
}

const standardProperties: readonly string[] = ['userName', ...Object.keys(columns)]

/** Properties that every managed user has. */
export const isStandardProperty = (name: string): boolean => standardProperties.includes(name)

/** What the attribute of a property begins with that scripts made up. */
export const ownPrefix = 'x:'

/**
 * Whether people have a property: a standard one, or one that a script ever gave to somebody.
 * @param name SQL of its name
 */
export const isKnownPropertySql = (name: string): string =>
  `(${name} IN (${standardProperties.map((one) => `'${one}'`).join(',')})
    OR EXISTS (SELECT 1 FROM person_attribute known WHERE known.attribute = '${ownPrefix}' || ${name}))`

/** What is ours to know of a person and not theirs to be called: a script may not make a property of it. */
export const reservedProperties: readonly string[] = ['removed']

/**
 * What no request gives: who somebody is and signs in as, to whom they are related, and whether they are there at all.
 * Rosters name a manager by employee number or by name, and messages go to the address: neither is asked for.
 * Roles have a class of their own in the catalogue.
 */
export const neverRequested: readonly string[] = [
  ...reservedProperties,
  'userName',
  'accountStatus',
  'password',
  'displayName',
  'employeeNumber',
  'givenName',
  'sn',
  'mail',
  'manager',
  'reports',
  'roles',
  'authzRoles',
]
