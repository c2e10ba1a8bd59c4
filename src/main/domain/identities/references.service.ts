import type { Reader } from '../../storage/open.ts'
import { peopleNow } from './people-now.store.ts'
import { type IdentityReference, references } from './references.store.ts'
import { supervisors } from './supervisors.store.ts'

export type { IdentityReference } from './references.store.ts'

/** A person by the id that clients know, or by GUID. */
export const findIdentity = (db: Reader, id: string): IdentityReference | undefined =>
  references.byIdmId(db, id) ?? references.byGuid(db, id.toLowerCase())

/** @throws Error when there is none: numbers come from rows, never from a client */
export function identityOf(db: Reader, id: number): IdentityReference {
  const identity = references.byNumber(db, id)
  if (!identity) throw new Error(`no identity ${id}`)
  return identity
}

/** The manager that a person's roster names, when exactly one person is ids. */
export function managerOf(db: Reader, id: number): number | undefined {
  const manager = peopleNow.get(db, identityOf(db, id).guid)?.manager
  return manager ? supervisors.find(db, manager)?.id : undefined
}

/**
 * The people whose manager this person is. A name that fits two is nobody's: managers see their reports' access. There
 * are few words for one person, so each is looked up once, however many say it.
 */
export function reportsOf(db: Reader, id: number): readonly number[] {
  const ids = new Map<string, number | undefined>()
  const managerIdOf = (manager: string): number | undefined => {
    if (!ids.has(manager)) ids.set(manager, supervisors.find(db, manager)?.id)
    return ids.get(manager)
  }
  return references.reports(db, id).flatMap((person) => (managerIdOf(person.manager) === id ? [person.id] : []))
}
