import type { Role } from '../../../contract/user-roles.ts'
import type { User } from '../../../contract/users.ts'
import type { Caller } from '../authorization/caller.ts'
import { instant, instantOrNull } from '../shared/instant.ts'
import { includes, scopesOf } from '../authorization/scopes.ts'
import type { StoredUser } from './users.store.ts'

const longestKey = 200

/** What two user names are compared by: case and width make no difference. Longer than any user's are cut. */
export const usernameKey = (username: string): string =>
  username.trim().normalize('NFKC').toLowerCase().slice(0, longestKey)

export const rolesFrom = (json: string): readonly Role[] => JSON.parse(json) as Role[]

/** Roles that make others: only who has every right may give or take them, or touch who has them. */
const governing: readonly Role[] = ['owner', 'administrator']

/**
 * Whether a caller may manage a user who has, or is to have, these roles. A script never makes anybody an owner or an
 * administrator, whatever its scopes: that takes a person, or the operator of this machine.
 */
export function isPermittedToManage(caller: Caller, roles: readonly Role[]): boolean {
  if (!includes(scopesOf(caller), 'users:manage')) return false
  if (!roles.some((role) => governing.includes(role))) return true
  return caller.kind !== 'token' && scopesOf(caller).includes('*')
}

export function viewUser(user: StoredUser): User {
  return {
    id: user.guid,
    username: user.username,
    name: user.name,
    roles: [...rolesFrom(user.roles)],
    identityId: user.identity_guid,
    hasPassword: user.password_hash !== null,
    disabled: user.disabled_at !== null,
    lastSignedInAt: instantOrNull(user.last_signed_in_at),
    createdAt: instant(user.created_at),
    createdBy: user.created_by,
    updatedAt: instant(user.updated_at),
    revision: user.revision,
  }
}
