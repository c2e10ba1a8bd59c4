import type { Reader } from '../../../storage/open.ts'
import { runAction } from '../workflow/action-context.ts'
import type { Json } from '../../shared/canonical-json.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Difference } from '../../audit/differences.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import { rulesOf } from '../../catalogue/entry.ts'
import type { Environment } from '../../shared/environment.ts'
import { type FieldError, notFound, DomainError } from '../../shared/errors.ts'
import { requireRight, type Participant } from '../../sign-in/participant.ts'
import { finalizeItem, settleAdditions } from '../workflow/flow.service.ts'
import { initialVerification } from '../workflow/initial-verification.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { itemMeant } from '../workflow/item-keys.ts'
import { provisionOwnObjects, type Provisioned } from '../workflow/provisioning.service.ts'
import type { Action } from '../../catalogue/item-action.ts'
import { isPartyTo, type Outcome, type Request, type RequestItem } from '../model/request.ts'
import { changedInItem, requireNotParty, requireDirectRequest } from './direct-writes.ts'
import { getRequest } from '../workflow/read-request.service.ts'
import { requests } from '../workflow/requests.store.ts'
import { requestObject } from '../workflow/request-objects.ts'

/** A change of an item by an administrator or a custom workflow. Absent members stay as they are. */
export interface ItemChange {
  readonly itemId: string
  readonly fields?: { readonly [name: string]: Json }
  readonly timesApproved?: number
  readonly outcome?: Outcome
}

/**
 * Sets what an administrator says about items; the last open item's outcome ends the request. Tells nobody by itself.
 * @throws DomainError `forbidden`, also for one's own request, which may only be cancelled; `not-found`, `conflict` for an item that has
 * its outcome, `invalid`
 */
export function updateItems(
  env: Environment,
  participant: Participant,
  key: string,
  changes: readonly ItemChange[],
): Request {
  requireRight(participant, 'requests:manage')
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const request = getRequest(tx, key)
    const items = requests.items(tx, request.id)
    requireValidChanges(tx, items, changes)
    if (request.status !== 'in-progress') throw new DomainError('conflict', 'This request has ended already.')
    const noted: { item: string; outcome: Outcome | null; changed: Difference[] }[] = []
    for (const { itemId, fields, timesApproved, outcome } of changes) {
      const item = itemMeant(tx, items, itemId)
      if (!item) continue
      // A level that counts as passed is a decision as much as an outcome is, and the fields are what is decided on.
      const decides = fields !== undefined || timesApproved !== undefined
      if ((decides || (outcome !== undefined && outcome !== 'cancelled')) && isPartyTo(request, participant.identity))
        throw requireDirectRequest()
      const merged = fields === undefined ? item.fields : { ...item.fields, ...fields }
      const changed = changedInItem(item, { fields: merged, timesApproved, outcome })
      noted.push({ item: itemId, outcome: outcome ?? null, changed })
      if (fields !== undefined) requests.setFields(tx, item.id, merged)
      if (timesApproved !== undefined) requests.setTimesApproved(tx, item.id, timesApproved)
      if (outcome === undefined || item.outcome !== null) continue
      finalizeItem(ctx, request, item, {
        outcome,
        verification: outcome === 'provisioned' ? initialVerification(ctx, request, item) : 'none',
        set: {
          by: participant.identity,
        },
      })
      appendHistory(ctx, request, [item], {
        action: outcome === 'denied' ? 'rejected' : outcome,
        content: 'Set by an administrator.',
      })
    }
    settleAdditions(ctx, request)
    appendHistory(ctx, request, [], { action: 'updated', content: '' })
    requests.touch(tx, request.id)
    recordAudit(tx, ctx.at, participant.actor, {
      action: 'request.items-updated',
      object: requestObject(tx, request),
      details: { items: noted },
    })
    return getRequest(tx, key)
  })
}

/** @throws DomainError `invalid` with everything that is wrong, `conflict` for an item that has another outcome */
function requireValidChanges(tx: Reader, items: readonly RequestItem[], changes: readonly ItemChange[]): void {
  const errors: FieldError[] = []
  if (changes.length === 0) errors.push({ field: 'items', message: 'must name at least one item' })
  const updatedItems = new Set<RequestItem>()
  for (const [i, change] of changes.entries()) {
    const item = itemMeant(tx, items, change.itemId)
    if (item && updatedItems.has(item))
      errors.push({ field: `items.${i}.itemId`, message: `names ${item.displayName} twice` })
    if (item) updatedItems.add(item)
    if (!item) errors.push({ field: `items.${i}.itemId`, message: `the request has no item ${change.itemId}` })
    else if (item.outcome !== null && change.outcome !== undefined && change.outcome !== item.outcome)
      throw new DomainError(
        'conflict',
        `${item.displayName} has its outcome already: ${item.outcome}. An outcome is final.`,
      )
  }
  if (errors.length > 0) throw new DomainError('invalid', 'Nothing was changed.', errors)
}

/**
 * Gives or takes the access of an item as the default flow would, without setting its outcome: that is the workflow's own
 * call, before or after. What the default flow or a person carried out gives nothing again, though it was taken back since.
 * @throws DomainError `forbidden`, `not-found`, `conflict` for an item that ended otherwise, or of a request that was cancelled
 */
export function provisionItem(
  env: Environment,
  participant: Participant,
  { key, itemId, action }: { readonly key: string; readonly itemId: string; readonly action: Action },
): Provisioned {
  requireRight(participant, 'requests:manage')
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const request = getRequest(tx, key)
    const item = itemMeant(tx, requests.items(tx, request.id), itemId)
    if (!item) throw notFound('item in this request')
    requireNotParty(request, participant)
    const entry = entryOf(tx, item.entryId)
    const { requestWorkflow, provisionScript } = rulesOf(entry.body)
    const isElsewhere = requestWorkflow !== null || provisionScript !== null
    if (item.outcome !== null && !(item.outcome === 'provisioned' && isElsewhere))
      throw new DomainError('conflict', `${item.displayName} has its outcome already: ${item.outcome}.`)
    if (request.status === 'cancelled' || (request.status === 'complete' && item.outcome === null))
      throw new DomainError('conflict', 'This request has ended already.')
    const at = env.clock()
    const done = provisionOwnObjects(ctx, request.requestee, entry, action)
    appendHistory(ctx, request, [item], { action: done.outcome, content: done.why || 'Provisioned for a workflow.' })
    recordAudit(tx, at, participant.actor, {
      action: 'request.item-provisioned',
      object: requestObject(tx, request),
      details: { item: item.displayName, outcome: done.outcome },
    })
    return done
  })
}
