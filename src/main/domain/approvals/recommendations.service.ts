import type { Reader } from '../../storage/open.ts'
import { findItem } from '../catalogue/catalogue.service.ts'
import { managedUserOf } from '../identities/managed-users.service.ts'
import { managerOf, reportsOf } from '../identities/references.service.ts'
import { holdsItem } from '../requests/holdings.service.ts'
import { sharing } from './recommendations.store.ts'

/** How many of somebody's peers hold an item, and by what they are peers. */
export interface Peers {
  readonly holders: number
  readonly peers: number
  readonly by: 'manager' | 'department' | 'title' | 'nobody'
}

/** Peers have the same manager, else the same department, else the same title. */
export function peersOf(
  db: Reader,
  identity: number,
): { readonly by: Peers['by']; readonly people: readonly number[] } {
  const manager = managerOf(db, identity)
  const team = manager === undefined ? [] : reportsOf(db, manager).filter((one) => one !== identity)
  if (team.length > 0) return { by: 'manager', people: team }
  const { department, title } = managedUserOf(db, identity)
  for (const [by, value] of [
    ['department', department],
    ['title', title],
  ] as const) {
    const people = value === '' ? [] : sharing(db, by, value, identity)
    if (people.length > 0) return { by, people }
  }
  return { by: 'nobody', people: [] }
}

/** @param itemId an entry's id or the object behind it; an unknown one is held by nobody */
export function peersWith(db: Reader, identity: number, itemId: string): Peers {
  const { by, people } = peersOf(db, identity)
  const entry = findItem(db, itemId)
  const holders = entry ? people.filter((one) => holdsItem(db, one, entry)).length : 0
  return { holders, peers: people.length, by }
}
