import { refuseViolations, findingsOf } from '../../domain/access-requests/submission/policy-check.service.ts'
import { mapInSlices } from '../http/in-slices.ts'
import { requireVisible } from '../../domain/access-requests/reading/visibility.ts'
import { addComment } from '../../domain/access-requests/reading/comments.service.ts'
import { cancelRequest, createRequests } from '../../domain/access-requests/submission/requests.service.ts'
import {
  getRequest,
  listRequests,
  type RequestQuestion,
} from '../../domain/access-requests/workflow/read-request.service.ts'
import { resolveRequestInput } from '../../domain/access-requests/submission/create-input.service.ts'
import { hasRight, requireRight } from '../../domain/sign-in/participant.ts'
import { forEach, idsIn } from './bulk.ts'
import { asObject, Fields } from './crest/body.ts'
import { badRequest } from './crest/error.ts'
import type { Call, Operation } from './operation.ts'
import { listFilterOf } from './list-filter.ts'
import { readRequestInput } from './request-input.ts'
import { violationView } from './wire/policy.ts'
import { historyView, requestView } from './wire/request.ts'

const reader = ({ services }: Call) => services.env.store.reader

const closed = ['closed', 'complete', 'completed', 'cancelled', 'canceled']

function readStatus(text: string | null): RequestQuestion['status'] {
  if (text === null || text === 'all') return null
  if (text === 'active' || text === 'in-progress') return 'active'
  if (!closed.includes(text)) throw badRequest('status must be active or closed.')
  if (text === 'closed') return 'closed'
  return text.startsWith('complete') ? 'complete' : 'cancelled'
}

function list(call: Call, party: number | null) {
  const { query, participant } = call
  const db = reader(call)
  const { items, total } = listRequests(
    db,
    {
      party,
      status: readStatus(query.own('status')),
      ...listFilterOf(db, query),
    },
    query.exact,
  )
  return {
    list: { items: items.map((request) => requestView(db, request, requireVisible(db, participant, request))), total },
  }
}

/** A request as its reader may see it. @throws DomainError `not-found` */
export function showRequest(call: Call, key: string) {
  const db = reader(call)
  const request = getRequest(db, key)
  return requestView(db, request, requireVisible(db, call.participant, request))
}

const collection = 'access-request/request'
const requestNames = { people: 'userIds', 'items.*.endsAt': 'items.*.endDate' }

/** Requests: made, found, spoken of and cancelled. */
export const requestOperations: readonly Operation[] = [
  {
    entries: [28],
    method: 'POST',
    path: collection,
    action: ['cancel'],
    access: 'anybody',
    needsBody: true,
    handle: (call) => ({
      body: forEach(
        call,
        idsIn(call.body, 'requestIds'),
        (id) => void cancelRequest(call.services.env, call.participant, id, ''),
      ),
    }),
  },
  {
    entries: [43],
    method: 'POST',
    path: collection,
    action: ['comment'],
    access: 'anybody',
    needsBody: true,
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const comment = {
        requestId: fields.text('requestId'),
        itemIds: fields.texts('itemIds', false),
        comment: fields.text('comment'),
        isHidden: fields.flag('isHidden', false),
      }
      fields.check()
      return { body: historyView(reader(call), addComment(call.services.env, call.participant, comment)) }
    },
  },
  {
    entries: [29],
    method: 'POST',
    path: collection,
    access: 'anybody',
    carriesFile: true,
    needsBody: true,
    fieldNames: requestNames,
    handle(call) {
      const requests = createRequests(
        call.services.env,
        call.participant,
        readRequestInput(call.body),
        refuseViolations,
      )
      const result = requests.map(({ key }) => showRequest(call, key))
      return { status: 201, body: { _id: requests[0]?.key ?? '', result, requestIds: requests.map(({ key }) => key) } }
    },
  },
  {
    entries: [30],
    method: 'POST',
    path: `${collection}/policy`,
    access: 'anybody',
    carriesFile: true,
    needsBody: true,
    fieldNames: requestNames,
    async handle(call) {
      const db = reader(call)
      const { people, items } = resolveRequestInput(db, readRequestInput(call.body), false)
      const found = await mapInSlices(people, (person) => findingsOf(db, call.participant, person, items))
      const violations = found.flat()
      return { body: { violations: violations.map((violation) => violationView(db, violation)) } }
    },
  },
  {
    entries: [32],
    method: 'GET',
    path: `${collection}/admin`,
    readsFilter: true,
    access: ['arAdmin'],
    handle: (call) => list(call, null),
  },
  {
    entries: [31],
    method: 'GET',
    path: collection,
    readsFilter: true,
    access: 'anybody',
    handle(call) {
      if (!hasRight(call.participant, 'requests:manage')) requireRight(call.participant, 'requests:make')
      return list(call, call.participant.identity ?? -1)
    },
  },
  {
    entries: [33],
    method: 'GET',
    path: `${collection}/:id`,
    access: 'anybody',
    handle: (call) => ({ body: showRequest(call, call.params['id'] ?? '') }),
  },
]
