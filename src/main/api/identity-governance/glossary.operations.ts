import {
  createEntry,
  getEntry,
  listEntries,
  removeEntry,
  updateEntry,
} from '../../domain/catalogue/catalogue.service.ts'
import { fieldsOf, matches } from '../../domain/shared/filter.ts'
import type { Reader } from '../../storage/open.ts'
import { readEntry, samePath } from './catalogue-entries.ts'
import { pageOf } from './crest/envelope.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import { readFilter } from './crest/query.ts'
import type { Call, Operation } from './operation.ts'
import { glossaryItem } from './wire/entry.ts'

const db = ({ services }: Call): Reader => services.env.store.reader

/** Every entry of the catalogue, of all classes. */
export const glossaryOperations: readonly Operation[] = [
  {
    entries: [51],
    method: 'GET',
    path: 'commons/glossary/:id',
    access: 'anybody',
    handle: (call) => ({ body: glossaryItem(getEntry(db(call), call.params['id'] ?? '')) }),
  },
  {
    entries: [52],
    method: 'DELETE',
    path: 'commons/glossary/:id',
    access: ['glossaryAdmin', 'idmAdmin'],
    handle: (call) => ({
      body: glossaryItem(
        removeEntry(call.services.env, call.participant, call.params['id'] ?? '', revisionFromIfMatch(call.headers)),
      ),
    }),
  },
  {
    entries: [53],
    method: 'POST',
    path: 'commons/glossary/:id',
    action: ['update'],
    access: ['glossaryAdmin', 'idmAdmin'],
    needsBody: true,
    handle(call) {
      const key = call.params['id'] ?? ''
      const current = getEntry(db(call), key)
      const { body, id, rev, entryClass } = readEntry(call, current.class)
      samePath(id, key)
      const revision = revisionFromIfMatch(call.headers, rev)
      return {
        body: glossaryItem(updateEntry(call.services.env, call.participant, { key, revision, body, entryClass })),
      }
    },
  },
  {
    entries: [54, 56],
    method: 'POST',
    path: 'commons/glossary',
    access: ['glossaryAdmin', 'idmAdmin'],
    needsBody: true,
    handle(call) {
      const { entryClass, body, id } = readEntry(call)
      return {
        status: 201,
        body: glossaryItem(createEntry(call.services.env, call.participant, { key: id, class: entryClass, body })),
      }
    },
  },
  {
    entries: [55, 57],
    method: 'GET',
    path: 'commons/glossary',
    readsFilter: true,
    access: 'anybody',
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
]
