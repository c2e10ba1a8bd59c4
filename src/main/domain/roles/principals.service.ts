import type { Reader } from '../../storage/open.ts'
import { findIdentity, identityOf } from '../identities/references.service.ts'
import { rolePrincipal, personPrincipal, type Principal } from './principal.ts'
import { findRole, membersOf, roleOf } from './roles.service.ts'

const longForm = /^(managed\/user|managed\/role|internal\/role)\/(.+)$/

/** Finds whom a long id means, as `managed/user/222` or `managed/role/2007`; a short id means a person. */
export function findPrincipal(db: Reader, id: string): Principal | undefined {
  const [, collection, short = id] = longForm.exec(id) ?? []
  if (collection === 'managed/role' || collection === 'internal/role') {
    const role = findRole(db, collection === 'managed/role' ? 'managed' : 'internal', short)
    return role && rolePrincipal(role.id)
  }
  const identity = findIdentity(db, short)
  return identity && personPrincipal(identity.id)
}

/** The long id of somebody, as every client of `/openidm` knows them. */
export function longIdOf(db: Reader, principal: Principal): string {
  if (principal.kind === 'identity') return `managed/user/${identityOf(db, principal.id).idmId}`
  const { kind, idm_id: id } = roleOf(db, principal.id)
  return `${kind}/role/${id}`
}

/** How a person calls them. */
export const nameOf = (db: Reader, principal: Principal): string =>
  principal.kind === 'identity' ? identityOf(db, principal.id).name : roleOf(db, principal.id).name

/** Everybody who is meant: one person, or the members of a role. */
export const peopleOf = (db: Reader, principal: Principal): readonly number[] =>
  principal.kind === 'identity' ? [principal.id] : membersOf(db, principal.id)
