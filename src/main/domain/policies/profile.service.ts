import { foldCase } from '../shared/fold.ts'
import type { Reader } from '../../storage/open.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { Entry } from '../catalogue/catalogue.service.ts'
import { rulesOf, textIn } from '../catalogue/entry.ts'
import { managerOf } from '../identities/references.service.ts'
import { columnOf } from '../managed-users/properties.ts'
import { managedUserOf } from '../managed-users/managed-users.service.ts'
import { type Action, takesAway } from '../catalogue/item-action.ts'
import { personPrincipal } from '../roles/principal.ts'
import { longIdOf } from '../roles/principals.service.ts'
import { membershipsOf } from '../roles/roles.service.ts'
import { entitlementNames, heldNames } from './profile.store.ts'
import { roleObjectId } from '../shared/object-ids.ts'

/**
 * What somebody has, by the names that policies use: `roles` and `authzRoles` (long ids), `manager`, `applications` (by
 * name), `entitlements` (the id of the glossary entry, and `Application/Group › Permission`), and any property.
 */
export type Profile = Map<string, string[]>

/** A change that is tried on a copy. */
export interface Change {
  readonly attribute: string
  readonly value: string
  readonly action: 'add' | 'remove' | 'replace'
}

const textsOf = (value: Json | undefined): string[] => {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value.map(String) : [typeof value === 'object' ? JSON.stringify(value) : String(value)]
}

export function profileOf(db: Reader, identity: number): Profile {
  const user = managedUserOf(db, identity)
  const profile: Profile = new Map()
  for (const [name, value] of Object.entries(user.own)) profile.set(name, textsOf(value))
  const texts = user as unknown as Readonly<Record<string, string>>
  for (const [name, column] of Object.entries(columnOf)) profile.set(name, textsOf(texts[column] || undefined))
  profile.set('accountStatus', [user.status === 'Active' ? 'active' : 'inactive'])
  profile.set('userName', [user.userName])
  for (const { property, kind, idmId } of membershipsOf(db, identity)) add(profile, property, roleObjectId(kind, idmId))
  const manager = managerOf(db, identity)
  if (manager !== undefined) profile.set('manager', [longIdOf(db, personPrincipal(manager))])
  for (const { application, path, entry } of heldNames(db, identity)) addEntitlement(profile, application, path, entry)
  return profile
}

/** A copy of a profile after some changes. */
export function profileAfter(profile: Profile, changes: readonly Change[]): Profile {
  const copy: Profile = new Map([...profile].map(([name, values]) => [name, [...values]]))
  for (const { attribute, value, action } of changes) {
    if (action === 'add') add(copy, attribute, value)
    else if (action === 'replace') copy.set(attribute, [value])
    else
      copy.set(
        attribute,
        (copy.get(attribute) ?? []).filter((held) => foldCase(held) !== foldCase(value)),
      )
  }
  return copy
}

/** What the items of a request would change. */
export const changesOf = (db: Reader, items: readonly { readonly entry: Entry; readonly action: Action }[]): Change[] =>
  items.flatMap(({ entry, action: wanted }): Change[] => {
    const action = takesAway(wanted) ? 'remove' : 'add'
    if (entry.class === 'object')
      return [{ attribute: rulesOf(entry.body).userProvisionProperty, value: textIn(entry.body, 'objectId'), action }]
    if (entry.class === 'identity-value')
      return textsOf(entry.body['attributeValue']).map((value) => ({
        attribute: textIn(entry.body, 'attributeName'),
        value,
        action,
      }))
    const names = entry.entitlement === null ? undefined : entitlementNames(db, entry.entitlement)
    const knownNames = names
      ? [{ attribute: 'entitlements', value: `${names.application}/${names.path}`, action } as const]
      : []
    const application =
      names && action === 'add' ? [{ attribute: 'applications', value: names.application, action } as const] : []
    return [{ attribute: 'entitlements', value: entry.key, action }, ...knownNames, ...application]
  })

/** What entitlements of applications would change, published or not. */
export const changesOfEntitlements = (
  db: Reader,
  changed: readonly { readonly entitlement: number; readonly action: 'add' | 'remove' }[],
): Change[] =>
  changed.flatMap(({ entitlement, action }): Change[] => {
    const names = entitlementNames(db, entitlement)
    if (!names) return []
    const { application, path, entry } = names
    return [
      { attribute: 'entitlements', value: `${application}/${path}`, action },
      ...(entry === null ? [] : [{ attribute: 'entitlements', value: entry, action }]),
      ...(action === 'add' ? [{ attribute: 'applications', value: application, action } as const] : []),
    ]
  })

function addEntitlement(profile: Profile, application: string, path: string, entry: string | null): void {
  add(profile, 'entitlements', `${application}/${path}`)
  if (entry !== null) add(profile, 'entitlements', entry)
  add(profile, 'applications', application)
}

function add(profile: Profile, name: string, value: string): void {
  const values = profile.get(name)
  if (!values) profile.set(name, [value])
  else if (!values.includes(value)) values.push(value)
}
