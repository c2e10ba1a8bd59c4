import type { Reader, Writer } from '../../storage/open.ts'
import type { Json } from '../shared/canonical-json.ts'
import { differences } from '../audit/differences.ts'
import type { Environment } from '../shared/environment.ts'
import { type FieldError, notFound, DomainError } from '../shared/errors.ts'
import { isUserProperty } from '../managed-users/managed-users.service.ts'
import { neverRequested } from '../managed-users/properties.ts'
import { findPrincipal } from '../roles/principals.service.ts'
import { isMembershipProperty } from '../authorization/internal-roles.ts'
import { type Participant } from '../sign-in/participant.ts'
import { entries, type EntryColumns, type StoredEntry } from './catalogue.store.ts'
import {
  type EntryBody,
  type EntryClass,
  type EntryContext,
  validateEntry,
  meaningOf,
  naturalKeyOf,
  rulesOf,
  textIn,
  whyNotRequestable,
} from './entry.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { auditEntry } from './audit-entry.ts'
import { requireMayNameDeciders, requireMayOffer, requireMayWrite } from './entry-rights.ts'

/** A catalogue entry with its parsed body. */
export interface Entry {
  readonly id: number
  /** The id that clients know: the GUID unless one was chosen. */
  readonly key: string
  readonly class: EntryClass
  readonly body: EntryBody
  readonly displayName: string
  /** By what it says itself; whether the role that it gives is there says `reasonAgainst`. */
  readonly requestable: boolean
  readonly riskLevel: number | null
  /** The entitlement that a system-value publishes, where one is known. */
  readonly entitlement: number | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly revision: number
  readonly removed: boolean
}

const readEntry = (row: StoredEntry): Entry => ({
  id: row.id,
  key: row.idm_id,
  class: row.class,
  body: JSON.parse(row.body) as EntryBody,
  displayName: row.display_name,
  requestable: row.requestable === 1,
  riskLevel: row.risk_level,
  entitlement: row.entitlement_id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  revision: row.revision,
  removed: row.removed_at !== null,
})

/** An entry that is there. */
export function findEntry(db: Reader, key: string): Entry | undefined {
  const row = entries.byIdmId(db, key)
  return row?.removed_at === null ? readEntry(row) : undefined
}

/** An entry that is there. @throws DomainError `not-found` */
export function getEntry(db: Reader, key: string): Entry {
  const entry = findEntry(db, key)
  if (!entry) throw notFound('glossary-entry')
  return entry
}

/** An entry by its row, removed or not: requests in flight keep what they ask for. */
export function entryOf(db: Reader, id: number): Entry {
  const row = entries.get(db, id)
  if (!row) throw new Error(`no entry ${id}`)
  return readEntry(row)
}

/** What somebody asks for, by the id of its entry or of the object behind it; undefined when it can't be requested. */
export function findItem(db: Reader, id: string): Entry | undefined {
  const row = entries.byIdmId(db, id) ?? entries.byObject(db, id)
  if (!row || row.removed_at !== null || row.class === 'requestable-item-bundle') return undefined
  const entry = readEntry(row)
  return whyNotRemovable(db, entry) === null ? entry : undefined
}

export const listItems = (db: Reader): Entry[] => entries.items(db).map(readEntry)
export const listBundles = (db: Reader): Entry[] => entries.ofClass(db, 'requestable-item-bundle').map(readEntry)
export const listEntries = (db: Reader): Entry[] => entries.all(db).map(readEntry)

interface NewEntry {
  /** Null takes a new GUID. */
  readonly key: string | null
  readonly class: EntryClass
  readonly body: EntryBody
  readonly entitlement?: number
}

/**
 * Adds an entry to the glossary.
 * @throws DomainError `forbidden`, `invalid` with everything that is wrong, `conflict` when there is such an entry
 */
export function createEntry(env: Environment, participant: Participant, input: NewEntry): Entry {
  return env.store.transact((tx) => addEntry(env, tx, participant, input))
}

/** The same in the caller's transaction: publishing makes many at once. */
export function addEntry(env: Environment, tx: Writer, participant: Participant, input: NewEntry): Entry {
  requireMayWrite(participant, input.class)
  requireMayOffer(participant, input.class, input.body)
  requireMayNameDeciders(participant, { before: null, after: input.body }, env.clock())
  const columns = validated(tx, input.class, input.body, input.entitlement ?? null)
  const guid = env.newId()
  const idmId = input.key ?? guid
  if (entries.byIdmId(tx, idmId)) throw new DomainError('conflict', `There is, or was, an entry ${idmId}.`)
  refuseTwin(tx, input.class, columns, null)
  const at = env.clock()
  const id = entries.insert(tx, { ...columns, guid, idmId, class: input.class, at, by: participant.actor.name })
  auditEntry(tx, at, participant, { what: 'created', entryClass: input.class, id: guid, name: columns.displayName })
  return entryOf(tx, id)
}

