import { z } from 'zod'
import { businessDayAt } from '../../domain/shared/business-day.ts'
import { findIdentity } from '../../domain/identities/references.service.ts'
import { createEvent, eventErrors, type NewEvent } from '../../domain/personnel-events/create-event.service.ts'
import type { EventKind, PersonValues } from '../../domain/personnel-events/model/event.ts'
import { anyEvent, listEvents } from '../../domain/personnel-events/reading/event-lists.service.ts'
import { getEvent } from '../../domain/personnel-events/reading/get-event.service.ts'
import type { ItemStatus } from '../../domain/personnel-events/items/item-status.ts'
import { participantOf } from '../../domain/sign-in/participant.ts'
import { type Route, route, type RouteContext } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import {
  EventListQuery,
  LeaveOfAbsence,
  Offboard,
  Onboard,
  RoleTransition,
  VendorEvent,
  VendorEventList,
} from './event-wire.ts'
import { offsetOf, paged } from './paging.ts'
import { viewPersonnelEvent } from './personnel-event.ts'
import { ById, pageSize } from './wire.ts'

const kindOfType = {
  Onboard: 'onboard',
  Offboard: 'offboard',
  'Role Transition': 'role-transition',
  Absence: 'leave-of-absence',
  'Leave Of Absence': 'leave-of-absence',
} as const

/** What the bodies of the four creating calls call the fields that the domain names otherwise. */
const fieldNames = {
  person: 'identityId',
  values: 'identity',
  effectiveOn: 'effectiveDate',
  endOn: 'endDate',
}

interface Sent {
  readonly identityId?: string
  readonly effectiveDate: string
  readonly endDate?: string | undefined
  readonly identity?: PersonValues | undefined
  readonly comment?: string | undefined
}

const newEvent = (kind: EventKind, sent: Sent): NewEvent => ({
  kind,
  person: sent.identityId ?? null,
  values: kind === 'onboard' ? { identityType: 'Employee', ...sent.identity } : (sent.identity ?? {}),
  effectiveOn: sent.effectiveDate,
  effectiveTime: null,
  endOn: sent.endDate ?? null,
  late: null,
  models: [],
  comment: sent.comment ?? '',
  origin: 'api',
})

/**
 * What is wrong with the fields that a refused body has right: one answer names every bad field. Those that its schema
 * refuses are taken as saying nothing.
 */
function alsoWrong(kind: EventKind, schema: z.ZodObject) {
  return (body: unknown, { env }: Services) => {
    const sent = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
    const good = Object.fromEntries(
      Object.entries(schema.shape).flatMap(([name, field]) => {
        const read = (name === 'identity' ? lenientIdentity : field).safeParse(sent[name])
        return read.success ? [[name, read.data] as const] : []
      }),
    )
    const today = businessDayAt(env.clock())
    const db = env.store.reader
    const input = newEvent(kind, { effectiveDate: today, ...good })
    const unknown =
      kind !== 'onboard' && input.person !== null && !findIdentity(db, input.person)
        ? [{ field: 'person', message: 'names nobody that Castellan knows' }]
        : []
    return [...unknown, ...eventErrors(db, input, today)]
  }
}

/** Of a refused identity only the supervisor can be wrong in a way that its schema does not see. */
const lenientIdentity = z
  .looseObject({ supervisorId: z.guid().optional().catch(undefined) })
  .transform(({ supervisorId }) => ({ firstName: '-', lastName: '-', ...(supervisorId && { supervisorId }) }))
  .catch({ firstName: '-', lastName: '-' })

type Context = Pick<RouteContext<undefined, undefined, undefined>, 'caller' | 'actor' | 'services'>

function created({ caller, actor, services: { env } }: Context, input: NewEvent) {
  const db = env.store.reader
  const event = createEvent(env, participantOf(db, { caller, actor }), input)
  return {
    body: viewPersonnelEvent(db, event, env.clock()),
    headers: { location: `/api/personnel-events/${event.guid}` },
  }
}

const creating = {
  method: 'POST',
  access: { scope: 'events:write' },
  answers: { status: 201, schema: VendorEvent },
} as const

export const vendorEventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/personnel-events',
    summary: 'List personnel events, latest effective date first',
    access: { scope: 'events:read' },
    query: EventListQuery,
    answers: { status: 200, schema: VendorEventList },
    handle({ query: { page, identityId, type, status }, caller, actor, services: { env } }) {
      const db = env.store.reader
      const filter = {
        ...anyEvent,
        identity: identityId === undefined ? null : (findIdentity(db, identityId)?.id ?? -1),
        kind: type === undefined ? null : kindOfType[type],
        status: status === undefined ? null : (status.toLowerCase() as ItemStatus),
      }
      const participant = participantOf(db, { caller, actor })
      const { items, total } = listEvents(db, participant, filter, { offset: offsetOf(page), limit: pageSize })
      const at = env.clock()
      return {
        body: paged(
          items.map((event) => viewPersonnelEvent(db, event, at)),
          total,
          page,
        ),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/personnel-events/:id',
    summary: 'Read one personnel event with its stages, responses and access requests',
    access: { scope: 'events:read' },
    params: ById,
    answers: { status: 200, schema: VendorEvent },
    handle({ params: { id }, caller, actor, services: { env } }) {
      const db = env.store.reader
      const event = getEvent(db, participantOf(db, { caller, actor }), id)
      return { body: viewPersonnelEvent(db, event, env.clock()) }
    },
  }),
  route({
    ...creating,
    path: '/api/personnel-events/onboard',
    summary: 'Report that somebody joins; their identity exists once it is approved',
    body: Onboard,
    fieldNames,
    alsoWrong: alsoWrong('onboard', Onboard),
    handle: (context) => created(context, newEvent('onboard', context.body)),
  }),
  route({
    ...creating,
    path: '/api/personnel-events/offboard',
    summary: 'Report that somebody leaves: every account and privilege of theirs is taken',
    body: Offboard,
    fieldNames,
    alsoWrong: alsoWrong('offboard', Offboard),
    handle: (context) => created(context, newEvent('offboard', context.body)),
  }),
  route({
    ...creating,
    path: '/api/personnel-events/role-transition',
    summary: 'Report that somebody’s role changes; with an end date, old and new access overlap until then',
    body: RoleTransition,
    fieldNames,
    alsoWrong: alsoWrong('role-transition', RoleTransition),
    handle: (context) => created(context, newEvent('role-transition', context.body)),
  }),
  route({
    ...creating,
    path: '/api/personnel-events/leave-of-absence',
    summary: 'Report a leave: access is suspended, and given back at its end',
    body: LeaveOfAbsence,
    fieldNames,
    alsoWrong: alsoWrong('leave-of-absence', LeaveOfAbsence),
    handle: (context) => created(context, newEvent('leave-of-absence', context.body)),
  }),
]
