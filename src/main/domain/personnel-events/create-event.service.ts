import { type ActionContext, runAction } from '../access-requests/workflow/action-context.ts'
import type { Reader } from '../../storage/open.ts'
import { businessDayAt } from '../shared/business-day.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError, type FieldError } from '../shared/errors.ts'
import { shortPersonId } from '../shared/object-ids.ts'
import { findIdentity } from '../identities/references.service.ts'
import { type Participant, requireRight } from '../sign-in/participant.ts'
import { events } from './events.store.ts'
import type { EventKind, EventOrigin, PersonnelEvent, PersonValues } from './model/event.ts'
import { proposals } from './proposals/proposals.store.ts'
import { accessModels } from './models/access-models.store.ts'
import { addEventComment, recordEvent, titleOf } from './record-event.ts'

export interface NewEvent {
  readonly kind: EventKind
  /** GUID or id of the person; null for an onboarding. */
  readonly person: string | null
  readonly values: PersonValues
  /** What was different before, where a roster has changed it already. */
  readonly valuesBefore?: PersonValues
  readonly effectiveOn: string
  readonly effectiveTime: string | null
  readonly endOn: string | null
  /** Of a notice that came late: since when it has been true, and why it comes late. */
  readonly late: { readonly trueSince: string; readonly reason: string } | null
  readonly models: readonly string[]
  readonly comment: string
  readonly origin: EventOrigin
}

/**
 * Makes a personnel event, which waits for its approval.
 * @throws DomainError `forbidden`; `not-found` when all that is wrong is an unknown person; `invalid` with everything that is
 * wrong; `conflict` when such an event is open for the person, naming it
 */
export function createEvent(env: Environment, participant: Participant, input: NewEvent): PersonnelEvent {
  requireRight(participant, 'events:write')
  return runAction(env, participant, (ctx) => addEvent(ctx, input))
}

/** The same in the caller's action: a confirmed proposal becomes an event. */
export function addEvent(ctx: ActionContext, input: NewEvent): PersonnelEvent {
  const { env, tx, at, actor } = ctx
  const identity = validated(tx, input, businessDayAt(at))
  const twin = events.openTwin(tx, { kind: input.kind, identity, email: input.values.email ?? '' })
  if (twin)
    throw new DomainError(
      'conflict',
      `${titleOf(tx, twin)} is open already, from ${twin.effectiveOn}. Change or cancel that one.`,
    )
  const id = events.insert(tx, {
    guid: env.newId(),
    kind: input.kind,
    identity,
    person: input.values,
    personBefore: input.valuesBefore ?? {},
    models: input.models,
    effectiveOn: input.effectiveOn,
    effectiveTime: input.effectiveTime,
    endOn: input.endOn,
    trueSince: input.late?.trueSince ?? null,
    lateReason: input.late?.reason ?? null,
    origin: input.origin,
    reporter: ctx.identity,
    reportedBy: actor.name,
    createdAt: at,
  })
  const event = events.get(tx, id)
  const late = event.trueSince === null ? '' : `, true since ${event.trueSince}: ${event.lateReason}`
  recordEvent(ctx, event, {
    action: 'reported',
    text: `Reported for ${event.effectiveOn}${late}.`,
    details: { kind: event.kind, effectiveOn: event.effectiveOn, endOn: event.endOn, origin: event.origin },
  })
  if (input.comment !== '') addEventComment(ctx, event, input.comment)
  // What a roster proposed of the same fact is this event now.
  if (identity !== null) proposals.end(tx, { identity, kind: event.kind, at, by: actor.name, event: id })
  return event
}

/** @returns the row of the person; null for an onboarding @throws DomainError */
function validated(db: Reader, input: NewEvent, today: string): number | null {
  const identity = input.person === null ? undefined : findIdentity(db, shortPersonId(input.person))
  const unknown: FieldError[] =
    input.kind !== 'onboard' && identity === undefined
      ? [{ field: 'person', message: 'names nobody that Castellan knows' }]
      : []
  const errors = eventErrors(db, input, today)
  if (errors.length > 0) throw new DomainError('invalid', 'This event is not valid.', [...unknown, ...errors])
  if (unknown.length > 0) throw new DomainError('not-found', 'There is no such person.', unknown)
  return identity?.id ?? null
}

/** Everything that is wrong with an event besides whom it is about. */
export function eventErrors(db: Reader, input: NewEvent, today: string): FieldError[] {
  const errors: FieldError[] = []
  if (input.late === null && input.effectiveOn < today)
    errors.push({ field: 'effectiveOn', message: `must be today (${today}) or later` })
  if (input.late !== null) errors.push(...lateErrors(input.late, today))
  if (input.endOn !== null && input.endOn <= input.effectiveOn)
    errors.push({ field: 'endOn', message: 'must be after the date on which it begins' })
  return [...errors, ...valueErrors(db, input)]
}

function lateErrors({ trueSince, reason }: NonNullable<NewEvent['late']>, today: string): FieldError[] {
  const errors: FieldError[] = []
  if (trueSince > today) errors.push({ field: 'late.trueSince', message: 'is in the future: nothing is late then' })
  if (reason.trim() === '') errors.push({ field: 'late.reason', message: 'is required' })
  return errors
}

function valueErrors(db: Reader, { kind, person, values, models }: NewEvent): FieldError[] {
  const errors: FieldError[] = []
  // Somebody whom a roster lists already has a name.
  if (kind === 'onboard' && person === null)
    for (const field of ['firstName', 'lastName'] as const)
      if ((values[field] ?? '').trim() === '') errors.push({ field: `values.${field}`, message: 'is required' })
  const { supervisorId } = values
  if (supervisorId !== undefined && supervisorId !== '' && !findIdentity(db, shortPersonId(supervisorId)))
    errors.push({ field: 'values.supervisorId', message: 'names nobody that Castellan knows' })
  for (const [at, guid] of models.entries())
    if (!accessModels.byGuid(db, guid)) errors.push({ field: `models.${at}`, message: 'names no access model' })
  return errors
}
