import type { PrincipalRef } from '../../../contract/catalogue.ts'
import type { Reader } from '../../storage/open.ts'
import { DomainError } from '../shared/errors.ts'
import { identityOf } from '../identities/references.service.ts'
import { personPrincipal, type Principal } from './principal.ts'
import { findPrincipal, longIdOf } from './principals.service.ts'
import { roleOf } from './roles.service.ts'

/** A person or a role as `/v1` names them. */
export function viewPrincipal(db: Reader, principal: Principal): PrincipalRef {
  const id = longIdOf(db, principal)
  if (principal.kind === 'role') return { id, kind: 'role', name: roleOf(db, principal.id).name, personId: null }
  const { name, guid } = identityOf(db, principal.id)
  return { id, kind: 'person', name, personId: guid }
}

export const viewPerson = (db: Reader, identity: number): PrincipalRef => viewPrincipal(db, personPrincipal(identity))
export const viewPersonOrNull = (db: Reader, identity: number | null): PrincipalRef | null =>
  identity === null ? null : viewPerson(db, identity)

/** Whom a client means. @throws DomainError `invalid` naming the field */
export function principalIn(db: Reader, field: string, id: string): Principal {
  const principal = findPrincipal(db, id)
  if (!principal)
    throw new DomainError('invalid', `There is no person or role ${id}.`, [
      { field, message: 'names no person or role' },
    ])
  return principal
}

/** The person whom a client means. @throws DomainError `invalid` naming the field */
export function personIn(db: Reader, field: string, id: string): number {
  const principal = principalIn(db, field, id)
  if (principal.kind !== 'identity')
    throw new DomainError('invalid', `${id} is no person.`, [{ field, message: 'must be a person' }])
  return principal.id
}
