import type { Reader } from '../../storage/open.ts'
import type { Request, RequestItem } from './request.ts'
import { requests } from './requests.store.ts'

/** An item by its row: tasks keep the rows of their items. */
export const itemOf = (db: Reader, id: number): RequestItem => requests.item(db, id)

/** A request by its row. */
export function requestOf(db: Reader, id: number): Request {
  const request = requests.get(db, id)
  if (!request) throw new Error(`no request ${id}`)
  return request
}
