import { z } from 'zod'
import { Key } from '../../../contract/catalogue.ts'
import {
  ApprovalCard,
  ApprovalTask,
  ApprovalTaskPage,
  ApprovalTaskQuery,
  ConsultTask,
  DecideTasksResult,
  DecideTask,
  DecideTasks,
  ReassignTask,
  RecordDecision,
} from '../../../contract/approvals.ts'
import { pageOfTasks } from '../../domain/access-requests/workflow/approvals.service.ts'
import { approvalCard } from '../../domain/access-requests/approvals/card.service.ts'
import { decideTask, type DecisionResult } from '../../domain/access-requests/approvals/decisions.service.ts'
import { decideTasks } from '../../domain/access-requests/approvals/decide-many.service.ts'
import { recordDecisionWithEvidence } from '../../domain/access-requests/approvals/recorded-decision.service.ts'
import {
  cancelConsultation,
  consultAdviser,
  reassignTask,
} from '../../domain/access-requests/approvals/task-changes.service.ts'
import { viewTask, viewTasks } from '../../domain/access-requests/reading/task.view.ts'
import { emptyFilter } from '../../domain/access-requests/model/list-filter.ts'
import { requireRight } from '../../domain/sign-in/participant.ts'
import { personIn, principalIn } from '../../domain/roles/principal.view.ts'
import { decodeCursor, encodeCursor } from './paging.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Key })

const decidedIn = (body: z.infer<typeof DecideTask>): DecisionResult =>
  'all' in body ? body : body.items.map(({ itemId, outcome, comment }) => ({ itemId, outcome, comment }))

export const approvalRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/approvals',
    summary: 'List the tasks assigned to the caller, by due date; or all tasks',
    access: { scope: 'requests:decide' },
    query: ApprovalTaskQuery,
    answers: { status: 200, schema: ApprovalTaskPage },
    handle({ query, ...context }) {
      const db = context.services.env.store.reader
      const participant = participantIn(context)
      if (query.whose === 'all') requireRight(participant, 'requests:read')
      const offset = decodeCursor(query.cursor, 0)
      const { ids, total } = pageOfTasks(db, {
        ...emptyFilter,
        whose: query.whose === 'mine' ? { identity: participant.identity, roles: [...participant.roles] } : null,
        status: query.status,
        kind: query.kind ?? null,
        requestee: query.requesteeId === undefined ? null : personIn(db, 'requesteeId', query.requesteeId),
        item: query.itemId ?? null,
        offset,
        limit: query.limit,
      })
      const next = ids.length === query.limit ? offset + ids.length : null
      return { body: { items: viewTasks(db, participant, ids), total, ...encodeCursor(next) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/approvals/decide',
    summary: 'Decide several tasks that ask for the same, each by itself; more than 25 need the password again',
    access: { scope: 'requests:decide' },
    body: DecideTasks,
    answers: { status: 200, schema: DecideTasksResult },
    handle({ body, ...context }) {
      const { caller, services } = context
      return {
        body: decideTasks(services.env, caller, participantIn(context), {
          tasks: body.tasks,
          decided: { all: body.all, comment: body.comment },
        }),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/approvals/:id',
    summary: 'Read a task with everything that its decision needs',
    access: { scope: 'requests:decide' },
    params,
    answers: { status: 200, schema: ApprovalCard },
    handle({ params: { id }, ...context }) {
      const card = approvalCard(context.services.env.store.reader, participantIn(context), id)
      return { body: card, headers: { etag: `"${card.task.revision}"` } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/approvals/:id/decide',
    summary: 'Decide a task: every item of it, on the state that was seen',
    access: { scope: 'requests:decide' },
    params,
    body: DecideTask,
    needsIfMatch: true,
    answers: { status: 200, schema: ApprovalTask },
    handle({ params: { id }, body, request, ...context }) {
      const { env } = context.services
      const participant = participantIn(context)
      return {
        body: viewTask(
          env.store.reader,
          participant,
          decideTask(env, participant, {
            taskKey: id,
            revision: revisionFromIfMatch(request),
            decided: decidedIn(body),
          }),
        ),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/approvals/:id/record',
    summary: 'Record a decision that came by mail or on paper, with the file that shows it',
    access: { scope: 'requests:manage' },
    params,
    body: RecordDecision,
    needsIfMatch: true,
    answers: { status: 200, schema: ApprovalTask },
    handle({ params: { id }, body, request, ...context }) {
      const { env } = context.services
      const participant = participantIn(context)
      const decider = personIn(env.store.reader, 'decider', body.decider)
      const decided = { all: body.all, comment: body.comment }
      const task = recordDecisionWithEvidence(env, participant, {
        key: id,
        revision: revisionFromIfMatch(request),
        decided,
        decider,
        evidence: body.evidence,
      })
      return { body: viewTask(env.store.reader, participant, task) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/approvals/:id/reassign',
    summary: 'Give a task to somebody else',
    access: { scope: 'requests:decide' },
    params,
    body: ReassignTask,
    answers: { status: 200, schema: ApprovalTask },
    handle({ params: { id }, body, ...context }) {
      const { env } = context.services
      const participant = participantIn(context)
      const to = principalIn(env.store.reader, 'to', body.to)
      return { body: viewTask(env.store.reader, participant, reassignTask(env, participant, id, to)) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/approvals/:id/consult',
    summary: 'Ask somebody for advice on a task: they may comment and attach, not decide',
    access: { scope: 'requests:decide' },
    params,
    body: ConsultTask,
    answers: { status: 200, schema: ApprovalTask },
    handle({ params: { id }, body, ...context }) {
      const { env } = context.services
      const participant = participantIn(context)
      const adviser = principalIn(env.store.reader, 'adviser', body.adviser)
      return { body: viewTask(env.store.reader, participant, consultAdviser(env, participant, id, adviser)) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/approvals/:id/consult',
    summary: 'Withdraw the request for advice',
    access: { scope: 'requests:decide' },
    params,
    answers: { status: 200, schema: ApprovalTask },
    handle({ params: { id }, ...context }) {
      const { env } = context.services
      const participant = participantIn(context)
      return { body: viewTask(env.store.reader, participant, cancelConsultation(env, participant, id)) }
    },
  }),
]
