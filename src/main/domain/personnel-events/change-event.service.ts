import { runAction, type ActionContext } from '../access-requests/workflow/action-context.ts'
import { cancelItem, rescheduleItem } from '../access-requests/submission/event-requests.service.ts'
import { findApplication } from '../applications/application-references.service.ts'
import { businessDayAt, startOfDay } from '../shared/business-day.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError, type FieldError } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { hasRight, type Participant } from '../sign-in/participant.ts'
import { events } from './events.store.ts'
import type { PersonnelEvent, PersonValues } from './model/event.ts'
import { getEvent } from './reading/get-event.service.ts'
import { addEventComment, recordEvent } from './record-event.ts'
import { advanceEvent } from './running/advance.service.ts'
import { itemsOfEvent } from './running/event-items.ts'
import { answers } from './voting/answers.store.ts'
import { openRequirements, whyNotVote } from './voting/requirements.service.ts'

interface EventAction {
  readonly id: string
  /** The revision that the caller saw; null asks for none. */
  readonly seen: number | null
}

/** Whether somebody may change an event: who reported it, who has it, and who manages events. Nobody an event about themselves. */
export const mayChangeEvent = (participant: Participant, event: PersonnelEvent): boolean => {
  const { identity } = participant
  if (identity !== null && identity === event.identity) return false
  return (
    hasRight(participant, 'events:write') ||
    (identity !== null && (identity === event.reporter || identity === event.assignee))
  )
}

function change(
  env: Environment,
  participant: Participant,
  action: EventAction & { readonly mayVoters?: boolean },
  work: (ctx: ActionContext, event: PersonnelEvent) => PersonnelEvent,
): PersonnelEvent {
  return runAction(env, participant, (ctx) => {
    const event = getEvent(ctx.tx, participant, action.id)
    expectRevision(event.revision, action.seen)
    if (!mayChangeEvent(participant, event) && !(action.mayVoters === true && isVoter(ctx, participant, event)))
      throw new DomainError('forbidden', 'Only who reported an event, or who manages events, changes it.')
    return work(ctx, event)
  })
}

/** Whether an answer of theirs is still open: until then approvers choose which applications an event covers. */
const isVoter = ({ tx, at }: ActionContext, participant: Participant, event: PersonnelEvent): boolean =>
  whyNotVote(event, openRequirements(tx, event, at), participant) === null

export interface EventEdit {
  readonly values?: PersonValues | undefined
  readonly models?: readonly string[] | undefined
  readonly effectiveOn?: string | undefined
  readonly effectiveTime?: string | null | undefined
  readonly endOn?: string | null | undefined
  /** GUIDs of the applications that are left out. */
  readonly leftOut?: readonly string[] | undefined
}

/**
 * Changes an event before it is approved. Answers that were given are asked for again: they were given for something else.
 * @throws DomainError `not-found`, `forbidden`, `stale`, `invalid`; `conflict` once it is approved
 */
export function editEvent(
  env: Environment,
  participant: Participant,
  action: EventAction,
  edit: EventEdit,
): PersonnelEvent {
  const isScopeOnly = Object.entries(edit).every(([field, value]) => field === 'leftOut' || value === undefined)
  return change(env, participant, { ...action, mayVoters: isScopeOnly }, (ctx, event) => {
    if (event.stage !== 'approval')
      throw new DomainError('conflict', 'It is approved: cancel it and make a new one instead.')
    const { leftOut, values, ...rest } = edit
    const defined = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
    const next = { ...event, ...defined, person: { ...event.person, ...values } }
    validateEdit(next, businessDayAt(ctx.at))
    const left = leftOut === undefined ? undefined : applicationsNamed(ctx, leftOut)
    answers.clear(ctx.tx, event.id, 'approval')
    if (left !== undefined)
      events.setLeftOut(
        ctx.tx,
        event.id,
        left.map(({ id }) => id),
      )
    const edited = events.change(ctx.tx, event, {
      person: next.person,
      models: next.models,
      effectiveOn: next.effectiveOn,
      effectiveTime: next.effectiveTime,
      endOn: next.endOn,
    })
    recordEvent(ctx, edited, {
      action: 'edited',
      text: `Changed: ${wordsFor(edit, left)}. Answers are asked for again.`,
    })
    return edited
  })
}

