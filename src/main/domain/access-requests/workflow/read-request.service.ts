import type { Reader } from '../../../storage/open.ts'
import { notFound } from '../../shared/errors.ts'
import type { Action } from '../../catalogue/item-action.ts'
import type { Request, RequestItem } from '../model/request.ts'
import { countRequests, findRequests, type RequestListQuery } from './request-lists.store.ts'
import { requests } from './requests.store.ts'

/** An item by its row: tasks keep the rows of their items. */
export const itemOf = (db: Reader, id: number): RequestItem => requests.item(db, id)

/** A request by its row. */
export function requestOf(db: Reader, id: number): Request {
  const request = requests.get(db, id)
  if (!request) throw new Error(`no request ${id}`)
  return request
}

/** Every item of a request, in the order in which it was asked for. */
export const itemsOf = (db: Reader, request: number): RequestItem[] => requests.items(db, request)

/** What open requests ask for somebody: rows of entries, not decided or carried out yet. */
export const openRequestsFor = (db: Reader, identity: number): readonly { entry: number; action: Action }[] =>
  requests.underWay(db, identity)

export const findRequest = (db: Reader, key: string): Request | undefined => requests.byKey(db, key)

/** A request that is there. @throws DomainError `not-found` */
export function getRequest(db: Reader, key: string): Request {
  const request = requests.byKey(db, key)
  if (!request) throw notFound('request')
  return request
}

export type { RequestListQuery as RequestQuestion } from './request-lists.store.ts'

/** One page of requests. @param counted whether the total is wanted; null otherwise @throws UnknownField */
export const listRequests = (
  db: Reader,
  question: RequestListQuery,
  counted: boolean,
): { items: Request[]; total: number | null } => ({
  items: findRequests(db, question).map((id) => requestOf(db, id)),
  total: counted ? countRequests(db, question) : null,
})
