import type { Role } from '../../../contract/user-roles.ts'
import type { Reader } from '../../storage/open.ts'
import type { Caller } from '../authorization/caller.ts'
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
