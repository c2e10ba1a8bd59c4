import { plainText } from '../../domain/filter/plain-text.ts'
import { decide, type Decided } from '../../domain/approvals/decisions.service.ts'
import { type Decision, decisionsOf, taskOutcomes } from '../../domain/approvals/task.ts'
import { cancelConsult, consult, reassign } from '../../domain/approvals/task-changes.service.ts'
import type { Json } from '../../domain/audit/canonical.ts'
import { guardAgainstPolicies, wouldViolate } from '../../domain/policies/request-check.service.ts'
import { mustSee } from '../../domain/requests/access-to-request.ts'
import { attach, detach, download } from '../../domain/requests/attachments.service.ts'
import { comment } from '../../domain/requests/comments.service.ts'
import {
  cancelRequest,
  createRequests,
  getRequest,
  listRequests,
  type RequestQuestion,
  understand,
  type Wish,
  type WishedItem,
} from '../../domain/requests/requests.service.ts'
import {
  type ItemChange,
  provisionItem,
  readOutcome,
  updateItems,
} from '../../domain/requests/settle-by-hand.service.ts'
import type { Principal } from '../../domain/roles/principal.ts'
import { findPrincipal } from '../../domain/roles/principals.service.ts'
import { personNamed, principalNamed } from './approval.operations.ts'
import { forEach } from './bulk.ts'
import { asObject, Fields, type JsonObject } from './crest/body.ts'
import { rowsOf } from './crest/envelope.ts'
import { badRequest } from './crest/error.ts'
import type { Call, Operation } from './operation.ts'
import { violationView } from './wire/policy.ts'
import { attachmentView, historyView, requestView, taskView } from './wire/request.ts'

const reader = ({ services }: Call) => services.env.store.reader

/** Answers to fields come as `{name: value}` or as `[{name, value}]`. */
export function readAnswers(value: Json | undefined, place: string): { readonly [name: string]: Json } {
  if (value === undefined || value === null) return {}
  if (!Array.isArray(value)) return asObject(value)
  return Object.fromEntries(
    value.map((one) => {
      const { name, value: answer = null } = asObject(one)
      if (typeof name !== 'string') throw badRequest(`${place} must be an object, or an array of {name, value}.`)
      return [name, answer] as const
    }),
  )
}

function readEnd(value: Json | undefined, place: string): number | null {
  if (value === undefined || value === null || value === '') return null
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw badRequest(`${place} must be a time as 2026-12-31T00:00:00.000Z.`)
  return at
}

function readWish(call: Call): Wish {
  const fields = new Fields(asObject(call.body))
  const userIds = fields.texts('userIds', true)
  const comment = fields.textOr('comment', '')
  const items = fields.objects('items').map((one, i): WishedItem => {
    const inner = new Fields(one)
    const itemId = inner.text('itemId')
    const type = one['requestType'] ?? 'add'
    if (type !== 'add' && type !== 'remove') fields.wrong(`items.${i}.requestType`, 'must be add or remove')
    if (itemId === '') fields.wrong(`items.${i}.itemId`, 'is required')
    return {
      itemId,
      action: type === 'remove' ? 'remove' : 'add',
      fields: readAnswers(one['fields'], `items.${i}.fields`),
      endsAt: readEnd(one['endDate'], `items.${i}.endDate`),
    }
  })
  fields.check()
  return { userIds, items, comment }
}

const closed = ['closed', 'complete', 'completed', 'cancelled', 'canceled']

function readStatus(text: string | null): RequestQuestion['status'] {
  if (text === null || text === 'all') return null
  if (text === 'active' || text === 'in-progress') return 'active'
  if (!closed.includes(text)) throw badRequest('status must be active or closed.')
  if (text === 'closed') return 'closed'
  return text.startsWith('complete') ? 'complete' : 'cancelled'
}

function list(call: Call, party: number | null) {
  const { query, who } = call
  const db = reader(call)
  const { items, total } = listRequests(
    db,
    {
      party,
      status: readStatus(query.own('status')),
      approver: principalNamed(db, query.own('approverId')),
      requester: personNamed(db, query.own('requesterId')),
      requestee: personNamed(db, query.own('requesteeId')),
      item: query.own('itemId'),
      key: query.own('id'),
      filter: query.filter,
      sort: query.sort,
      ...rowsOf(query),
    },
    query.exact,
  )
  return { list: { items: items.map((one) => requestView(db, one, mustSee(db, who, one))), total } }
}

function view(call: Call, key: string) {
  const db = reader(call)
  const request = getRequest(db, key)
  return requestView(db, request, mustSee(db, call.who, request))
}

function ids(call: Call, field: string): readonly string[] {
  const fields = new Fields(asObject(call.body))
  const found = fields.texts(field, true)
  fields.check()
  return found
}

/** The person or role that a content names. @throws CrestError 400 */
function principalIn(call: Call, field: string): Principal {
  const fields = new Fields(asObject(call.body))
  const id = fields.text(field)
  const found = id === '' ? undefined : findPrincipal(reader(call), id)
  if (id !== '' && !found) fields.wrong(field, `names nobody: ${id}`)
  fields.check()
  if (!found) throw badRequest(`${field} names nobody.`)
  return found
}

