import { readOutcome, toContract } from './wire/outcomes.ts'
import { plainText } from '../../domain/shared/plain-text.ts'
import {
  type ItemChange,
  provisionItem,
  updateItems,
} from '../../domain/access-requests/stored-objects/item-updates.service.ts'
import { asObject, Fields } from './crest/body.ts'
import { badRequest } from './crest/error.ts'
import type { Call, Operation } from './operation.ts'
import { showRequest } from './request.operations.ts'
import { readAnswers } from './request-input.ts'

const collection = 'access-request/request'

function readChanges(fields: Fields): ItemChange[] {
  const changes = fields.objects('items').map((item, i) => {
    const { itemId, timesApproved, outcome, fields: answers } = item
    if (typeof itemId !== 'string' || itemId === '') fields.wrong(`items.${i}.itemId`, 'is required')
    const parsedOutcome = outcome === undefined || outcome === null ? undefined : readOutcome(plainText(outcome))
    if (outcome !== undefined && outcome !== null && parsedOutcome === undefined)
      fields.wrong(`items.${i}.outcome`, 'must be provisioned, not provisioned, denied or cancelled')
    if (timesApproved !== undefined && !(Number.isInteger(timesApproved) && Number(timesApproved) >= 0))
      fields.wrong(`items.${i}.timesApproved`, 'must be a whole number, from 0')
    return {
      itemId: plainText(itemId),
      ...(answers === undefined ? {} : { fields: readAnswers(answers, `items.${i}.fields`, fields) }),
      ...(timesApproved === undefined ? {} : { timesApproved: Number(timesApproved) }),
      ...(parsedOutcome === undefined ? {} : { outcome: parsedOutcome }),
    }
  })
  fields.check()
  return changes
}

function update(call: Call, key: string) {
  updateItems(call.services.env, call.participant, key, readChanges(new Fields(asObject(call.body))))
  return { body: showRequest(call, key) }
}

/** Administrators settle items without a task, as custom workflows do. */
export const settlingOperations: readonly Operation[] = [
  {
    entries: [],
    method: 'POST',
    path: collection,
    action: ['update'],
    access: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const { requestId, _id } = asObject(call.body)
      const key = requestId ?? _id
      if (typeof key !== 'string') throw badRequest('requestId is required.')
      return update(call, key)
    },
  },
  {
    entries: [47],
    method: 'POST',
    path: `${collection}/:id`,
    action: '*',
    access: ['arAdmin'],
    needsBody: true,
    handle: (call) => update(call, call.params['id'] ?? ''),
  },
  {
    entries: [49],
    method: 'POST',
    path: 'access-request/provision',
    access: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const requestId = fields.text('requestId')
      const itemId = fields.text('itemId')
      const type = fields.textOr('requestType', 'add')
      if (type !== 'add' && type !== 'remove') fields.wrong('requestType', 'must be add or remove')
      fields.check()
      const { outcome } = provisionItem(call.services.env, call.participant, {
        key: requestId,
        itemId,
        action: type === 'remove' ? 'remove' : 'add',
      })
      return { body: { requestId, itemId, outcome: toContract(outcome) } }
    },
  },
]
