import type { Reader } from '../../storage/open.ts'
import { type Entry, listItems } from '../catalogue/catalogue.service.ts'
import { rulesOf, textIn } from '../catalogue/entry.ts'
import { columnOf } from '../identities/properties.ts'
import { managedUserOf } from '../identities/managed-users.service.ts'
import { membershipsOf } from '../roles/roles.service.ts'
import { heldByName, heldEntitlements } from './holdings.store.ts'

/** What somebody holds, by the ways in which the catalogue names it. */
export interface Holdings {
  /** Long ids of roles, by the property that holds them. */
  readonly roles: ReadonlyMap<string, ReadonlySet<string>>
  readonly property: (name: string) => unknown
  /** Rows of entitlements, as the latest imports of their applications say. */
  readonly entitlements: ReadonlySet<number>
}

export function holdingsOf(db: Reader, identity: number): Holdings {
  const user = managedUserOf(db, identity)
  const roles = new Map<string, Set<string>>()
  for (const { property, kind, idmId } of membershipsOf(db, identity)) {
    const held = roles.get(property) ?? new Set()
    roles.set(property, held.add(`${kind}/role/${idmId}`))
  }
  const texts = user as unknown as Readonly<Record<string, unknown>>
  return {
    roles,
    property: (name) => {
      if (Object.hasOwn(user.own, name)) return user.own[name]
      return texts[columnOf[name] ?? name]
    },
    entitlements: new Set(heldEntitlements(db, identity)),
  }
}

function holds({ roles, property, entitlements }: Holdings, { class: entryClass, body, entitlement }: Entry): boolean {
  if (entryClass === 'object')
    return roles.get(rulesOf(body).userProvisionProperty)?.has(textIn(body, 'objectId')) === true
  if (entryClass !== 'identity-value') return entitlement !== null && entitlements.has(entitlement)
  const value = property(textIn(body, 'attributeName'))
  const wanted = JSON.stringify(body['attributeValue'])
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.some((one) => JSON.stringify(one) === wanted)
}

/** Whether somebody holds an item of the catalogue now. */
export const holdsItem = (db: Reader, identity: number, entry: Entry): boolean => holds(holdingsOf(db, identity), entry)

/** Rows of the catalogue's items that somebody holds now. */
export function assignedItems(db: Reader, identity: number): ReadonlySet<number> {
  const holdings = holdingsOf(db, identity)
  return new Set(
    listItems(db)
      .filter((entry) => holds(holdings, entry))
      .map(({ id }) => id),
  )
}

/** Everything that somebody holds, by name: roles first, then what applications say. */
export function namesHeld(db: Reader, identity: number): { name: string; application: string | null }[] {
  const roles = membershipsOf(db, identity).map(({ name }) => ({ name, application: null }))
  return [...roles, ...heldByName(db, identity).map(({ name, application }) => ({ name, application }))]
}
