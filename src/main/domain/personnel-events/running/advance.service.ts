import { systemContext, runAction, type ActionContext } from '../../access-requests/workflow/action-context.ts'
import {
  type ApplicationChange,
  beginScheduledItem,
  createEventRequest,
  privilegesOf,
} from '../../access-requests/submission/event-requests.service.ts'
import type { RequestItem } from '../../access-requests/model/request.ts'
import {
  changePersonOfEvent,
  eventActor,
  hasYielding,
  yieldToRosters,
} from '../../managed-users/event-people.service.ts'
import type { Reader } from '../../../storage/open.ts'
import { personnelEventSettings } from '../../settings/personnel-event-settings.service.ts'
import { addDays, businessDayAt } from '../../shared/business-day.ts'
import type { Environment } from '../../shared/environment.ts'
import { events } from '../events.store.ts'
import { type EventKind, eventKinds, type PersonnelEvent, type WorkStage } from '../model/event.ts'
import { heldAccess } from '../planning/held-access.store.ts'
import { approvedPlan } from '../planning/plan.service.ts'
import { recordEvent, titleOf } from '../record-event.ts'
import { answers } from '../voting/answers.store.ts'
import { removalBeginOf } from './begin-times.ts'
import { itemsOfEvent } from './event-items.ts'
import { type Move, nextMove } from './next-move.ts'

/**
 * Moves every event on as far as time and the work of others allow: at the start, every minute, after an import and after
 * each decision. What should have begun while the program was closed begins now.
 * @returns how many moved
 */
export function advanceEvents(env: Environment): number {
  const db = env.store.reader
  if (hasYielding(db)) env.store.transact((tx) => yieldToRosters(tx, env.clock()))
  const now = env.clock()
  const candidates = events.moving(db, { horizon: horizonAt(db, now), unvoted: unvotedKinds(db) })
  const waiting = candidates.filter((id) => nextMove(db, events.get(db, id), now) !== null)
  for (const id of waiting) runAction(env, systemContext, (ctx) => advanceEvent(ctx, events.get(ctx.tx, id)))
  return waiting.length
}

/** A day after all that can begin now: weekends and holidays move a beginning back by less than the margin. */
const horizonAt = (db: Reader, now: number): string =>
  addDays(businessDayAt(now), personnelEventSettings(db).leadDays + marginDays)
const marginDays = 366

const unvotedKinds = (db: Reader): EventKind[] => {
  const { votes } = personnelEventSettings(db)
  return eventKinds.filter((kind) => votes[kind].verification.length === 0)
}

/** Moves one event on as far as it goes, in the caller's action. */
export function advanceEvent(ctx: ActionContext, event: PersonnelEvent): PersonnelEvent {
  const move = nextMove(ctx.tx, event, ctx.at)
  return move === null ? event : advanceEvent(ctx, make(ctx, event, move))
}

function make(ctx: ActionContext, event: PersonnelEvent, move: Move): PersonnelEvent {
  const { tx, at } = ctx
  switch (move.kind) {
    case 'begin-provision':
      return beginProvision(ctx, event)
    case 'take-effect':
      takeEffect(ctx, event)
      return events.change(tx, event, { tookEffectAt: at })
    case 'end-provision': {
      const until = event.endOn === null ? 'until somebody resumes it' : `until ${event.endOn}`
      const next = events.change(tx, event, { stage: 'removal' })
      recordEvent(ctx, next, { action: 'provisioned', text: `Everything is carried out. It waits ${until}.` })
      return next
    }
    case 'begin-removal':
      return beginRemoval(ctx, event)
    case 'begin-verification': {
      const next = events.change(tx, event, { stage: 'verification', verificationAt: at })
      recordEvent(ctx, next, { action: 'carried-out', text: 'Everything is carried out. To be verified.' })
      return next
    }
    case 'reopen': {
      answers.clear(tx, event.id, 'verification')
      const next = events.change(tx, event, { stage: move.stage, verificationAt: null, endedAt: null })
      recordEvent(ctx, next, { action: 'reopened', text: `Reopened: an import contradicts ${move.items.join(', ')}.` })
      return next
    }
    case 'complete': {
      const next = events.change(tx, event, { stage: 'completed', endedAt: at })
      recordEvent(ctx, next, { action: 'completed', text: 'Verified and completed.' })
      return next
    }
  }
}

/** Makes the requests of an event: those to be carried out now, and those that wait for its end. */
function beginProvision(ctx: ActionContext, event: PersonnelEvent): PersonnelEvent {
  const { tx, at } = ctx
  const plan = approvedPlan(tx, event)
  makeRequest(ctx, event, { stage: 'provision', changes: plan.provision, begins: 'now' })
  makeRequest(ctx, event, { stage: 'removal', changes: plan.removal, begins: removalBeginOf(tx, event) })
  const begun = events.change(tx, event, { begunAt: at })
  const n = plan.provision.length
  recordEvent(ctx, begun, {
    action: 'begun',
    text: `Begun. ${n === 0 ? 'No application has' : n === 1 ? 'One application has' : `${n} applications have`} to change.`,
  })
  return begun
}

interface StageWork {
  readonly stage: WorkStage
  readonly changes: readonly ApplicationChange[]
  readonly begins: 'now' | number | null
}

function makeRequest(ctx: ActionContext, event: PersonnelEvent, { stage, changes, begins }: StageWork): void {
  if (changes.length === 0 || event.identity === null) return
  const items = createEventRequest(ctx, {
    requester: event.reporter,
    requestee: event.identity,
    comment: `${titleOf(ctx.tx, event)}.`,
    changes,
    begins,
  })
  for (const { id } of items) events.addItem(ctx.tx, event.id, id, stage)
}

/** On its date a role transition changes the person: their department, title and the like. */
function takeEffect({ tx, at }: ActionContext, { id, kind, identity, person }: PersonnelEvent): void {
  if (kind === 'role-transition' && identity !== null) changePersonOfEvent(tx, eventActor(id), { at, identity, person })
}

function beginRemoval(ctx: ActionContext, event: PersonnelEvent): PersonnelEvent {
  const { tx, at } = ctx
  const isLeave = event.kind === 'leave-of-absence'
  const planned = isLeave ? approvedPlan(tx, event).removal : []
  for (const item of itemsOfEvent(tx, event, 'removal'))
    if (item.step === 'scheduled')
      beginScheduledItem(ctx, item, isLeave ? restored(planned, item) : stillHeld(ctx, event, item))
  const begun = events.change(tx, event, { removalBegunAt: at })
  recordEvent(ctx, begun, {
    action: 'removal-begun',
    text: isLeave ? 'The leave ends: access is given back.' : 'The overlap ends: the old access goes.',
  })
  return begun
}

/** What of an application a leave really suspended, minus what was revoked meanwhile. */
const restored = (planned: readonly ApplicationChange[], item: RequestItem): ApplicationChange['privileges'] =>
  planned.filter(({ application }) => application === item.application).flatMap(({ privileges }) => privileges)

/** What of the old role's access is still held. An account goes only with the last of it. */
function stillHeld(
  { tx }: ActionContext,
  { identity }: PersonnelEvent,
  item: RequestItem,
): ApplicationChange['privileges'] {
  const grants = identity === null ? [] : heldAccess.grants(tx, identity)
  const held = new Set(grants.map(({ account, entitlement }) => `${account} ${entitlement}`))
  const rows = privilegesOf(tx, item.id).filter(
    ({ account, entitlement }) => entitlement === null || held.has(`${account} ${entitlement}`),
  )
  return rows.some(({ entitlement }) => entitlement !== null) ? rows : []
}
