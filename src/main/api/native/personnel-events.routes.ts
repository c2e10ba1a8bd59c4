import { z } from 'zod'
import { Guid } from '../../../contract/common.ts'
import {
  CancelPersonnelEvent,
  ChangePersonnelEvent,
  CommentOnEvent,
  NewPersonnelEvent,
  PersonnelEventDetail,
  PersonnelEventPage,
  PersonnelEventQuery,
  ResumePersonnelEvent,
  VoteOnEvent,
} from '../../../contract/personnel-events.ts'
import {
  cancelEvent,
  commentOnEvent,
  editEvent,
  resumeEvent,
} from '../../domain/personnel-events/change-event.service.ts'
import { createEvent } from '../../domain/personnel-events/create-event.service.ts'
import type { PersonnelEvent } from '../../domain/personnel-events/model/event.ts'
import { viewEvent } from '../../domain/personnel-events/reading/event.view.ts'
import { anyEvent, listEvents, listWaitingEvents } from '../../domain/personnel-events/reading/event-lists.service.ts'
import { getEvent } from '../../domain/personnel-events/reading/get-event.service.ts'
import { vote, withdrawVote } from '../../domain/personnel-events/voting/vote.service.ts'
import { personIn } from '../../domain/roles/principal.view.ts'
import { type Route, route } from '../http/route.ts'
import { answerEvent } from './event-answer.ts'
import { decodeCursor, encodeCursor } from './paging.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'

const params = z.object({ id: Guid })
const one = '/v1/personnel-events/:id'

export const personnelEventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/personnel-events',
    summary: 'List personnel events, latest date first: all, or those that the caller has to do with',
    access: { scope: 'requests:make' },
    query: PersonnelEventQuery,
    answers: { status: 200, schema: PersonnelEventPage },
    handle(context) {
      const { query, services } = context
      const db = services.env.store.reader
      const participant = participantIn(context)
      const offset = decodeCursor(query.cursor, 0)
      const filter = {
        ...anyEvent,
        identity: query.personId === undefined ? null : personIn(db, 'personId', query.personId),
        kind: query.kind ?? null,
        status: query.status ?? null,
        ended: query.view === 'open' ? false : query.view === 'ended' ? true : null,
        words: query.q ?? null,
      }
      const { items, total } =
        query.view === 'waiting'
          ? waitingPage(listWaitingEvents(db, participant, services.env.clock()), offset, query.limit)
          : listEvents(db, participant, filter, { offset, limit: query.limit })
      const next = offset + items.length < total && items.length > 0 ? offset + items.length : null
      return {
        body: {
          items: items.map((event) => viewEvent(services.env, participant, event)),
          total,
          ...encodeCursor(next),
        },
      }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/personnel-events',
    summary: 'Report that somebody joins, moves, leaves or goes on leave. It waits for approval',
    access: { scope: 'events:write' },
    body: NewPersonnelEvent,
    fieldNames: { person: 'personId', values: 'person', models: 'modelIds' },
    answers: { status: 201, schema: PersonnelEventDetail },
    handle(context) {
      const { body, services, caller } = context
      const { personId, person, modelIds, ...rest } = body
      const origin = caller.kind === 'person' ? 'window' : 'command-line'
      const input = { ...rest, person: personId, values: person, models: modelIds, origin } as const
      return answerEvent(context, createEvent(services.env, participantIn(context), input))
    },
  }),
  route({
    method: 'GET',
    path: one,
    summary: 'Read a personnel event with its plan, its votes, its items and its history',
    access: { scope: 'requests:make' },
    params,
    answers: { status: 200, schema: PersonnelEventDetail },
    handle: (context) =>
      answerEvent(context, getEvent(context.services.env.store.reader, participantIn(context), context.params.id)),
  }),
  route({
    method: 'PATCH',
    path: one,
    summary: 'Change an event before it is approved: the person, dates, models, applications left out',
    access: { scope: 'requests:make' },
    params,
    body: ChangePersonnelEvent,
    fieldNames: { values: 'person', models: 'modelIds', leftOut: 'leftOutIds' },
    needsIfMatch: true,
    answers: { status: 200, schema: PersonnelEventDetail },
    handle(context) {
      const { params: p, body, request, services } = context
      const { person, modelIds, leftOutIds, ...rest } = body
      const edit = { ...rest, values: person, models: modelIds, leftOut: leftOutIds }
      const action = { id: p.id, seen: revisionFromIfMatch(request) }
      return answerEvent(context, editEvent(services.env, participantIn(context), action, edit))
    },
  }),
  route({
    method: 'POST',
    path: `${one}/votes`,
    summary: 'Answer for the stage that waits: approve or reject the event, or its verification',
    access: { scope: 'requests:decide' },
    params,
    body: VoteOnEvent,
    answers: { status: 200, schema: PersonnelEventDetail },
    handle: (context) =>
      answerEvent(context, vote(context.services.env, participantIn(context), context.params.id, context.body)),
  }),
  route({
    method: 'DELETE',
    path: `${one}/votes`,
    summary: 'Take back one’s own answers while the stage is open',
    access: { scope: 'requests:decide' },
    params,
    answers: { status: 200, schema: PersonnelEventDetail },
    handle: (context) =>
      answerEvent(context, withdrawVote(context.services.env, participantIn(context), context.params.id)),
  }),
  route({
    method: 'POST',
    path: `${one}/cancel`,
    summary: 'Cancel an event. What was carried out stays carried out',
    access: { scope: 'requests:make' },
    params,
    body: CancelPersonnelEvent,
    answers: { status: 200, schema: PersonnelEventDetail },
    handle(context) {
      const action = { id: context.params.id, seen: null }
      return answerEvent(
        context,
        cancelEvent(context.services.env, participantIn(context), action, context.body.reason),
      )
    },
  }),
  route({
    method: 'POST',
    path: `${one}/resume`,
    summary: 'Say when a leave or an overlap ends: today, or on a day',
    access: { scope: 'requests:make' },
    params,
    body: ResumePersonnelEvent,
    answers: { status: 200, schema: PersonnelEventDetail },
    handle(context) {
      const action = { id: context.params.id, seen: null }
      return answerEvent(context, resumeEvent(context.services.env, participantIn(context), action, context.body.on))
    },
  }),
  route({
    method: 'POST',
    path: `${one}/comments`,
    summary: 'Comment on an event',
    access: { scope: 'requests:make' },
    params,
    body: CommentOnEvent,
    answers: { status: 200, schema: PersonnelEventDetail },
    handle: (context) =>
      answerEvent(
        context,
        commentOnEvent(context.services.env, participantIn(context), context.params.id, context.body.comment),
      ),
  }),
]

const waitingPage = (waiting: readonly PersonnelEvent[], offset: number, limit: number) => ({
  items: waiting.slice(offset, offset + limit),
  total: waiting.length,
})
