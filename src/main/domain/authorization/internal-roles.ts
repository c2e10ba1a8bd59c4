import type { Scope } from '../../../contract/scopes.ts'
import { includes } from './scopes.ts'

/** A managed role is access that can be given; an internal one is a right in this program. */
export type RoleKind = 'managed' | 'internal'

/** The properties of a person that hold roles. */
export const membershipProperties = ['roles', 'authzRoles'] as const
export type MembershipProperty = (typeof membershipProperties)[number]

export const isMembershipProperty = (name: string): name is MembershipProperty =>
  membershipProperties.some((property) => property === name)

/** Which right each built-in internal role is. `openidm-authorized` is everybody who signs in, and no right of its own. */
export const rightOfRole = {
  'access-request-admin': 'requests:manage',
  'glossary-admin': 'catalogue:write',
  'governance-administrator': 'policies:manage',
  'openidm-admin': 'repository:manage',
} as const satisfies Record<string, Scope>

export type InternalRole = keyof typeof rightOfRole

/** Everybody who signs in has it. */
export const everybody = 'openidm-authorized'

/** What holding some internal roles allows. */
export function rightsOfRoles(names: readonly string[]): readonly Scope[] {
  return Object.entries(rightOfRole)
    .filter(([name]) => names.includes(name))
    .flatMap(([, right]) => (right === 'requests:manage' ? [right, 'requests:read'] : [right]))
}

/** The internal roles that somebody with these scopes has, as the vendor's product names them. */
export const rolesOfRights = (scopes: readonly Scope[]): readonly string[] => [
  everybody,
  ...Object.entries(rightOfRole)
    .filter(([, right]) => includes(scopes, right))
    .map(([name]) => name),
]