function readFile(call: Call): { requestId: string; fileName: string } {
  const fields = new Fields(asObject(call.body))
  const read = { requestId: fields.text('requestId'), fileName: fields.text('fileName') }
  fields.check()
  return read
}

function sendFile(call: Call, requestId: string, fileName: string) {
  const { attachment, bytes } = download(reader(call), call.who, requestId, fileName)
  return { body: { fileName, fileType: attachment.fileType, content: bytes.toString('base64') } }
}

/** Reads a decision as clients spell it. */
function readDecision(text: Json | undefined): Decision | undefined {
  const letters = typeof text === 'string' ? text.toLowerCase().replaceAll(/[^a-z]/g, '') : ''
  const known = taskOutcomes.find((one) => one.replaceAll(' ', '') === letters)
  return [...decisionsOf.approval, ...decisionsOf.provisioning].find((one) => one === known)
}

function decideAs(call: Call, decided: Decided) {
  const fields = new Fields(asObject(call.body))
  const approvalId = fields.text('approvalId')
  fields.check()
  const rev = asObject(call.body)['_rev']
  const seen = typeof rev === 'string' && /^\d+$/.test(rev) ? Number(rev) : null
  return { body: taskView(reader(call), decide(call.services.env, call.who, approvalId, seen, decided)) }
}

const commentIn = (call: Call): string => new Fields(asObject(call.body)).textOr('comment', '')

function readChanges(items: readonly JsonObject[]): ItemChange[] {
  return items.map((one, i) => {
    const { itemId, timesApproved, outcome, fields } = one
    if (typeof itemId !== 'string' || itemId === '') throw badRequest(`items.${i}.itemId is required.`)
    const settled = outcome === undefined || outcome === null ? undefined : readOutcome(plainText(outcome))
    if (outcome !== undefined && outcome !== null && settled === undefined)
      throw badRequest(`items.${i}.outcome must be provisioned, not provisioned, denied or cancelled.`)
    if (timesApproved !== undefined && !(Number.isInteger(timesApproved) && Number(timesApproved) >= 0))
      throw badRequest(`items.${i}.timesApproved must be a whole number, from 0.`)
    return {
      itemId,
      ...(fields === undefined ? {} : { fields: readAnswers(fields, `items.${i}.fields`) }),
      ...(timesApproved === undefined ? {} : { timesApproved: Number(timesApproved) }),
      ...(settled === undefined ? {} : { outcome: settled }),
    }
  })
}

function update(call: Call, key: string) {
  const fields = new Fields(asObject(call.body))
  const items = fields.objects('items')
  fields.check()
  updateItems(call.services.env, call.who, key, readChanges(items))
  return { body: view(call, key) }
}

const collection = 'access-request/request'

