import type { Reader } from '../../../storage/open.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import { DomainError } from '../../shared/errors.ts'
import type { Request, RequestItem } from '../model/request.ts'
import { requests } from './requests.store.ts'

/** Finds the item of a request that a client means: by the id of its entry or of the object behind it. */
export function itemMeant(db: Reader, items: readonly RequestItem[], id: string): RequestItem | undefined {
  return items.find(({ entryId }) => {
    const { key, body } = entryOf(db, entryId)
    return key === id || body['objectId'] === id
  })
}

/** The items that a client names; one that is named twice, by both of its ids perhaps, once. @throws DomainError `not-found` */
export function itemsNamed(db: Reader, request: Request, ids: readonly string[]): readonly RequestItem[] {
  const items = requests.items(db, request.id)
  const itemsMeant = ids.map((id) => {
    const item = itemMeant(db, items, id)
    if (!item) throw new DomainError('not-found', `The request has no item ${id}.`)
    return item
  })
  return [...new Set(itemsMeant)]
}

/** The same items as row ids. @throws DomainError `not-found` */
export const itemRows = (db: Reader, request: Request, ids: readonly string[]): readonly number[] =>
  itemsNamed(db, request, ids).map(({ id }) => id)
