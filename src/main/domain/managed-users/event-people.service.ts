import type { Reader, Writer } from '../../storage/open.ts'
import { type Actor, system } from '../shared/actor.ts'
import type { Environment } from '../shared/environment.ts'
import { personObjectId, shortPersonId } from '../shared/object-ids.ts'
import { refreshPersonNow } from '../identities/people-now.service.ts'
import { findIdentity } from '../identities/references.service.ts'
import { managedUsers } from './managed-users.store.ts'
import { recordPersonChange } from './record-person-change.ts'

/** Under this name an event sets what it says of a person, so that it can yield to a roster later. */
export const eventActor = (number: number): Actor => ({ ...system, name: `${eventName}${number}` })
const eventName = 'Personnel event #'

/** What a personnel event says of a person, under the names of its API. Undefined and blank say nothing. */
type EventPerson = { readonly [field: string]: string | undefined }

/** The column of the list of people behind each field; further fields are properties of their own. */
const columnOfField: Readonly<Record<string, string>> = {
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email',
  company: 'company',
  division: 'division',
  department: 'department',
  office: 'office',
  title: 'title',
  identityType: 'person_type',
}

/** Attributes as they are stored. */
function attributesIn(tx: Writer, person: EventPerson): [attribute: string, value: string][] {
  const stated = Object.entries(person).flatMap(([field, value]) =>
    value === undefined || value === '' ? [] : [[field, value] as const],
  )
  return stated.map(([field, value]) => {
    if (field === 'supervisorId') {
      const supervisor = findIdentity(tx, shortPersonId(value))
      return ['manager', personObjectId(supervisor?.idmId ?? shortPersonId(value))]
    }
    const column = columnOfField[field]
    return column === undefined ? [managedUsers.ownAttribute(field), JSON.stringify(value)] : [column, value]
  })
}

/**
 * Makes the identity of a new person, whom no roster lists yet.
 * @returns its row
 */
export function addPerson(
  env: Environment,
  tx: Writer,
  actor: Actor,
  { at, person }: { readonly at: number; readonly person: EventPerson },
): number {
  const guid = env.newId()
  const identity = managedUsers.insertIdentity(tx, guid, guid, at)
  const name = [person['firstName'], person['lastName']].filter(Boolean).join(' ')
  const set = [...attributesIn(tx, person), ['full_name', name] as const, ['status', 'Active'] as const]
  for (const [attribute, value] of set) managedUsers.set(tx, at, actor, { identity, attribute, value })
  refreshPersonNow(tx, identity, at)
  recordPersonChange(tx, at, actor, {
    event: 'person.created',
    identity,
    set: set.map(([attribute]) => managedUsers.propertyOf(attribute)),
  })
  return identity
}

/** Sets what an event changes of a person. Done again, it changes nothing. */
export function changePersonOfEvent(
  tx: Writer,
  actor: Actor,
  { at, identity, person }: { readonly at: number; readonly identity: number; readonly person: EventPerson },
): void {
  const before = managedUsers.inForce(tx, identity)
  const set = attributesIn(tx, person).filter(([attribute, value]) => before.get(attribute) !== value)
  if (set.length === 0) return
  for (const [attribute, value] of set) managedUsers.set(tx, at, actor, { identity, attribute, value })
  refreshPersonNow(tx, identity, at)
  recordPersonChange(tx, at, actor, {
    event: 'person.changed',
    identity,
    set: set.map(([attribute]) => managedUsers.propertyOf(attribute)),
  })
}

/**
 * Takes back what events set of people once their roster knows it: all that an onboarding said of somebody whom a roster
 * lists now, and of a role transition what the roster says as well. From then on the roster counts.
 */
export function yieldToRosters(tx: Writer, at: number): void {
  const yielding = managedUsers.knownToRosters(tx, eventName)
  for (const { identity, attribute } of yielding) managedUsers.end(tx, identity, attribute, at)
  for (const identity of new Set(yielding.map((row) => row.identity))) refreshPersonNow(tx, identity, at)
}

/** Whether an event's value stands where a roster says it by now. */
export const hasYielding = (db: Reader): boolean => managedUsers.knownToRosters(db, eventName).length > 0
