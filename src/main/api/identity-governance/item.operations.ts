import { type Entry, findItem, listBundles, listItems } from '../../domain/catalogue/catalogue.service.ts'
import { rulesOf } from '../../domain/catalogue/entry.ts'
import { fieldsNamed } from '../../domain/catalogue/request-fields.service.ts'
import { notFound } from '../../domain/shared/errors.ts'
import { findIdentity } from '../../domain/identities/references.service.ts'
import { heldItemsAmong } from '../../domain/access-requests/workflow/holdings.service.ts'
import { mayShowAccessOf } from '../../domain/access-requests/workflow/people-visibility.ts'
import { governanceSettings } from '../../domain/settings/governance-settings.service.ts'
import type { Reader } from '../../storage/open.ts'
import { bundleNamed, searchEntries } from './catalogue-entries.ts'
import { asObject, Fields } from './crest/body.ts'
import { pageOf, type Resource } from './crest/envelope.ts'
import { CrestError } from './crest/error.ts'
import type { Call, Operation } from './operation.ts'
import { glossaryItem, requestField } from './wire/entry.ts'

/** Of items whose forms are asked for in one call, as many as a request may have. */
const mostAtOnce = 200

const db = ({ services }: Call): Reader => services.env.store.reader

function item(call: Call, id: string): Entry {
  const entry = findItem(db(call), id)
  if (!entry) throw notFound('requestable item')
  return entry
}

const formOf = (call: Call, entry: Entry): Resource[] =>
  fieldsNamed(db(call), rulesOf(entry.body).requestFields).map(requestField)

function whom(call: Call): number | null {
  const userId = call.query.own('userId')
  if (userId === null) return null
  const identity = findIdentity(db(call), userId.replace(/^managed\/user\//, ''))
  if (!identity) throw notFound('user')
  if (!mayShowAccessOf(db(call), call.participant, identity.id))
    throw new CrestError(403, 'You don’t see the access of this user.')
  return identity.id
}

/** What can be asked for, with the form of each. */
export const itemOperations: readonly Operation[] = [
  {
    entries: [6],
    method: 'POST',
    path: 'access-request/item/fields/:id+',
    access: 'anybody',
    handle: (call) => {
      const entry = item(call, call.params['id'] ?? '')
      return { body: { itemId: entry.key, fields: formOf(call, entry) } }
    },
  },
  {
    entries: [7],
    method: 'POST',
    path: 'access-request/item/fields',
    access: 'anybody',
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const ids = fields.texts('itemIds', false, mostAtOnce)
      if (call.body !== null && asObject(call.body)['itemIds'] === undefined) fields.wrong('itemIds', 'is required')
      fields.check()
      const result = ids.map((itemId) => {
        const entry = findItem(db(call), itemId)
        return entry
          ? { itemId, fields: formOf(call, entry) }
          : { itemId, fields: [], error: `There is no requestable item ${itemId}.` }
      })
      return { body: { result } }
    },
  },
  {
    entries: [4],
    method: 'GET',
    path: 'access-request/item',
    access: 'anybody',
    handle(call) {
      const { itemSearchProperties } = governanceSettings(db(call))
      const all = searchEntries(listItems(db(call)).map(glossaryItem), call.query, itemSearchProperties)
      return { list: pageOf(all, call.query) }
    },
  },
  {
    entries: [5],
    method: 'GET',
    path: 'access-request/item/:id+',
    access: 'anybody',
    handle: (call) => ({ body: glossaryItem(item(call, call.params['id'] ?? '')) }),
  },
  {
    entries: [18],
    method: 'GET',
    path: 'access-request/requestable/:id+',
    access: 'anybody',
    handle(call) {
      const id = call.params['id'] ?? ''
      return { body: glossaryItem(findItem(db(call), id) ?? bundleNamed(db(call), id)) }
    },
  },
  {
    entries: [19],
    method: 'GET',
    path: 'access-request/requestable',
    access: 'anybody',
    handle(call) {
      const reader = db(call)
      const identity = whom(call)
      const items = listItems(reader)
      const held = identity === null ? undefined : heldItemsAmong(reader, identity, items)
      const { itemSearchProperties } = governanceSettings(reader)
      const rows = [
        ...searchEntries(
          items.map((entry) => ({ ...glossaryItem(entry), ...(held ? { assigned: held.has(entry.id) } : {}) })),
          call.query,
          itemSearchProperties,
        ),
        ...searchEntries(listBundles(reader).map(glossaryItem), call.query, ['name', 'description']),
      ]
      // Items that the person already holds come first.
      const sorted = held
        ? rows.toSorted((a, b) => Number(b['assigned'] === true) - Number(a['assigned'] === true))
        : rows
      return { list: pageOf(sorted, call.query) }
    },
  },
  {
    entries: [],
    method: 'GET',
    path: 'access-request/:id',
    access: 'anybody',
    handle: (call) => ({ body: glossaryItem(item(call, call.params['id'] ?? '')) }),
  },
]