export const requestOperations: readonly Operation[] = [
  {
    entries: [28],
    method: 'POST',
    path: collection,
    action: ['cancel'],
    who: 'anybody',
    needsBody: true,
    handle: (call) => ({
      body: forEach(ids(call, 'requestIds'), (id) => void cancelRequest(call.services.env, call.who, id, '')),
    }),
  },
  {
    entries: [36],
    method: 'POST',
    path: collection,
    action: ['reassign'],
    who: 'anybody',
    needsBody: true,
    handle(call) {
      const to = principalIn(call, 'newApproverId')
      return { body: forEach(ids(call, 'approvalIds'), (id) => void reassign(call.services.env, call.who, id, to)) }
    },
  },
  {
    entries: [37],
    method: 'POST',
    path: collection,
    action: ['consult'],
    who: 'anybody',
    needsBody: true,
    handle(call) {
      const adviser = principalIn(call, 'consultId')
      return { body: forEach(ids(call, 'approvalIds'), (id) => void consult(call.services.env, call.who, id, adviser)) }
    },
  },
  {
    entries: [38],
    method: 'POST',
    path: collection,
    action: ['cancelconsult'],
    who: 'anybody',
    needsBody: true,
    handle: (call) => ({
      body: forEach(ids(call, 'approvalIds'), (id) => void cancelConsult(call.services.env, call.who, id)),
    }),
  },
  {
    entries: [39],
    method: 'POST',
    path: collection,
    action: ['upload'],
    who: 'anybody',
    needsBody: true,
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const upload = {
        requestId: fields.text('requestId'),
        itemIds: fields.texts('itemIds', false),
        fileName: fields.text('fileName'),
        fileType: fields.textOr('fileType', 'application/octet-stream'),
        content: fields.textOr('content', ''),
      }
      if (asObject(call.body)['content'] === undefined) fields.wrong('content', 'is required')
      fields.check()
      return { body: attachmentView(reader(call), attach(call.services.env, call.who, upload)) }
    },
  },
  {
    entries: [41],
    method: 'POST',
    path: collection,
    action: ['download'],
    who: 'anybody',
    needsBody: true,
    handle(call) {
      const { requestId, fileName } = readFile(call)
      return sendFile(call, requestId, fileName)
    },
  },
  {
    entries: [42],
    method: 'POST',
    path: collection,
    action: ['removeFile'],
    who: 'anybody',
    needsBody: true,
    handle(call) {
      const { requestId, fileName } = readFile(call)
      detach(call.services.env, call.who, requestId, fileName)
      return { body: { success: true } }
    },
  },
  {
    entries: [43],
    method: 'POST',
    path: collection,
    action: ['comment'],
    who: 'anybody',
    needsBody: true,
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const said = {
        requestId: fields.text('requestId'),
        itemIds: fields.texts('itemIds', false),
        comment: fields.text('comment'),
        isHidden: fields.flag('isHidden', false),
      }
      fields.check()
      return { body: historyView(reader(call), comment(call.services.env, call.who, said)) }
    },
  },
  {
    entries: [],
    method: 'POST',
    path: collection,
    action: ['update'],
    who: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const { requestId, _id } = asObject(call.body)
      const key = requestId ?? _id
      if (typeof key !== 'string') throw badRequest('requestId is required.')
      return update(call, key)
    },
  },
  {
    entries: [29],
    method: 'POST',
    path: collection,
    who: 'anybody',
    needsBody: true,
    handle(call) {
      const made = createRequests(call.services.env, call.who, readWish(call), guardAgainstPolicies)
      const result = made.map(({ key }) => view(call, key))
      return { status: 201, body: { _id: made[0]?.key ?? '', result, requestIds: made.map(({ key }) => key) } }
    },
  },
  {
    entries: [30],
    method: 'POST',
    path: `${collection}/policy`,
    who: 'anybody',
    needsBody: true,
    handle(call) {
      const db = reader(call)
      const { people, items } = understand(db, readWish(call), false)
      const violations = people.flatMap((person) => wouldViolate(db, person, items))
      return { body: { violations: violations.map((one) => violationView(db, one)) } }
    },
  },
  {
    entries: [44],
    method: 'POST',
    path: `${collection}/approval`,
    action: ['complete'],
    who: 'anybody',
    needsBody: true,
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const data = fields.objects('approvalData').map((one, i) => {
        const outcome = readDecision(one['outcome'])
        const { itemId } = one
        if (!outcome) fields.wrong(`approvalData.${i}.outcome`, 'must be approved or rejected')
        if (typeof itemId !== 'string' || itemId === '') fields.wrong(`approvalData.${i}.itemId`, 'is required')
        return {
          itemId: plainText(itemId),
          outcome: outcome ?? 'rejected',
          comment: new Fields(one).textOr('comment', ''),
        }
      })
      fields.check()
      return decideAs(call, data)
    },
  },
  {
    entries: [45],
    method: 'POST',
    path: `${collection}/approval`,
    action: ['approved', 'approval', 'approve'],
    who: 'anybody',
    needsBody: true,
    handle: (call) => decideAs(call, { all: 'yes', comment: commentIn(call) }),
  },
  {
    entries: [46],
    method: 'POST',
    path: `${collection}/approval`,
    action: ['rejected', 'reject'],
    who: 'anybody',
    needsBody: true,
    handle: (call) => decideAs(call, { all: 'no', comment: commentIn(call) }),
  },
  {
    entries: [32],
    method: 'GET',
    path: `${collection}/admin`,
    who: ['arAdmin'],
    handle: (call) => list(call, null),
  },
  {
    entries: [40],
    method: 'GET',
    path: `${collection}/download`,
    who: 'anybody',
    handle(call) {
      const fileName = call.query.own('fileName')
      const requestId = call.query.own('requestId')
      if (fileName === null || requestId === null) throw badRequest('fileName and requestId are required.')
      return sendFile(call, requestId, fileName)
    },
  },
  {
    entries: [31],
    method: 'GET',
    path: collection,
    who: 'anybody',
    handle: (call) => list(call, call.who.identity ?? -1),
  },
  {
    entries: [33],
    method: 'GET',
    path: `${collection}/:id`,
    who: 'anybody',
    handle: (call) => ({ body: view(call, call.params['id'] ?? '') }),
  },
  {
    entries: [47],
    method: 'POST',
    path: `${collection}/:id`,
    action: '*',
    who: ['arAdmin'],
    needsBody: true,
    handle: (call) => update(call, call.params['id'] ?? ''),
  },
  {
    entries: [49],
    method: 'POST',
    path: 'access-request/provision',
    who: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const requestId = fields.text('requestId')
      const itemId = fields.text('itemId')
      const type = fields.textOr('requestType', 'add')
      if (type !== 'add' && type !== 'remove') fields.wrong('requestType', 'must be add or remove')
      fields.check()
      const { outcome } = provisionItem(
        call.services.env,
        call.who,
        requestId,
        itemId,
        type === 'remove' ? 'remove' : 'add',
      )
      return { body: { requestId, itemId, outcome } }
    },
  },
]
