import type { Reader } from '../../../storage/open.ts'
import { tasksOf, taskItems, type ApprovalTask } from '../../access-requests/workflow/approvals.service.ts'
import { privilegesOf, type NamedPrivilegeChange } from '../../access-requests/submission/event-requests.service.ts'
import { itemOf, requestOf } from '../../access-requests/workflow/read-request.service.ts'
import type { Request, RequestItem } from '../../access-requests/model/request.ts'
import { historyOf, type HistoryEntry } from '../../access-requests/reading/comments.service.ts'
import type { Visibility } from '../../access-requests/reading/visibility.ts'
import { applicationOf, type ApplicationReference } from '../../applications/application-references.service.ts'
import { notFound } from '../../shared/errors.ts'
import { events } from '../events.store.ts'
import type { PersonnelEvent, WorkStage } from '../model/event.ts'
import type { ItemStatus } from './item-status.ts'
import { type ItemFilter, requestItems } from './request-items.store.ts'

export type { ItemFilter } from './request-items.store.ts'

/** One item of a request with what stands around it: to some clients each is a request of its own. */
export interface RequestedItem {
  readonly item: RequestItem
  readonly request: Request
  readonly status: ItemStatus
  readonly application: ApplicationReference | null
  /** The event that made it. */
  readonly event: PersonnelEvent | null
  readonly stage: WorkStage | null
  /** Tasks that this item is in, oldest first, each with what was decided about it. */
  readonly tasks: readonly { readonly task: ApprovalTask; readonly outcome: string | null; readonly comment: string }[]
}

/** One page of the items of all requests, newest first. */
export const listRequestedItems = (
  db: Reader,
  filter: ItemFilter,
  page: { readonly offset: number; readonly limit: number },
): { items: RequestedItem[]; total: number } => ({
  items: requestItems.page(db, filter, page).map((row) => withSurroundings(db, row)),
  total: requestItems.count(db, filter),
})

/** @throws DomainError `not-found` */
export function getRequestedItem(db: Reader, guid: string): RequestedItem {
  const row = requestItems.byGuid(db, guid)
  if (!row) throw notFound('access-request')
  return withSurroundings(db, row)
}

type Row = ReturnType<typeof requestItems.page>[number]

function withSurroundings(db: Reader, row: Row): RequestedItem {
  const item = itemOf(db, row.item)
  const event = row.event === null ? null : events.get(db, row.event)
  return {
    item,
    request: requestOf(db, item.requestId),
    status: row.status,
    application: row.application === null ? null : applicationOf(db, row.application),
    event,
    stage: event === null ? null : (events.items(db, event.id).find((one) => one.item === item.id)?.stage ?? null),
    tasks: tasksOf(db, item.requestId).flatMap((task) => {
      const own = taskItems(db, task.id).find((one) => one.item === item.id)
      return own ? [{ task, outcome: own.outcome, comment: own.comment }] : []
    }),
  }
}

/** What an item changes, privilege by privilege. One of the catalogue changes what its entry names. */
export const privilegesOfItem = (db: Reader, { item }: RequestedItem): NamedPrivilegeChange[] =>
  privilegesOf(db, item.id)

/** What happened to an item, and what was said about it. @param sight what of it the reader may see */
export const historyOfItem = (db: Reader, { item }: RequestedItem, sight: Visibility): HistoryEntry[] =>
  historyOf(db, item.requestId, sight).filter(({ items }) => items.length === 0 || items.includes(item.id))

/** The other items of its request, and of its event. */
export function relatedItems(
  db: Reader,
  { item }: RequestedItem,
): readonly { guid: string; number: number; status: ItemStatus }[] {
  return requestItems.siblings(db, item.id).map(({ guid, item: number, status }) => ({ guid, number, status }))
}

/** The items of an event with their status, and the stage in which each is carried out. */
export const itemsOfEvent = (db: Reader, { id }: Pick<PersonnelEvent, 'id'>) => requestItems.ofEvent(db, id)
