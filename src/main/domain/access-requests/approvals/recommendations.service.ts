import type { Reader } from '../../../storage/open.ts'
import type { Entry } from '../../catalogue/catalogue.service.ts'
import { managedUserOf } from '../../managed-users/managed-users.service.ts'
import { managerOf, reportsOf } from '../../identities/references.service.ts'
import { heldItemsAmong } from '../workflow/holdings.service.ts'
import { peersHolding } from './recommendations.store.ts'

/** How many of somebody's peers hold an item, and by what they are peers. */
export interface Peers {
  readonly holders: number
  readonly peers: number
  readonly by: 'manager' | 'department' | 'title' | 'nobody'
}

/** Peers have the same manager, else the same department, else the same title. */
function peersOf(db: Reader, identity: number): { readonly by: Peers['by']; readonly people: readonly number[] } {
  const manager = managerOf(db, identity)
  const team = manager === undefined ? [] : reportsOf(db, manager).filter((report) => report !== identity)
  if (team.length > 0) return { by: 'manager', people: team }
  const { department, title } = managedUserOf(db, identity)
  for (const [by, value] of [
    ['department', department],
    ['title', title],
  ] as const) {
    const people = value === '' ? [] : peersHolding(db, by, value, identity)
    if (people.length > 0) return { by, people }
  }
  return { by: 'nobody', people: [] }
}

/**
 * How many peers of a person hold each of some items.
 * @param entries undefined for what is not there: nobody holds it
 */
export function peersWith(db: Reader, identity: number, entries: readonly (Entry | undefined)[]): Peers[] {
  const { by, people } = peersOf(db, identity)
  const knownEntries = entries.filter((entry) => entry !== undefined)
  const held = people.map((person) => heldItemsAmong(db, person, knownEntries))
  return entries.map((entry) => ({
    holders: entry ? held.filter((rows) => rows.has(entry.id)).length : 0,
    peers: people.length,
    by,
  }))
}