/**
 * Puts a new body in place of an entry's.
 * @param revision what the caller saw; null asks for none
 * @throws DomainError `not-found`, `forbidden`, `stale`, `invalid`, `conflict` for a twin, and for one that was asked for and would
 * give something else: what was approved is what is given
 */
export function updateEntry(
  env: Environment,
  participant: Participant,
  {
    key,
    revision,
    body,
    entryClass,
  }: {
    readonly key: string
    readonly revision: number | null
    readonly body: EntryBody
    readonly entryClass?: EntryClass
  },
): Entry {
  return env.store.transact((tx) => {
    const entry = getEntry(tx, key)
    requireMayWrite(participant, entry.class)
    expectRevision(entry.revision, revision)
    if (entryClass !== undefined && entryClass !== entry.class)
      throw new DomainError('invalid', 'An entry keeps its class.', [{ field: 'class', message: `is ${entry.class}` }])
    for (const entryBody of [entry.body, body]) requireMayOffer(participant, entry.class, entryBody)
    requireMayNameDeciders(participant, { before: entry.body, after: body }, env.clock())
    if (meaningOf(entry.class, body) !== meaningOf(entry.class, entry.body) && entries.isRequested(tx, entry.id))
      throw new DomainError(
        'conflict',
        'This entry was asked for, so what it gives stays. Make another entry for something else.',
      )
    const columns = validated(tx, entry.class, body, entry.entitlement)
    refuseTwin(tx, entry.class, columns, entry.id)
    const at = env.clock()
    entries.update(tx, entry.id, at, columns)
    auditEntry(tx, at, participant, {
      what: 'changed',
      entryClass: entry.class,
      id: entry.key,
      name: columns.displayName,
      changed: differences(entry.body, body),
    })
    return entryOf(tx, entry.id)
  })
}

/** Removes an entry. Open requests keep it. @throws DomainError `not-found`, `forbidden`, `stale` */
export function removeEntry(env: Environment, participant: Participant, key: string, revision: number | null): Entry {
  return env.store.transact((tx) => {
    const entry = getEntry(tx, key)
    requireMayWrite(participant, entry.class)
    expectRevision(entry.revision, revision)
    const at = env.clock()
    entries.remove(tx, entry.id, at)
    auditEntry(tx, at, participant, {
      what: 'removed',
      entryClass: entry.class,
      id: entry.key,
      name: entry.displayName,
    })
    return entry
  })
}

/** Why an entry can't be requested, in words; null when it can. */
export const whyNotRemovable = (db: Reader, { class: entryClass, body }: Entry): string | null =>
  whyNotRequestable(entryClass, body, entryContext(db))

function validated(db: Reader, entryClass: EntryClass, body: EntryBody, entitlement: number | null): EntryColumns {
  const errors: FieldError[] = [...validateEntry(entryClass, body)]
  if (entryClass === 'requestable-item-bundle') errors.push(...validateContents(db, body['itemIds']))
  if (errors.length > 0) throw new DomainError('invalid', 'This entry is not valid.', errors)
  const { displayName, riskLevel } = rulesOf(body)
  const isBundle = entryClass === 'requestable-item-bundle'
  return {
    naturalKey: naturalKeyOf(entryClass, body),
    body: JSON.stringify(body),
    displayName: isBundle ? textIn(body, 'name') : displayName,
    requestable: isBundle || whyNotRequestable(entryClass, body, whateverMayCome) === null ? 1 : 0,
    riskLevel,
    objectId: entryClass === 'object' ? textIn(body, 'objectId') : null,
    entitlement,
  }
}

function validateContents(db: Reader, itemIds: Json | undefined): FieldError[] {
  if (!Array.isArray(itemIds)) return []
  if (itemIds.length === 0) return [{ field: 'itemIds', message: 'must name at least one item' }]
  return itemIds.flatMap((id, i) =>
    typeof id === 'string' && findItem(db, id)
      ? []
      : [{ field: `itemIds.${i}`, message: `names ${JSON.stringify(id)}, which can’t be requested` }],
  )
}

function refuseTwin(
  db: Reader,
  entryClass: EntryClass,
  { naturalKey, entitlement }: EntryColumns,
  self: number | null,
): void {
  const twin =
    entries.byKey(db, entryClass, naturalKey) ??
    (entitlement === null ? undefined : entries.byEntitlement(db, entitlement))
  if (twin && twin.id !== self) throw new DomainError('conflict', `There is such an entry already: ${twin.idm_id}.`)
}

/** The role or the property that an entry gives may come after it and go before it: whether it is there is asked when it counts. */
const whateverMayCome: EntryContext = {
  roleExists: () => true,
  canHoldRole: isMembershipProperty,
  isUserProperty: (name) => !neverRequested.includes(name),
}

const entryContext = (db: Reader): EntryContext => ({
  roleExists: (longId) => findPrincipal(db, longId)?.kind === 'role',
  canHoldRole: isMembershipProperty,
  isUserProperty: (name) => isUserProperty(db, name),
})
