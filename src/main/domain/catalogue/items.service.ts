import type { ChangeCatalogueItem, NewCatalogueItem } from '../../../contract/catalogue.ts'
import type { Reader } from '../../storage/open.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { Environment } from '../shared/environment.ts'
import type { Participant } from '../sign-in/participant.ts'
import { rolePrincipal } from '../roles/principal.ts'
import { principalIn } from '../roles/principal.view.ts'
import { longIdOf } from '../roles/principals.service.ts'
import { createRole } from '../roles/roles.service.ts'
import { type CatalogueListQuery, countCatalogue, pageOfCatalogue } from './catalogue-lists.store.ts'
import { addEntry, createEntry, type Entry, getEntry, updateEntry } from './catalogue.service.ts'
import type { EntryBody } from './entry.ts'

/** One page of what can be asked for, or could be, by name. */
export const listCatalogue = (
  db: Reader,
  question: CatalogueListQuery,
  offset: number,
  limit: number,
): { items: Entry[]; total: number } => ({
  items: pageOfCatalogue(db, question, offset, limit).map((key) => getEntry(db, key)),
  total: countCatalogue(db, question),
})

/**
 * Makes a role that Castellan keeps with its entry, or a bundle: both or, when one is refused, neither.
 * @throws DomainError `forbidden`, `invalid`, `conflict`
 */
export function createItem(env: Environment, participant: Participant, input: NewCatalogueItem): Entry {
  const { name, description } = input
  if (input.kind === 'bundle') {
    const body = { name, description, itemIds: input.contents, constraints: {} }
    return createEntry(env, participant, { key: null, class: 'requestable-item-bundle', body })
  }
  return env.store.transact((tx) => {
    const role = createRole(env, participant.actor, {
      kind: 'managed',
      idmId: null,
      input: { name, description, properties: {} },
    })
    const objectId = longIdOf(tx, rolePrincipal(role.id))
    const body = { objectId, displayName: name, description, order: [], requestable: true }
    return addEntry(env, tx, participant, { key: null, class: 'object', body })
  })
}

/**
 * Changes what is decided in the window; what a script wrote beside it stays.
 * @throws DomainError `not-found`, `forbidden`, `stale`, `invalid`
 */
export function changeItem(
  env: Environment,
  participant: Participant,
  { key, revision, change }: { readonly key: string; readonly revision: number; readonly change: ChangeCatalogueItem },
): Entry {
  const { body } = itemWith(env.store.reader, getEntry(env.store.reader, key), change)
  return updateEntry(env, participant, { key, revision, body })
}

/** An entry as a change would leave it, kept nowhere. @throws DomainError `invalid` for nobody's id */
export function itemWith(db: Reader, entry: Entry, change: ChangeCatalogueItem): Entry {
  const bundle = entry.class === 'requestable-item-bundle'
  const ref = (field: string, id: string | null | undefined): Json | undefined =>
    id ? longIdOf(db, principalIn(db, field, id)) : id
  const changes: Readonly<Record<string, Json | undefined>> = {
    [bundle ? 'name' : 'displayName']: change.name,
    description: change.description,
    requestable: bundle ? undefined : change.requestable,
    riskLevel: change.riskLevel,
    entitlementOwner: ref('ownerId', change.ownerId),
    provisioner: ref('provisionerId', change.provisionerId),
    approvers: change.approvers,
    removalApprovers: change.removalApprovers,
    parallelApproval: change.parallel,
    requestFields: change.requestFields,
    itemIds: bundle ? change.contents : undefined,
  }
  return { ...entry, body: merged(entry.body, changes) }
}

/** Undefined leaves a key as it is, null takes it away. */
function merged(body: EntryBody, changes: Readonly<Record<string, Json | undefined>>): EntryBody {
  const unchanged = Object.entries(body).filter(([key]) => !Object.hasOwn(changes, key) || changes[key] === undefined)
  const put = Object.entries(changes).filter(
    (pair): pair is [string, Json] => pair[1] !== undefined && pair[1] !== null,
  )
  return Object.fromEntries([...unchanged, ...put])
}
