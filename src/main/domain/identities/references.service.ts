import type { Reader } from '../../storage/open.ts'
import { peopleNow } from './people-now.store.ts'
import { type IdentityReference, references } from './references.store.ts'
import { supervisors } from './supervisors.store.ts'

export type { IdentityReference } from './references.store.ts'

/** A person by the id that `/openidm` shows, or by GUID. */
export const findIdentity = (db: Reader, id: string): IdentityReference | undefined =>
  references.byIdmId(db, id) ?? references.byGuid(db, id.toLowerCase())

/** @throws Error when there is none: numbers come from rows, never from a client */
export function identityOf(db: Reader, id: number): IdentityReference {
  const found = references.byNumber(db, id)
  if (!found) throw new Error(`no identity ${id}`)
  return found
}

/** The manager that a person's roster names, when exactly one person is meant. */
export function managerOf(db: Reader, id: number): number | undefined {
  const said = peopleNow.get(db, identityOf(db, id).guid)?.manager
  return said ? supervisors.find(db, said)?.id : undefined
}

/** The people who name this person as their manager. */
export const reportsOf = (db: Reader, id: number): readonly number[] => references.reports(db, id)
