import { recordAudit } from '../audit/audit.service.ts'
import { runAction } from '../access-requests/workflow/action-context.ts'
import { appendHistory } from '../access-requests/workflow/history.service.ts'
import { itemOf, requestOf } from '../access-requests/workflow/read-request.service.ts'
import { requestObject } from '../access-requests/workflow/request-objects.ts'
import type { Environment } from '../shared/environment.ts'
import { notFound } from '../shared/errors.ts'
import type { Participant } from '../sign-in/participant.ts'
import { getDelivery } from './delivery-log.service.ts'
import { webhooks } from './webhooks.store.ts'

interface Callback {
  /** GUID of the item that the delivery told of. */
  readonly item: string
  readonly delivery: string
  /** What the receiver says of it. */
  readonly words: string
}

/**
 * Takes down in the history of a request what a receiver answers to a delivery. Whoever names a delivery was told of the
 * request.
 * @throws DomainError `not-found` when the delivery told nothing of the item
 */
export function noteCallback(
  env: Environment,
  participant: Participant,
  { item: guid, delivery, words }: Callback,
): void {
  runAction(env, participant, (ctx) => {
    const { tx, at } = ctx
    const { item: row, webhook } = getDelivery(tx, delivery)
    const item = row === null ? undefined : itemOf(tx, row)
    if (item?.guid !== guid) throw notFound('access-request')
    const request = requestOf(tx, item.requestId)
    const name = webhooks.byId(tx, webhook)?.name ?? ''
    appendHistory(ctx, request, [item], { action: 'callback', content: words === '' ? name : `${name}: ${words}` })
    recordAudit(tx, at, participant.actor, {
      action: 'request.callback-received',
      object: requestObject(tx, request),
      details: { webhook: name, delivery },
    })
  })
}
