import type { Reader } from '../../../storage/open.ts'
import type { Entry } from '../../catalogue/catalogue.service.ts'
import { rulesOf, textIn } from '../../catalogue/entry.ts'
import { columnOf } from '../../managed-users/properties.ts'
import { managedUserOf } from '../../managed-users/managed-users.service.ts'
import { membershipsOf } from '../../roles/roles.service.ts'
import { heldByName, heldEntitlements } from './holdings.store.ts'
import { roleObjectId } from '../../shared/object-ids.ts'

/** What a person holds, by the kinds of catalogue entries. Each kind is read when it is first needed. */
interface Holdings {
  /** Long ids of roles, by the property that holds them. */
  readonly roles: () => ReadonlyMap<string, ReadonlySet<string>>
  readonly property: (name: string) => unknown
  /** Rows of entitlements, as the latest imports of their applications say. */
  readonly entitlements: () => ReadonlySet<number>
}

function once<T>(read: () => T): () => T {
  let cached: { readonly value: T } | undefined
  return () => (cached ??= { value: read() }).value
}

function holdingsOf(db: Reader, identity: number): Holdings {
  const user = once(() => managedUserOf(db, identity))
  return {
    roles: once(() => {
      const roles = new Map<string, Set<string>>()
      for (const { property, kind, idmId } of membershipsOf(db, identity)) {
        const held = roles.get(property) ?? new Set()
        roles.set(property, held.add(roleObjectId(kind, idmId)))
      }
      return roles
    }),
    property(name) {
      const { own, ...texts } = user()
      if (Object.hasOwn(own, name)) return own[name]
      return (texts as Readonly<Record<string, unknown>>)[columnOf[name] ?? name]
    },
    entitlements: once(() => new Set(heldEntitlements(db, identity))),
  }
}

function holds({ roles, property, entitlements }: Holdings, { class: entryClass, body, entitlement }: Entry): boolean {
  if (entryClass === 'object')
    return roles().get(rulesOf(body).userProvisionProperty)?.has(textIn(body, 'objectId')) === true
  if (entryClass !== 'identity-value') return entitlement !== null && entitlements().has(entitlement)
  const value = property(textIn(body, 'attributeName'))
  const wanted = JSON.stringify(body['attributeValue'])
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.some((element) => JSON.stringify(element) === wanted)
}

/** Whether somebody holds an item of the catalogue now. */
export const holdsItem = (db: Reader, identity: number, entry: Entry): boolean => holds(holdingsOf(db, identity), entry)

/** Rows of those among some entries that somebody holds now. */
export function heldItemsAmong(db: Reader, identity: number, entries: readonly Entry[]): ReadonlySet<number> {
  const holdings = holdingsOf(db, identity)
  return new Set(entries.filter((entry) => holds(holdings, entry)).map(({ id }) => id))
}

/** Everything that somebody holds, by name: roles first, then what applications say, with where it is in them. */
export function namesHeld(db: Reader, identity: number): { name: string; application: string | null }[] {
  const roles = membershipsOf(db, identity).map(({ name }) => ({ name, application: null }))
  return [...roles, ...heldByName(db, identity).map(({ name, application }) => ({ name, application }))]
}
