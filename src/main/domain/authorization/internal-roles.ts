import type { Scope } from '../../../contract/scopes.ts'
import { everybodyRole, repositoryAdminRole } from '../shared/object-ids.ts'
import { includes } from './scopes.ts'

export type { RoleKind } from '../shared/object-ids.ts'

/** The properties of a person that hold roles. */
export const membershipProperties = ['roles', 'authzRoles'] as const
export type MembershipProperty = (typeof membershipProperties)[number]

export const isMembershipProperty = (name: string): name is MembershipProperty =>
  membershipProperties.some((property) => property === name)

/** Which right each built-in internal role is. The role of everybody who signs in is no right of its own. */
export const rightOfRole = {
  'access-request-admin': 'requests:manage',
  'glossary-admin': 'catalogue:write',
  'governance-administrator': 'policies:manage',
  [repositoryAdminRole]: 'repository:manage',
} as const satisfies Record<string, Scope>

export type InternalRole = keyof typeof rightOfRole

/** Everybody who signs in has it. */
export const everybody = everybodyRole

/** What holding some internal roles allows. */
export function rightsOfRoles(names: readonly string[]): readonly Scope[] {
  return Object.entries(rightOfRole)
    .filter(([name]) => names.includes(name))
    .flatMap(([, right]) => (right === 'requests:manage' ? [right, 'requests:read'] : [right]))
}

/** The internal roles that somebody with these scopes has, by their names. */
export const rolesOfRights = (scopes: readonly Scope[]): readonly string[] => [
  everybody,
  ...Object.entries(rightOfRole)
    .filter(([, right]) => includes(scopes, right))
    .map(([name]) => name),
]
