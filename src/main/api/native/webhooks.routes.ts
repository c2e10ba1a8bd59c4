import { z } from 'zod'
import { Guid } from '../../../contract/common.ts'
import {
  RevealedWebhook,
  RotateWebhookSecret,
  Webhook,
  WebhookAttempt,
  WebhookList,
  WriteWebhook,
} from '../../../contract/webhooks.ts'
import type { Webhook as Stored } from '../../domain/webhooks/webhook.ts'
import { viewWebhook } from '../../domain/webhooks/webhook.view.ts'
import {
  changeWebhook,
  createWebhook,
  getWebhook,
  listWebhooks,
  pauseWebhook,
  removeWebhook,
  resumeWebhook,
  rotateSecret,
} from '../../domain/webhooks/webhooks.service.ts'
import { isPermitted } from '../../domain/authorization/scopes.ts'
import { type Route, type RouteContext, route } from '../http/route.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'

const params = z.object({ id: Guid })
const one = '/v1/webhooks/:id'

type Asked = Pick<RouteContext<undefined, undefined, undefined>, 'caller' | 'services'>

const view = ({ caller, services: { env } }: Asked, webhook: Stored): Webhook =>
  viewWebhook(env.store.reader, webhook, { now: env.clock(), mayChange: isPermitted(caller, 'settings:write') })
const answer = (asked: Asked, webhook: Stored) => ({
  body: view(asked, webhook),
  headers: { etag: `"${webhook.revision}"` },
})
export const webhookRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'List webhooks; never their secrets',
    access: { scope: 'settings:read' },
    answers: { status: 200, schema: WebhookList },
    handle: (context) => ({
      body: { items: listWebhooks(context.services.env.store.reader).map((webhook) => view(context, webhook)) },
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Make a webhook; this answer alone holds the secret that signs',
    revealsSecret: true,
    access: { scope: 'settings:write' },
    body: WriteWebhook,
    answers: { status: 201, schema: RevealedWebhook },
    handle(context) {
      const { body, services } = context
      const { webhook, secret } = createWebhook(services.env, participantIn(context), services.webhooks.secrets, body)
      return {
        body: { webhook: view(context, webhook), secret },
        headers: { location: `/v1/webhooks/${webhook.guid}` },
      }
    },
  }),
  route({
    method: 'GET',
    path: one,
    summary: 'Read a webhook',
    access: { scope: 'settings:read' },
    params,
    answers: { status: 200, schema: Webhook },
    handle: (context) => answer(context, getWebhook(context.services.env.store.reader, context.params.id)),
  }),
  route({
    method: 'PUT',
    path: one,
    summary: 'Change where a webhook goes and what it tells',
    access: { scope: 'settings:write' },
    needsIfMatch: true,
    params,
    body: WriteWebhook,
    answers: { status: 200, schema: Webhook },
    handle(context) {
      const { params: p, body, request, services } = context
      const seen = { id: p.id, seen: revisionFromIfMatch(request) }
      return answer(context, changeWebhook(services.env, participantIn(context), seen, body))
    },
  }),
  route({
    method: 'DELETE',
    path: one,
    summary: 'Remove a webhook; what waits for it is given up',
    access: { scope: 'settings:write' },
    needsIfMatch: true,
    params,
    answers: { status: 204, schema: null },
    handle({ params: p, actor, request, services }) {
      const seen = { id: p.id, seen: revisionFromIfMatch(request) }
      removeWebhook(services.env, actor, services.webhooks.secrets, seen)
      return {}
    },
  }),
  route({
    method: 'POST',
    path: `${one}/pause`,
    summary: 'Keep what happens for a webhook until it is resumed',
    access: { scope: 'settings:write' },
    needsIfMatch: true,
    params,
    answers: { status: 200, schema: Webhook },
    handle(context) {
      const { params: p, actor, request, services } = context
      return answer(context, pauseWebhook(services.env, actor, { id: p.id, seen: revisionFromIfMatch(request) }))
    },
  }),
  route({
    method: 'POST',
    path: `${one}/resume`,
    summary: 'Send again what waits for a webhook that was paused or stopped',
    access: { scope: 'settings:write' },
    needsIfMatch: true,
    params,
    answers: { status: 200, schema: Webhook },
    handle(context) {
      const { params: p, request, services } = context
      const seen = { id: p.id, seen: revisionFromIfMatch(request) }
      return answer(context, resumeWebhook(services.env, participantIn(context), seen))
    },
  }),
  route({
    method: 'POST',
    path: `${one}/rotate-secret`,
    summary: 'Put a new secret in place of the one that signs; both sign for the overlap, at most a day',
    revealsSecret: true,
    access: { scope: 'settings:write' },
    params,
    body: RotateWebhookSecret,
    answers: { status: 200, schema: RevealedWebhook },
    handle(context) {
      const { params: p, body, services } = context
      const rotation = { id: p.id, overlapHours: body.overlapHours }
      const { webhook, secret } = rotateSecret(
        services.env,
        participantIn(context),
        services.webhooks.secrets,
        rotation,
      )
      return { body: { webhook: view(context, webhook), secret } }
    },
  }),
  route({
    method: 'POST',
    path: `${one}/test`,
    summary: 'Send one message to see whether it arrives',
    access: { scope: 'settings:write' },
    params,
    answers: { status: 200, schema: WebhookAttempt },
    handle: async ({ params: { id }, services }) => ({
      body: await services.webhooks.test(getWebhook(services.env.store.reader, id)),
    }),
  }),
]
