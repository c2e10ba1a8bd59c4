import {
  getTask,
  countTasksOf,
  listTasks,
  type TaskQuestion,
} from '../../domain/access-requests/workflow/approvals.service.ts'
import { isInvolved } from '../../domain/access-requests/workflow/may-decide.ts'
import { peersWith } from '../../domain/access-requests/approvals/recommendations.service.ts'
import { createTask } from '../../domain/access-requests/approvals/task-changes.service.ts'
import { findItem } from '../../domain/catalogue/catalogue.service.ts'
import { findIdentity } from '../../domain/identities/references.service.ts'
import { emptyFilter } from '../../domain/access-requests/model/list-filter.ts'
import { isPartyTo } from '../../domain/access-requests/model/request.ts'
import { hasRight, requireRight } from '../../domain/sign-in/participant.ts'
import { findPrincipal } from '../../domain/roles/principals.service.ts'
import { asObject, Fields } from './crest/body.ts'
import { badRequest, CrestError } from './crest/error.ts'
import type { CrestQuery } from './crest/query.ts'
import { listFilterOf } from './list-filter.ts'
import type { Call, Operation } from './operation.ts'
import { taskView } from './wire/request.ts'

/** Counts how many peers hold each of them. */
const mostEntitlements = 200

const states = ['active', 'closed'] as const

function readStatus(text: string | null): 'active' | 'closed' | null {
  if (text === null) return 'active'
  if (text === 'all') return null
  const state = states.find(
    (candidate) => candidate === (['complete', 'completed', 'cancelled'].includes(text) ? 'closed' : text),
  )
  if (!state) throw badRequest('status must be active or closed.')
  return state
}

function question(call: Call, whose: TaskQuestion['whose']): TaskQuestion {
  const { query, services } = call
  return {
    whose,
    status: readStatus(query.own('status')),
    ...listFilterOf(services.env.store.reader, query),
  }
}

const countsOnly = (query: CrestQuery): boolean => query.own('getResultCount')?.toLowerCase() === 'true'

function answer(call: Call, query: TaskQuestion) {
  const db = call.services.env.store.reader
  if (countsOnly(call.query)) {
    const n = countTasksOf(db, { ...query, status: 'active' })
    return { body: { _id: '', result: [], resultCount: n, totalPagedResults: n } }
  }
  const { items, total } = listTasks(db, query, call.query.exact)
  return { list: { items: items.map((task) => taskView(db, task)), total } }
}

export const approvalOperations: readonly Operation[] = [
  {
    entries: [23],
    method: 'GET',
    path: 'access-request/approval/admin',
    readsFilter: true,
    access: ['arAdmin'],
    handle: (call) => answer(call, question(call, null)),
  },
  {
    entries: [21, 22],
    method: 'GET',
    path: 'access-request/approval',
    readsFilter: true,
    access: 'anybody',
    handle(call) {
      const { participant } = call
      if (!hasRight(participant, 'requests:manage')) requireRight(participant, 'requests:decide')
      return answer(call, question(call, { identity: participant.identity, roles: [...participant.roles] }))
    },
  },
  {
    entries: [20],
    method: 'GET',
    path: 'access-request/approval/:id',
    access: 'anybody',
    handle({ services, participant, params }) {
      const db = services.env.store.reader
      const task = getTask(db, params['id'] ?? '')
      const asParty = isPartyTo(task, participant.identity) && hasRight(participant, 'requests:make')
      const sees = isInvolved(participant, task) || asParty || hasRight(participant, 'requests:manage')
      if (!sees) throw new CrestError(403, 'You take no part in this task.')
      return { body: taskView(db, task) }
    },
  },
  {
    entries: [25],
    method: 'POST',
    path: 'access-request/approval',
    action: ['getRecommendations'],
    access: 'anybody',
    needsBody: true,
    handle({ services, participant, body }) {
      const db = services.env.store.reader
      const fields = new Fields(asObject(body))
      const userId = fields.text('userId').replace(/^managed\/user\//, '')
      const entitlements = fields.texts('entitlements', false, mostEntitlements)
      fields.check()
      const identity = findIdentity(db, userId)
      // Approvers may ask about those whose tasks they have; what others hold, and who is there, is not theirs to know.
      // A request that they made themselves gives no such task: anybody could make one for whom they are curious about.
      const decider = { identity: participant.identity, roles: [...participant.roles] }
      const decides = (requestee: number) =>
        hasRight(participant, 'requests:decide') &&
        listTasks(db, { ...emptyFilter, whose: decider, status: 'active', requestee }, false).items.some(
          (task) => !isPartyTo(task, participant.identity),
        )
      if (!hasRight(participant, 'requests:manage') && !(identity && decides(identity.id)))
        throw new CrestError(403, 'Access denied')
      if (!identity) throw new CrestError(404, `There is no user ${userId}.`)
      const peerGroups = peersWith(
        db,
        identity.id,
        entitlements.map((id) => findItem(db, id)),
      )
      const result = peerGroups.map(({ holders, peers, by }, i) => ({
        entitlement: entitlements[i],
        confidence: peers === 0 ? 0 : holders / peers,
        frequency: holders,
        peers,
        peersBy: by,
      }))
      return { body: { result } }
    },
  },
  {
    entries: [24],
    method: 'POST',
    path: 'access-request/approval',
    access: ['arAdmin'],
    needsBody: true,
    fieldNames: { items: 'itemIds', approver: 'approverId' },
    handle({ services, participant, body }) {
      const fields = new Fields(asObject(body))
      const requestId = fields.text('requestId')
      const itemIds = fields.texts('itemIds', true)
      const approverId = fields.text('approverId')
      const workflowTaskId = fields.textOr('workflowTaskId', null)
      const approver = approverId === '' ? undefined : findPrincipal(services.env.store.reader, approverId)
      if (approverId !== '' && !approver) fields.wrong('approverId', `names no person or role: ${approverId}`)
      fields.check()
      if (!approver) throw badRequest('approverId names no person or role.')
      const task = createTask(services.env, participant, { requestId, itemIds, approver, workflowTaskId })
      return { status: 201, body: taskView(services.env.store.reader, task) }
    },
  },
]
