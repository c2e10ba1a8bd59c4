import { plainText } from '../../domain/shared/plain-text.ts'
import { getTask, listTasks } from '../../domain/access-requests/workflow/approvals.service.ts'
import type { TaskStatus } from '../../domain/access-requests/model/task.ts'
import type { Json } from '../../domain/shared/canonical-json.ts'
import {
  deleteRequest,
  putRequest,
  type StoredRequest,
} from '../../domain/access-requests/stored-objects/stored-requests.service.ts'
import {
  deleteTask,
  putTask,
  type StoredTask,
} from '../../domain/access-requests/stored-objects/stored-tasks.service.ts'
import { emptyFilter } from '../../domain/access-requests/model/list-filter.ts'
import type { Visibility } from '../../domain/access-requests/reading/visibility.ts'
import { isPartyTo, type Request } from '../../domain/access-requests/model/request.ts'
import { getRequest, listRequests } from '../../domain/access-requests/workflow/read-request.service.ts'
import { readOutcome } from './wire/outcomes.ts'
import { findPrincipal } from '../../domain/roles/principals.service.ts'
import type { Reader } from '../../storage/open.ts'
import { asObject, Fields, type JsonObject } from './crest/body.ts'
import { rowsOf } from './crest/envelope.ts'
import { CrestError } from './crest/error.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import { isThere, checkPut } from './crest/put.ts'
import type { Call, Operation } from './operation.ts'
import { personNamed } from './list-filter.ts'
import { readAnswers } from './request-input.ts'
import { requestView, taskView } from './wire/request.ts'

/** Whoever reads storage sees what is stored; of their own requests not what is hidden from who asked and who receives. */
const whole = (call: Call, request: Request): Visibility => ({
  everything: true,
  hidden: !isPartyTo(request, call.participant.identity),
  speaks: false,
  items: new Set(),
})
const db = ({ services }: Call): Reader => services.env.store.reader
const shown = (call: Call, request: Request) => requestView(db(call), request, whole(call, request))
const stored = (call: Call, key: string) => shown(call, getRequest(db(call), key))
const storedTask = (call: Call, key: string) => taskView(db(call), getTask(db(call), key))

const statuses = ['in-progress', 'complete', 'cancelled'] as const

/** Only keys that the object has may be written; the rest would be lost in silence. */
function refuseUnknown(body: JsonObject, knownKeys: readonly string[]): void {
  const unknown = Object.keys(body).filter((key) => !knownKeys.includes(key))
  if (unknown.length > 0) throw new CrestError(400, `Not known here: ${unknown.join(', ')}.`)
}

const requestKeys =
  '_id _rev requesterId requesteeId status requestDate completionDate comment bundleIds items approvalTasks attachments history'.split(
    ' ',
  )
const itemKeys =
  'itemId displayName requestType action fields timesApproved level approverChain outcome outcomeDate verification endDate'.split(
    ' ',
  )
const taskKeys =
  '_id _rev requestId requesterId requesteeId approverId originalApproverId delegatedFrom type status level itemIds items consultId dueDate expired autoApproved createdDate completionDate completedBy recordedBy workflowTaskId'.split(
    ' ',
  )

function readStatus(fields: Fields): TaskStatus | undefined {
  const status = fields.textOr('status', undefined)
  const knownStatus = statuses.find((candidate) => candidate === status)
  if (status !== undefined && !knownStatus) fields.wrong('status', `must be one of ${statuses.join(', ')}`)
  return knownStatus
}

function readRequest(call: Call): StoredRequest {
  const body = asObject(call.body)
  refuseUnknown(body, requestKeys)
  const fields = new Fields(body)
  const requesterId = fields.text('requesterId')
  const requester = requesterId === 'SYSTEM' || requesterId === '' ? null : personNamed(db(call), requesterId)
  const requestee = personNamed(db(call), fields.text('requesteeId'))
  if (requester === -1) fields.wrong('requesterId', 'names no person')
  if (requestee === -1) fields.wrong('requesteeId', 'names no person')
  const items = (body['items'] === undefined ? [] : fields.objects('items')).map((item, i) => {
    refuseUnknown(item, itemKeys)
    const { itemId, requestType, timesApproved, outcome, fields: answers } = item
    if (timesApproved !== undefined && !(Number.isInteger(timesApproved) && Number(timesApproved) >= 0))
      fields.wrong(`items.${i}.timesApproved`, 'must be a whole number, from 0')
    if (typeof outcome !== 'string' && outcome !== undefined && outcome !== null)
      fields.wrong(`items.${i}.outcome`, 'is no outcome')
    const parsedOutcome = typeof outcome === 'string' ? readOutcome(outcome) : undefined
    if (typeof itemId !== 'string') fields.wrong(`items.${i}.itemId`, 'is required')
    if (typeof outcome === 'string' && !parsedOutcome) fields.wrong(`items.${i}.outcome`, 'is no outcome')
    return {
      itemId: plainText(itemId),
      action: requestType === 'remove' ? ('remove' as const) : ('add' as const),
      fields: answers === undefined ? undefined : readAnswers(answers, `items.${i}.fields`, fields),
      timesApproved: timesApproved === undefined ? undefined : Number(timesApproved),
      outcome: outcome === null ? null : parsedOutcome,
    }
  })
  const status = readStatus(fields)
  const comment = fields.textOr('comment', undefined)
  fields.check()
  return { requester, requestee: requestee ?? -1, status, comment, items }
}

