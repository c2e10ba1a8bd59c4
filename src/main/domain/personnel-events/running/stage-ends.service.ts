import type { ActionContext } from '../../access-requests/workflow/action-context.ts'
import { reopenItem } from '../../access-requests/workflow/flow.service.ts'
import { contradictByHand } from '../../access-requests/verification/by-hand.service.ts'
import { requestOf } from '../../access-requests/workflow/read-request.service.ts'
import { addPerson, eventActor } from '../../managed-users/event-people.service.ts'
import { events } from '../events.store.ts'
import { hasRemoval, type PersonnelEvent } from '../model/event.ts'
import { changesToApprove } from '../planning/plan.service.ts'
import { recordEvent } from '../record-event.ts'
import { answers } from '../voting/answers.store.ts'
import { advanceEvent } from './advance.service.ts'
import { openItemsOf } from './event-items.ts'

/** Everybody who must approve has. The identity of a new person exists from now on. */
export function approveEvent(ctx: ActionContext, event: PersonnelEvent): PersonnelEvent {
  const { tx, at } = ctx
  const identity = event.identity ?? addPerson(ctx.env, tx, eventActor(event.id), { at, person: event.person })
  const approvedChanges = changesToApprove(tx, event)
  const approved = events.change(tx, event, { stage: 'provision', approvedAt: at, approvedChanges, identity })
  recordEvent(ctx, approved, { action: 'approved', text: 'Approved.' })
  return advanceEvent(ctx, approved)
}

export function rejectEvent(ctx: ActionContext, event: PersonnelEvent): PersonnelEvent {
  const rejected = events.change(ctx.tx, event, { stage: 'rejected', endedAt: ctx.at })
  recordEvent(ctx, rejected, { action: 'rejected', text: 'Rejected. Nothing was changed.' })
  return rejected
}

/** Somebody verified that the work is not as it should be: what no data has proved is to be done again. */
export function sendBack(ctx: ActionContext, event: PersonnelEvent): PersonnelEvent {
  const { tx } = ctx
  for (const item of openItemsOf(tx, event)) {
    if (item.verification !== 'claimed') continue
    contradictByHand(ctx, item)
    reopenItem(ctx, requestOf(tx, item.requestId), item)
  }
  answers.clear(tx, event.id, 'verification')
  const back = events.change(tx, event, { stage: hasRemoval(event) ? 'removal' : 'provision', verificationAt: null })
  recordEvent(ctx, back, { action: 'sent-back', text: 'Sent back: to be carried out again.' })
  return back
}
