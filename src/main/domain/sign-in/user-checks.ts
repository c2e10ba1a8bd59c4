import type { Role } from '../../../contract/user-roles.ts'
import type { Reader } from '../../storage/open.ts'
import type { Caller } from '../authorization/caller.ts'
import { type Gift, type Giver, requireMayGive } from '../authorization/giving.ts'
import { scopesOfRoles } from '../authorization/scopes.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError, notFound } from '../shared/errors.ts'
import { isPermittedToManage } from './users.ts'
import * as users from './users.store.ts'

/** @throws DomainError `not-found` */
export function requireUser(db: Reader, guid: string): users.StoredUser {
  const user = users.findByGuid(db, guid)
  if (!user) throw notFound('user')
  return user
}

/** @throws DomainError `forbidden` unless the caller may manage a user with these roles */
export function requireMayManage(caller: Caller, roles: readonly Role[]): void {
  if (!isPermittedToManage(caller, roles)) {
    throw new DomainError('forbidden', 'Only an owner makes, changes or unmakes owners and administrators.')
  }
}

/**
 * Another user's password takes a person who could do what that user does: whoever knows it can sign in as them.
 * @param identity the GUID of the person whom the user is, if any
 * @throws DomainError `step-up-needed`, `forbidden`
 */
export function requireMaySetPassword(
  env: Environment,
  author: Giver,
  roles: readonly Role[],
  identity: string | null,
): void {
  if (author.caller.kind === 'token')
    throw new DomainError('forbidden', 'A token sets nobody’s password. A person does in Settings, under Users.')
  requireMayGive(author, signInOf({ roles, identity }), env.clock())
}

/** What whoever sets the password of a user could do with it. */
export const signInOf = ({
  roles,
  identity,
}: {
  readonly roles: readonly Role[]
  readonly identity: string | null
}): Gift => ({ kind: 'sign-in', rights: scopesOfRoles(roles), asPerson: identity !== null })