function readTask(call: Call): StoredTask {
  const body = asObject(call.body)
  refuseUnknown(body, taskKeys)
  const fields = new Fields(body)
  const principalOf = (field: string, id: string | null) => {
    const principal = id === null || id === '' ? undefined : findPrincipal(db(call), id)
    if (id && !principal) fields.wrong(field, `names no person or role: ${id}`)
    return principal
  }
  const due = body['dueDate']
  const dueAt = typeof due === 'string' ? Date.parse(due) : null
  if (dueAt !== null && Number.isNaN(dueAt)) fields.wrong('dueDate', 'must be a time')
  const approver = principalOf('approverId', fields.text('approverId'))
  const input = {
    requestId: fields.text('requestId'),
    itemIds: fields.texts('itemIds', true),
    consult: principalOf('consultId', fields.textOr('consultId', null)) ?? null,
    status: readStatus(fields),
    dueAt,
    workflowTask: fields.textOr('workflowTaskId', null),
  }
  fields.check()
  if (!approver) throw new CrestError(400, 'approverId names no person or role.')
  return { ...input, approver }
}

const rev = (call: Call): number | null =>
  revisionFromIfMatch(call.headers, (call.body as Record<string, Json>)['_rev'])
const key = ({ params }: Call): string => params['id'] ?? ''

export const repositoryOperations: readonly Operation[] = [
  {
    entries: [27],
    method: 'GET',
    path: 'repo/governance/approvalTask',
    readsFilter: true,
    access: ['idmAdmin'],
    handle(call) {
      const { query } = call
      const page = rowsOf(query)
      const listQuery = { ...emptyFilter, whose: null, status: null, filter: query.filter, sort: query.sort, ...page }
      const { items, total } = listTasks(db(call), listQuery, query.exact)
      return { list: { items: items.map((task) => taskView(db(call), task)), total } }
    },
  },
  {
    entries: [26],
    method: 'GET',
    path: 'repo/governance/approvalTask/:id',
    access: ['idmAdmin'],
    handle: (call) => ({ body: storedTask(call, key(call)) }),
  },
  {
    entries: [],
    method: 'PUT',
    path: 'repo/governance/approvalTask/:id',
    access: ['idmAdmin'],
    needsBody: true,
    fieldNames: { items: 'itemIds', approver: 'approverId' },
    handle(call) {
      checkPut(
        call.headers,
        isThere(() => getTask(db(call), key(call))),
      )
      const { isNew } = putTask(call.services.env, call.participant, {
        key: key(call),
        revision: rev(call),
        input: readTask(call),
      })
      return { status: isNew ? 201 : 200, body: storedTask(call, key(call)) }
    },
  },
  {
    entries: [],
    method: 'DELETE',
    path: 'repo/governance/approvalTask/:id',
    access: ['idmAdmin'],
    handle(call) {
      const body = storedTask(call, key(call))
      deleteTask(call.services.env, call.participant, key(call), revisionFromIfMatch(call.headers))
      return { body }
    },
  },
  {
    entries: [35],
    method: 'GET',
    path: 'repo/governance/request',
    readsFilter: true,
    access: ['idmAdmin'],
    handle(call) {
      const { query } = call
      const page = rowsOf(query)
      const listQuery = { ...emptyFilter, party: null, status: null, filter: query.filter, sort: query.sort, ...page }
      const { items, total } = listRequests(db(call), listQuery, query.exact)
      return { list: { items: items.map((request) => shown(call, request)), total } }
    },
  },
  {
    entries: [34],
    method: 'GET',
    path: 'repo/governance/request/:id',
    access: ['idmAdmin'],
    handle: (call) => ({ body: stored(call, key(call)) }),
  },
  {
    entries: [],
    method: 'PUT',
    path: 'repo/governance/request/:id',
    access: ['idmAdmin'],
    needsBody: true,
    fieldNames: { requester: 'requesterId', requestee: 'requesteeId' },
    handle(call) {
      checkPut(
        call.headers,
        isThere(() => getRequest(db(call), key(call))),
      )
      const { isNew } = putRequest(call.services.env, call.participant, {
        key: key(call),
        revision: rev(call),
        input: readRequest(call),
      })
      return { status: isNew ? 201 : 200, body: stored(call, key(call)) }
    },
  },
  {
    entries: [],
    method: 'DELETE',
    path: 'repo/governance/request/:id',
    access: ['idmAdmin'],
    handle(call) {
      const body = stored(call, key(call))
      deleteRequest(call.services.env, call.participant, key(call), revisionFromIfMatch(call.headers))
      return { body }
    },
  },
]