function validateEdit({ effectiveOn, endOn, trueSince }: PersonnelEvent, today: string): void {
  const errors: FieldError[] = []
  if (trueSince === null && effectiveOn < today)
    errors.push({ field: 'effectiveOn', message: `must be today (${today}) or later` })
  if (endOn !== null && endOn <= effectiveOn)
    errors.push({ field: 'endOn', message: 'must be after the date on which it begins' })
  if (errors.length > 0) throw new DomainError('invalid', 'This event is not valid.', errors)
}

function applicationsNamed({ tx }: ActionContext, guids: readonly string[]) {
  return guids.map((guid, at) => {
    const application = findApplication(tx, guid)
    if (!application)
      throw new DomainError('invalid', 'This event is not valid.', [
        { field: `leftOut.${at}`, message: 'names no application' },
      ])
    return application
  })
}

const words: Readonly<Record<keyof EventEdit, string>> = {
  values: 'the person',
  models: 'access models',
  effectiveOn: 'date',
  effectiveTime: 'hour',
  endOn: 'end',
  leftOut: 'applications',
}

function wordsFor(edit: EventEdit, leftOut: readonly { readonly name: string }[] | undefined): string {
  const changed = (Object.keys(words) as (keyof EventEdit)[]).filter((key) => edit[key] !== undefined)
  const left =
    leftOut === undefined || leftOut.length === 0 ? '' : `; left out: ${leftOut.map(({ name }) => name).join(', ')}`
  return changed.map((key) => words[key]).join(', ') + left
}

/**
 * Cancels an event. What was carried out stays carried out, and is named.
 * @throws DomainError `conflict` when it has ended, and for a leave whose access is suspended: that is given back instead
 */
export function cancelEvent(
  env: Environment,
  participant: Participant,
  action: EventAction,
  reason: string,
): PersonnelEvent {
  return change(env, participant, action, (ctx, event) => {
    if (event.endedAt !== null) throw new DomainError('conflict', 'This event has ended already.')
    if (event.stage === 'removal')
      throw new DomainError('conflict', 'What it changed is carried out: end it instead of cancelling it.')
    const items = itemsOfEvent(ctx.tx, event)
    const done = items.filter(({ outcome }) => outcome === 'provisioned')
    for (const item of items) if (item.outcome === null) cancelItem(ctx, item, 'The personnel event was cancelled.')
    const cancelled = events.change(ctx.tx, event, { stage: 'cancelled', endedAt: ctx.at })
    const stays =
      done.length === 0
        ? ''
        : ` Carried out already, and not undone: ${done.map(({ displayName }) => displayName).join(', ')}.`
    recordEvent(ctx, cancelled, {
      action: 'cancelled',
      text: `Cancelled${reason === '' ? '' : `: ${reason}`}.${stays}`,
      details: { reason },
    })
    return cancelled
  })
}

/**
 * Says when a leave or an overlap ends: now, or on a day. A leave that waits for nobody knows when goes on by this.
 * @param on null: now
 * @throws DomainError `conflict` when it does not wait for its end, `invalid` for a day that has passed
 */
export function resumeEvent(
  env: Environment,
  participant: Participant,
  action: EventAction,
  on: string | null,
): PersonnelEvent {
  return change(env, participant, action, (ctx, event) => resumeOpenEvent(ctx, event, on))
}

/** The same in the caller's action: a roster shows that somebody is back. @throws DomainError `conflict`, `invalid` */
export function resumeOpenEvent(ctx: ActionContext, event: PersonnelEvent, on: string | null): PersonnelEvent {
  const waits = event.stage === 'removal' && event.removalBegunAt === null
  if (!waits && !(event.kind === 'leave-of-absence' && event.stage === 'provision'))
    throw new DomainError('conflict', 'This event does not wait for its end.')
  const today = businessDayAt(ctx.at)
  if (on !== null && on < today)
    throw new DomainError('invalid', 'The day has passed.', [
      { field: 'on', message: `must be today (${today}) or later` },
    ])
  const endOn = on ?? today
  for (const item of itemsOfEvent(ctx.tx, event, 'removal'))
    if (item.step === 'scheduled') rescheduleItem(ctx, item, startOfDay(endOn))
  const resumed = events.change(ctx.tx, event, { endOn })
  recordEvent(ctx, resumed, { action: 'resumed', text: on === null ? 'Ends today.' : `Ends on ${on}.` })
  return advanceEvent(ctx, resumed)
}

/** Adds what somebody says about an event that they may see. @throws DomainError `not-found` */
export function commentOnEvent(env: Environment, participant: Participant, id: string, text: string): PersonnelEvent {
  return runAction(env, participant, (ctx) => {
    const event = getEvent(ctx.tx, participant, id)
    addEventComment(ctx, event, text)
    return event
  })
}
