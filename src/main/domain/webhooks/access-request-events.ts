import type { ItemStatus } from '../personnel-events/items/item-status.ts'

/** The events of an access request, in the words of the compatible API. A correction is one edit here. */
export const accessRequestEvents = {
  created: {
    name: 'AccessRequestCreated',
    display: 'Access request created',
    description: 'Somebody asked for access, or for its removal.',
  },
  approved: {
    name: 'AccessRequestApproved',
    display: 'Access request approved',
    description: 'Everybody who must approve has approved; it can be carried out.',
  },
  assigned: {
    name: 'AccessRequestAssigned',
    display: 'Access request assigned',
    description: 'It waits for somebody to decide on it or to carry it out.',
  },
  resolved: {
    name: 'AccessRequestResolved',
    display: 'Access request resolved',
    description: 'Somebody says that it is carried out. No extract has shown it yet.',
  },
  completed: {
    name: 'AccessRequestCompleted',
    display: 'Access request completed',
    description: 'It is carried out, and shown to be.',
  },
  canceled: {
    name: 'AccessRequestCanceled',
    display: 'Access request canceled',
    description: 'It was refused, canceled or could not be carried out.',
  },
  reopened: {
    name: 'AccessRequestReopened',
    display: 'Access request reopened',
    description: 'It was over and is not any more: an extract contradicts it, or a decision was taken back.',
  },
} as const
export type AccessRequestEvent = keyof typeof accessRequestEvents

/** What was last told of an item: how far it is, and whom it waits for (a key that means nothing else). */
export interface ToldItem {
  readonly status: ItemStatus
  readonly assignee: string | null
}

const isOver = (status: ItemStatus): boolean => status === 'resolved' || status === 'completed' || status === 'canceled'
const isApproved = (status: ItemStatus): boolean => status !== 'pending' && status !== 'canceled'

/**
 * What happened to an item between two looks at it, in order. Between them it may have gone several steps.
 * @param before null when it was not there
 */
export function eventsBetween(before: ToldItem | null, after: ToldItem): AccessRequestEvent[] {
  const start: ToldItem = before ?? { status: 'pending', assignee: null }
  const events: AccessRequestEvent[] = before === null ? ['created'] : []
  const reopened = isOver(start.status) && !isOver(after.status)
  if (reopened) events.push('reopened')
  else if (!isApproved(start.status) && isApproved(after.status)) events.push('approved')
  if (after.assignee !== null && after.assignee !== start.assignee) events.push('assigned')
  if (isOver(after.status) && after.status !== start.status)
    events.push(after.status as 'resolved' | 'completed' | 'canceled')
  return events
}
