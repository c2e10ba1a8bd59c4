/**
 * The ids of people, roles and policies as all three APIs take them and catalogue entries store them: a collection and a
 * short id. No other file of the domain knows their spelling.
 */

/** A managed role is access that can be given; an internal one is a right in this program. */
export type RoleKind = 'managed' | 'internal'

type ObjectId =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'role'; readonly roleKind: RoleKind; readonly id: string }

const people = 'managed/user/'
const policies = 'managed/policy/'
const collections = /^(managed\/user|managed\/role|internal\/role)\/(.+)$/

export const personObjectId = (id: string): string => people + id
export const roleObjectId = (kind: RoleKind, id: string): string => `${kind}/role/${id}`

/** What an id names. An id without a collection names a person. */
export function parseObjectId(text: string): ObjectId {
  const [, collection, id = text] = collections.exec(text) ?? []
  if (collection === 'managed/role') return { kind: 'role', roleKind: 'managed', id }
  if (collection === 'internal/role') return { kind: 'role', roleKind: 'internal', id }
  return { kind: 'person', id }
}

export const isPersonObjectId = (text: string): boolean => text.startsWith(people)

/** The id of a person without its collection; any other text as it is. */
export const shortPersonId = (text: string): string => (text.startsWith(people) ? text.slice(people.length) : text)

/** The same for a value of a condition, where case makes no difference. */
export const shortPersonIdIgnoringCase = (text: string): string =>
  text.toLowerCase().startsWith(people) ? text.slice(people.length) : text

/** The id of a policy without its collection; any other text as it is. */
export const shortPolicyId = (text: string): string => (text.startsWith(policies) ? text.slice(policies.length) : text)

/** SQL that makes the object id of a person from a column with the short id. */
export const personObjectIdSql = (column: string): string => `'${people}' || ${column}`

/** SQL that makes the object id of a role from the columns with its kind and its short id. */
export const roleObjectIdSql = (kind: string, id: string): string => `${kind} || '/role/' || ${id}`

/** SQL that makes the short id of a person from an expression with the object id. */
export const shortPersonIdSql = (expression: string): string => `substr(${expression}, ${people.length + 1})`

/** The built-in internal roles. Their rows are seeded by a migration, and clients of the APIs know them by these names. */
export const everybodyRole = 'openidm-authorized'
export const repositoryAdminRole = 'openidm-admin'
