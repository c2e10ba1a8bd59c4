import {
  createEntry,
  type Entry,
  findItem,
  getEntry,
  listBundles,
  listEntries,
  listItems,
  removeEntry,
  updateEntry,
} from '../../domain/catalogue/catalogue.service.ts'
import { type EntryBody, type EntryClass, entryClasses, rulesOf } from '../../domain/catalogue/entry.ts'
import {
  createField,
  fieldsNamed,
  getField,
  listFields,
  removeField,
  updateField,
} from '../../domain/catalogue/request-fields.service.ts'
import { type FieldDefinition, type InputType, inputTypes } from '../../domain/catalogue/request-fields.ts'
import { notFound } from '../../domain/errors.ts'
import { fieldsOf, foldCase, matches, valuesAt } from '../../domain/filter/filter.ts'
import { governanceSettings } from '../../domain/settings/governance.ts'
import type { Reader } from '../../storage/open.ts'
import { forEach } from './bulk.ts'
import { asObject, Fields } from './crest/body.ts'
import { pageOf, type Resource } from './crest/envelope.ts'
import { badRequest, CrestError } from './crest/error.ts'
import { revisionSeen } from './crest/etag.ts'
import { type CrestQuery, readFilter } from './crest/query.ts'
import { assignedItems } from '../../domain/requests/holdings.service.ts'
import { mayShowAccessOf } from '../../domain/requests/visible-people.ts'
import type { Call, Operation } from './operation.ts'
import { findIdentity } from '../../domain/identities/references.service.ts'
import { glossaryItem, requestField } from './wire/entry.ts'

