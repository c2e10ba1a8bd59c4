import type { Reader } from '../../storage/open.ts'
import { parseObjectId, personObjectId, roleObjectId } from '../shared/object-ids.ts'
import { findIdentity, identityOf } from '../identities/references.service.ts'
import { rolePrincipal, personPrincipal, type Principal } from './principal.ts'
import { findRole, membersOf, roleOf } from './roles.service.ts'

/** Finds the person or role that an object id names; a short id names a person. */
export function findPrincipal(db: Reader, id: string): Principal | undefined {
  const objectId = parseObjectId(id)
  if (objectId.kind === 'role') {
    const role = findRole(db, objectId.roleKind, objectId.id)
    return role && rolePrincipal(role.id)
  }
  const identity = findIdentity(db, objectId.id)
  return identity && personPrincipal(identity.id)
}

/** The object id of a person or a role. */
export function longIdOf(db: Reader, principal: Principal): string {
  if (principal.kind === 'identity') return personObjectId(identityOf(db, principal.id).idmId)
  const { kind, idm_id: id } = roleOf(db, principal.id)
  return roleObjectId(kind, id)
}

/** Their GUID. */
export const guidOf = (db: Reader, principal: Principal): string =>
  principal.kind === 'identity' ? identityOf(db, principal.id).guid : roleOf(db, principal.id).guid

/** How a person calls them. */
export const nameOf = (db: Reader, principal: Principal): string =>
  principal.kind === 'identity' ? identityOf(db, principal.id).name : roleOf(db, principal.id).name

/** The people of a principal: one person, or the members of a role. */
export const peopleOf = (db: Reader, principal: Principal): readonly number[] =>
  principal.kind === 'identity' ? [principal.id] : membersOf(db, principal.id)
