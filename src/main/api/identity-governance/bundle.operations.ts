import { createEntry, listBundles, removeEntry, updateEntry } from '../../domain/catalogue/catalogue.service.ts'
import type { Reader } from '../../storage/open.ts'
import { bundleNamed, readEntry, samePath, searchEntries } from './catalogue-entries.ts'
import { pageOf } from './crest/envelope.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import type { Call, Operation } from './operation.ts'
import { glossaryItem } from './wire/entry.ts'

const db = ({ services }: Call): Reader => services.env.store.reader
const bundle = (call: Call) => bundleNamed(db(call), call.params['id'] ?? '')

/** Items that are asked for together. */
export const bundleOperations: readonly Operation[] = [
  {
    entries: [8],
    method: 'GET',
    path: 'access-request/bundle',
    access: 'anybody',
    handle: (call) => ({
      list: pageOf(
        searchEntries(listBundles(db(call)).map(glossaryItem), call.query, ['name', 'description']),
        call.query,
      ),
    }),
  },
  {
    entries: [9],
    method: 'GET',
    path: 'access-request/bundle/:id',
    access: 'anybody',
    handle: (call) => ({ body: glossaryItem(bundle(call)) }),
  },
  {
    entries: [10],
    method: 'POST',
    path: 'access-request/bundle',
    access: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const { body, id } = readEntry(call, 'requestable-item-bundle')
      const entry = createEntry(call.services.env, call.participant, {
        key: id,
        class: 'requestable-item-bundle',
        body,
      })
      return { status: 201, body: glossaryItem(entry) }
    },
  },
  {
    entries: [11],
    method: 'POST',
    path: 'access-request/bundle/:id',
    action: ['update'],
    access: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const { key } = bundle(call)
      const { body, id, rev } = readEntry(call, 'requestable-item-bundle')
      samePath(id, key)
      const revision = revisionFromIfMatch(call.headers, rev)
      return { body: glossaryItem(updateEntry(call.services.env, call.participant, { key, revision, body })) }
    },
  },
  {
    entries: [12],
    method: 'DELETE',
    path: 'access-request/bundle/:id',
    access: ['arAdmin'],
    handle: (call) => ({
      body: glossaryItem(
        removeEntry(call.services.env, call.participant, bundle(call).key, revisionFromIfMatch(call.headers)),
      ),
    }),
  },
]