/** Every word must be in some of the properties; the whole phrase may be too. Case makes no difference. */
function searched(all: readonly Resource[], query: CrestQuery, properties: readonly string[]): readonly Resource[] {
  const words = (query.own('queryString') ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(foldCase)
  if (words.length === 0) return all
  return all.filter((one) => {
    const texts = properties.flatMap((property) => valuesAt(one, property)).map((value) => foldCase(String(value)))
    return words.every((word) => texts.some((text) => text.includes(word)))
  })
}

const db = ({ services }: Call): Reader => services.env.store.reader

function item(call: Call, id: string): Entry {
  const found = findItem(db(call), id)
  if (!found) throw notFound('requestable item')
  return found
}

const formOf = (call: Call, entry: Entry): Resource[] =>
  fieldsNamed(db(call), rulesOf(entry.body).requestFields).map(requestField)

/** Takes the framework's own keys and the class out of what a client wrote. */
function readEntry(
  call: Call,
  fallback?: EntryClass,
): { entryClass: EntryClass; body: EntryBody; id: string | null; rev: unknown } {
  const { _id, _rev, class: named, ...body } = asObject(call.body)
  const entryClass = entryClasses.find((known) => known === (named ?? fallback))
  if (!entryClass) throw badRequest(`class must be one of ${entryClasses.join(', ')}.`)
  const id = typeof _id === 'string' && _id !== '' ? _id : null
  return { entryClass, body, id, rev: _rev }
}

function samePath(id: string | null, path: string): void {
  if (id !== null && id !== path) throw badRequest(`_id is ${id}, but the address names ${path}.`)
}

function readField(call: Call): FieldDefinition {
  const fields = new Fields(asObject(call.body))
  const inputType = fields.text('inputType')
  const definition = {
    name: fields.text('name'),
    description: fields.textOr('description', ''),
    inputType: inputTypes.find((known): known is InputType => known === inputType.toLowerCase()) ?? 'text',
    inputOptions: fields.texts('inputOptions', false),
    objectType: fields.textOr('objectType', null),
    required: fields.flag('required', false),
  }
  if (inputType !== '' && !inputTypes.some((known) => known === inputType.toLowerCase()))
    fields.wrong('inputType', `must be one of ${inputTypes.join(', ')}`)
  fields.check()
  return definition
}

function whom(call: Call): number | null {
  const userId = call.query.own('userId')
  if (userId === null) return null
  const found = findIdentity(db(call), userId.replace(/^managed\/user\//, ''))
  if (!found) throw notFound('user')
  if (!mayShowAccessOf(db(call), call.who, found.id))
    throw new CrestError(403, 'You don’t see the access of this user.')
  return found.id
}

export const catalogueOperations: readonly Operation[] = [
  {
    entries: [6],
    method: 'POST',
    path: 'access-request/item/fields/:id+',
    who: 'anybody',
    handle: (call) => {
      const entry = item(call, call.params['id'] ?? '')
      return { body: { itemId: entry.key, fields: formOf(call, entry) } }
    },
  },
  {
    entries: [7],
    method: 'POST',
    path: 'access-request/item/fields',
    who: 'anybody',
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const ids = fields.texts('itemIds', false)
      if (call.body !== null && asObject(call.body)['itemIds'] === undefined) fields.wrong('itemIds', 'is required')
      fields.check()
      const result = ids.map((itemId) => {
        const found = findItem(db(call), itemId)
        return found
          ? { itemId, fields: formOf(call, found) }
          : { itemId, fields: [], error: `There is no requestable item ${itemId}.` }
      })
      return { body: { result } }
    },
  },
  {
    entries: [4],
    method: 'GET',
    path: 'access-request/item',
    who: 'anybody',
    handle(call) {
      const { itemSearchProperties } = governanceSettings(db(call))
      const all = searched(listItems(db(call)).map(glossaryItem), call.query, itemSearchProperties)
      return { list: pageOf(all, call.query) }
    },
  },
  {
    entries: [5],
    method: 'GET',
    path: 'access-request/item/:id+',
    who: 'anybody',
    handle: (call) => ({ body: glossaryItem(item(call, call.params['id'] ?? '')) }),
  },
  {
    entries: [8],
    method: 'GET',
    path: 'access-request/bundle',
    who: 'anybody',
    handle: (call) => ({
      list: pageOf(searched(listBundles(db(call)).map(glossaryItem), call.query, ['name', 'description']), call.query),
    }),
  },
  {
    entries: [9],
    method: 'GET',
    path: 'access-request/bundle/:id',
    who: 'anybody',
    handle: (call) => ({ body: glossaryItem(bundle(call)) }),
  },
  {
    entries: [10],
    method: 'POST',
    path: 'access-request/bundle',
    who: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const { body, id } = readEntry(call, 'requestable-item-bundle')
      const made = createEntry(call.services.env, call.who, { key: id, class: 'requestable-item-bundle', body })
      return { status: 201, body: glossaryItem(made) }
    },
  },
  {
    entries: [11],
    method: 'POST',
    path: 'access-request/bundle/:id',
    action: ['update'],
    who: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const { key } = bundle(call)
      const { body, id, rev } = readEntry(call, 'requestable-item-bundle')
      samePath(id, key)
      const seen = revisionSeen(call.headers, rev)
      return { body: glossaryItem(updateEntry(call.services.env, call.who, key, seen, body)) }
    },
  },
  {
    entries: [12],
    method: 'DELETE',
    path: 'access-request/bundle/:id',
    who: ['arAdmin'],
    handle: (call) => ({
      body: glossaryItem(removeEntry(call.services.env, call.who, bundle(call).key, revisionSeen(call.headers))),
    }),
  },
  {
    entries: [13],
    method: 'GET',
    path: 'access-request/requestFields',
    who: 'anybody',
    handle(call) {
      const words = foldCase(call.query.own('q') ?? '')
      const name = call.query.own('name')
      const all = listFields(db(call))
        .filter((field) => name === null || field.name === name)
        .filter((field) => foldCase(`${field.name}\n${field.description}`).includes(words))
      return { list: pageOf(all.map(requestField), call.query) }
    },
  },
  {
    entries: [14, 15],
    method: 'POST',
    path: 'access-request/requestFields',
    who: ['arAdmin'],
    needsBody: true,
    handle: (call) => ({ status: 201, body: requestField(createField(call.services.env, call.who, readField(call))) }),
  },
  {
    entries: [17],
    method: 'POST',
    path: 'access-request/requestFields',
    action: ['delete'],
    who: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const ids = fields.texts('fieldIds', true)
      fields.check()
      return { body: forEach(ids, (id) => void removeField(call.services.env, call.who, id)) }
    },
  },
  {
    entries: [],
    method: 'GET',
    path: 'access-request/requestFields/:id',
    who: 'anybody',
    handle: (call) => ({ body: requestField(getField(db(call), call.params['id'] ?? '')) }),
  },
  {
    entries: [16],
    method: 'POST',
    path: 'access-request/requestFields/:id',
    action: ['update'],
    who: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const id = call.params['id'] ?? ''
      getField(db(call), id)
      const seen = revisionSeen(call.headers, asObject(call.body)['_rev'])
      return { body: requestField(updateField(call.services.env, call.who, id, seen, readField(call))) }
    },
  },
  {
    entries: [18],
    method: 'GET',
    path: 'access-request/requestable/:id+',
    who: 'anybody',
    handle(call) {
      const id = call.params['id'] ?? ''
      return { body: glossaryItem(findItem(db(call), id) ?? bundle(call)) }
    },
  },
  {
    entries: [19],
    method: 'GET',
    path: 'access-request/requestable',
    who: 'anybody',
    handle(call) {
      const reader = db(call)
      const identity = whom(call)
      const held = identity === null ? undefined : assignedItems(reader, identity)
      const { itemSearchProperties } = governanceSettings(reader)
      const found = [
        ...searched(
          listItems(reader).map((one) => ({ ...glossaryItem(one), ...(held ? { assigned: held.has(one.id) } : {}) })),
          call.query,
          itemSearchProperties,
        ),
        ...searched(listBundles(reader).map(glossaryItem), call.query, ['name', 'description']),
      ]
      // What somebody holds already stands first.
      const sorted = held
        ? found.toSorted((a, b) => Number(b['assigned'] === true) - Number(a['assigned'] === true))
        : found
      return { list: pageOf(sorted, call.query) }
    },
  },
  {
    entries: [51],
    method: 'GET',
    path: 'commons/glossary/:id',
    who: 'anybody',
    handle: (call) => ({ body: glossaryItem(getEntry(db(call), call.params['id'] ?? '')) }),
  },
  {
    entries: [52],
    method: 'DELETE',
    path: 'commons/glossary/:id',
    who: ['glossaryAdmin', 'idmAdmin'],
    handle: (call) => ({
      body: glossaryItem(removeEntry(call.services.env, call.who, call.params['id'] ?? '', revisionSeen(call.headers))),
    }),
  },
  {
    entries: [53],
    method: 'POST',
    path: 'commons/glossary/:id',
    action: ['update'],
    who: ['glossaryAdmin', 'idmAdmin'],
    needsBody: true,
    handle(call) {
      const key = call.params['id'] ?? ''
      const standing = getEntry(db(call), key)
      const { body, id, rev, entryClass } = readEntry(call, standing.class)
      samePath(id, key)
      const seen = revisionSeen(call.headers, rev)
      return { body: glossaryItem(updateEntry(call.services.env, call.who, key, seen, body, entryClass)) }
    },
  },
  {
    entries: [54, 56],
    method: 'POST',
    path: 'commons/glossary',
    who: ['glossaryAdmin', 'idmAdmin'],
    needsBody: true,
    handle(call) {
      const { entryClass, body, id } = readEntry(call)
      return {
        status: 201,
        body: glossaryItem(createEntry(call.services.env, call.who, { key: id, class: entryClass, body })),
      }
    },
  },
  {
    entries: [55, 57],
    method: 'GET',
    path: 'commons/glossary',
    who: 'anybody',
    handle(call) {
      const spelt = call.query.own('queryFilter')
      const filter = call.query.filter ?? (spelt === null ? null : readFilter(spelt, 'queryFilter'))
      // Bundles have endpoints of their own: they come only when the filter asks for the class.
      const withBundles = filter !== null && fieldsOf(filter).includes('class')
      const all = listEntries(db(call))
        .filter((entry) => withBundles || entry.class !== 'requestable-item-bundle')
        .map(glossaryItem)
        .filter((entry) => filter === null || matches(filter, entry))
      return { list: pageOf(all, call.query) }
    },
  },
  {
    entries: [],
    method: 'GET',
    path: 'access-request/:id',
    who: 'anybody',
    handle: (call) => ({ body: glossaryItem(item(call, call.params['id'] ?? '')) }),
  },
]

function bundle(call: Call): Entry {
  const entry = getEntry(db(call), call.params['id'] ?? '')
  if (entry.class !== 'requestable-item-bundle') throw notFound('bundle')
  return entry
}
