import type { Reader } from '../../../storage/open.ts'
import { itemOf } from '../../access-requests/workflow/read-request.service.ts'
import type { RequestItem } from '../../access-requests/model/request.ts'
import { events } from '../events.store.ts'
import type { PersonnelEvent, WorkStage } from '../model/event.ts'

/** The items of one stage of an event, or of all. */
export const itemsOfEvent = (
  db: Reader,
  event: Pick<PersonnelEvent, 'id'>,
  of: WorkStage | 'all' = 'all',
): RequestItem[] =>
  events
    .items(db, event.id)
    .filter(({ stage }) => of === 'all' || stage === of)
    .map(({ item }) => itemOf(db, item))

/** Those that were carried out: what a verification is about. */
export const openItemsOf = (db: Reader, event: Pick<PersonnelEvent, 'id'>): RequestItem[] =>
  itemsOfEvent(db, event).filter(({ outcome }) => outcome === 'provisioned')

/** Whether everything of a stage has been carried out, or was given up. */
export const isWorkDone = (items: readonly RequestItem[]): boolean =>
  items.every(({ outcome, verification }) => outcome !== null && verification !== 'contradicted')
