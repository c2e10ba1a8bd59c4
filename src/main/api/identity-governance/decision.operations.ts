import { decideTask, type DecisionResult } from '../../domain/access-requests/approvals/decisions.service.ts'
import { readDecision } from './wire/outcomes.ts'
import {
  cancelConsultation,
  consultAdviser,
  reassignTask,
} from '../../domain/access-requests/approvals/task-changes.service.ts'
import { plainText } from '../../domain/shared/plain-text.ts'
import type { Principal } from '../../domain/roles/principal.ts'
import { findPrincipal } from '../../domain/roles/principals.service.ts'
import { forEach, idsIn } from './bulk.ts'
import { asObject, Fields } from './crest/body.ts'
import { badRequest } from './crest/error.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import type { Call, Operation } from './operation.ts'
import { taskView } from './wire/request.ts'

const reader = ({ services }: Call) => services.env.store.reader
const collection = 'access-request/request'

/** The person or role that a content names. @throws CrestError 400 */
function principalIn(call: Call, field: string): Principal {
  const fields = new Fields(asObject(call.body))
  const id = fields.text(field)
  const principal = id === '' ? undefined : findPrincipal(reader(call), id)
  if (id !== '' && !principal) fields.wrong(field, `names no person or role: ${id}`)
  fields.check()
  if (!principal) throw badRequest(`${field} names no person or role.`)
  return principal
}

function decideAs(call: Call, decided: DecisionResult) {
  const fields = new Fields(asObject(call.body))
  const approvalId = fields.text('approvalId')
  fields.check()
  const revision = revisionFromIfMatch(call.headers, asObject(call.body)['_rev'])
  return {
    body: taskView(
      reader(call),
      decideTask(call.services.env, call.participant, { taskKey: approvalId, revision, decided }),
    ),
  }
}

function commentIn(call: Call): string {
  const fields = new Fields(asObject(call.body))
  const comment = fields.textOr('comment', '')
  fields.check()
  return comment
}

/** Decisions on tasks, and who else may take them. */
export const decisionOperations: readonly Operation[] = [
  {
    entries: [36],
    method: 'POST',
    path: collection,
    action: ['reassign'],
    access: 'anybody',
    needsBody: true,
    fieldNames: { to: 'newApproverId' },
    handle(call) {
      const to = principalIn(call, 'newApproverId')
      return {
        body: forEach(
          call,
          idsIn(call.body, 'approvalIds'),
          (id) => void reassignTask(call.services.env, call.participant, id, to),
        ),
      }
    },
  },
  {
    entries: [37],
    method: 'POST',
    path: collection,
    action: ['consult'],
    access: 'anybody',
    needsBody: true,
    fieldNames: { adviser: 'consultId' },
    handle(call) {
      const adviser = principalIn(call, 'consultId')
      return {
        body: forEach(
          call,
          idsIn(call.body, 'approvalIds'),
          (id) => void consultAdviser(call.services.env, call.participant, id, adviser),
        ),
      }
    },
  },
  {
    entries: [38],
    method: 'POST',
    path: collection,
    action: ['cancelconsult'],
    access: 'anybody',
    needsBody: true,
    handle: (call) => ({
      body: forEach(
        call,
        idsIn(call.body, 'approvalIds'),
        (id) => void cancelConsultation(call.services.env, call.participant, id),
      ),
    }),
  },
  {
    entries: [44],
    method: 'POST',
    path: `${collection}/approval`,
    action: ['complete'],
    access: 'anybody',
    needsBody: true,
    fieldNames: { items: 'approvalData' },
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const data = fields.objects('approvalData').map((decision, i) => {
        const outcome = readDecision(plainText(decision['outcome']))
        const { itemId } = decision
        if (!outcome) fields.wrong(`approvalData.${i}.outcome`, 'must be approved or rejected')
        if (typeof itemId !== 'string' || itemId === '') fields.wrong(`approvalData.${i}.itemId`, 'is required')
        const comment = decision['comment'] ?? ''
        if (typeof comment !== 'string') fields.wrong(`approvalData.${i}.comment`, 'must be text')
        return {
          itemId: plainText(itemId),
          outcome: outcome ?? 'rejected',
          comment: fields.short(`approvalData.${i}.comment`, plainText(comment)) ?? '',
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
    access: 'anybody',
    needsBody: true,
    handle: (call) => decideAs(call, { all: 'yes', comment: commentIn(call) }),
  },
  {
    entries: [46],
    method: 'POST',
    path: `${collection}/approval`,
    action: ['rejected', 'reject'],
    access: 'anybody',
    needsBody: true,
    handle: (call) => decideAs(call, { all: 'no', comment: commentIn(call) }),
  },
]
