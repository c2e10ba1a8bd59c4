import type { Scope } from '../../../contract/scopes.ts'
import type { Reader } from '../../storage/open.ts'
import { DomainError } from '../shared/errors.ts'
import { findIdentity } from '../identities/references.service.ts'
import { rightsOfRoles } from '../authorization/internal-roles.ts'
import { membershipsOf } from '../roles/roles.service.ts'
import { exceeding } from '../authorization/scopes.ts'

/** What the internal roles of a person allow whoever signs in as them, by the person's GUID. */
function rightsOfPerson(db: Reader, guid: string | null): readonly Scope[] {
  const identity = guid === null ? undefined : findIdentity(db, guid)
  if (!identity) return []
  return rightsOfRoles(
    membershipsOf(db, identity.id).flatMap(({ kind, idmId }) => (kind === 'internal' ? [idmId] : [])),
  )
}

/**
 * Whoever sets what somebody signs in with, or says who a user is, could come in as that person: so nobody does who may
 * less than they.
 * @param held what the caller may do
 * @throws DomainError `forbidden`
 */
export function requireNotStronger(db: Reader, held: readonly Scope[], guid: string | null): void {
  const excess = exceeding(rightsOfPerson(db, guid), held)
  if (excess.length > 0)
    throw new DomainError('forbidden', `This person has rights here that you have not: ${excess.join(', ')}.`)
}
