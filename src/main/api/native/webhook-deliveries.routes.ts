import { z } from 'zod'
import { Guid } from '../../../contract/common.ts'
import {
  ReplayedDeliveries,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryPage,
  WebhookDeliveryQuery,
  WebhookNetworks,
  WriteWebhookNetworks,
} from '../../../contract/webhooks.ts'
import { changeWebhookNetworks, webhookNetworks } from '../../domain/settings/webhook-networks.service.ts'
import {
  listDeliveries,
  readDelivery,
  replayDelivery,
  replayGivenUp,
} from '../../domain/webhooks/delivery-log.service.ts'
import { viewDelivery, viewDeliveryDetail } from '../../domain/webhooks/webhook.view.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { decodeCursor, encodeCursor, newestFirst } from './paging.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'

const params = z.object({ id: Guid })
const one = '/v1/webhooks/:id'
const networksPath = '/v1/settings/webhook-networks'

const networksAnswer = (services: Services): { body: WebhookNetworks; headers: { etag: string } } => {
  const { networks, revision } = webhookNetworks(services.env.store.reader)
  const canKeepSecrets = services.webhooks.secrets('any').isReal()
  return { body: { networks, canKeepSecrets, revision }, headers: { etag: `"${revision}"` } }
}

const networkRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: networksPath,
    summary: 'Read to which networks on this site webhooks may go',
    access: { scope: 'settings:read' },
    answers: { status: 200, schema: WebhookNetworks },
    handle: ({ services }) => networksAnswer(services),
  }),
  route({
    method: 'PUT',
    path: networksPath,
    summary: 'Say to which networks on this site webhooks may go',
    access: { scope: 'settings:write' },
    needsIfMatch: true,
    body: WriteWebhookNetworks,
    answers: { status: 200, schema: WebhookNetworks },
    handle(context) {
      const { body, request, services } = context
      changeWebhookNetworks(services.env, participantIn(context), revisionFromIfMatch(request), body.networks)
      return networksAnswer(services)
    },
  }),
]

export const webhookDeliveryRoutes: readonly Route[] = [
  ...networkRoutes,
  route({
    method: 'GET',
    path: `${one}/deliveries`,
    summary: 'List what was sent to a webhook and what waits, newest first; kept for thirty days',
    access: { scope: 'settings:read' },
    params,
    query: WebhookDeliveryQuery,
    answers: { status: 200, schema: WebhookDeliveryPage },
    handle({ params: { id }, query, services: { env } }) {
      const db = env.store.reader
      const before = decodeCursor(query.cursor, newestFirst)
      const asked = { webhook: id, state: query.state ?? null, before, limit: query.limit }
      const { items, total, next } = listDeliveries(db, asked)
      return { body: { items: items.map((delivery) => viewDelivery(db, delivery)), total, ...encodeCursor(next) } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/webhook-deliveries/:id',
    summary: 'Read one delivery with its body and every attempt',
    access: { scope: 'settings:read' },
    params,
    answers: { status: 200, schema: WebhookDeliveryDetail },
    handle(context) {
      const db = context.services.env.store.reader
      return { body: viewDeliveryDetail(db, readDelivery(db, participantIn(context), context.params.id)) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/webhook-deliveries/:id/replay',
    summary: 'Send a delivery once more; the receiver knows it by its id',
    access: { scope: 'settings:write' },
    params,
    answers: { status: 200, schema: WebhookDelivery },
    handle(context) {
      const { params: p, services } = context
      return {
        body: viewDelivery(services.env.store.reader, replayDelivery(services.env, participantIn(context), p.id)),
      }
    },
  }),
  route({
    method: 'POST',
    path: `${one}/replay`,
    summary: 'Send everything once more that was given up',
    access: { scope: 'settings:write' },
    params,
    answers: { status: 200, schema: ReplayedDeliveries },
    handle: (context) => ({
      body: { replayed: replayGivenUp(context.services.env, participantIn(context), context.params.id) },
    }),
  }),
]
