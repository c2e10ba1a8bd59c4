import { type Entry, getEntry } from '../../domain/catalogue/catalogue.service.ts'
import { type EntryBody, type EntryClass, entryClasses } from '../../domain/catalogue/entry.ts'
import { notFound } from '../../domain/shared/errors.ts'
import { foldSearch } from '../../domain/shared/fold.ts'
import { valuesAt } from '../../domain/shared/filter.ts'
import type { Reader } from '../../storage/open.ts'
import { asObject } from './crest/body.ts'
import type { Resource } from './crest/envelope.ts'
import { badRequest } from './crest/error.ts'
import type { CrestQuery } from './crest/query.ts'
import type { Call } from './operation.ts'

/** Every word must be in some of the properties; the whole phrase may be too. Case makes no difference. */
export function searchEntries(
  all: readonly Resource[],
  query: CrestQuery,
  properties: readonly string[],
): readonly Resource[] {
  const words = (query.own('queryString') ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(foldSearch)
  if (words.length === 0) return all
  return all.filter((entry) => {
    const texts = properties.flatMap((property) => valuesAt(entry, property)).map((value) => foldSearch(String(value)))
    return words.every((word) => texts.some((text) => text.includes(word)))
  })
}

/** Takes the framework's own keys and the class out of what a client wrote. */
export function readEntry(
  call: Call,
  fallback?: EntryClass,
): { entryClass: EntryClass; body: EntryBody; id: string | null; rev: unknown } {
  const { _id, _rev, class: requestedClass, ...body } = asObject(call.body)
  const entryClass = entryClasses.find((candidate) => candidate === (requestedClass ?? fallback))
  if (!entryClass) throw badRequest(`class must be one of ${entryClasses.join(', ')}.`)
  const id = typeof _id === 'string' && _id !== '' ? _id : null
  return { entryClass, body, id, rev: _rev }
}

/** An address and what is sent to it name the same entry. */
export function samePath(id: string | null, path: string): void {
  if (id !== null && id !== path) throw badRequest(`_id is ${id}, but the address names ${path}.`)
}

/** @throws DomainError `not-found` where the id names no bundle */
export function bundleNamed(db: Reader, id: string): Entry {
  const entry = getEntry(db, id)
  if (entry.class !== 'requestable-item-bundle') throw notFound('bundle')
  return entry
}
