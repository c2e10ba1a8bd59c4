import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import {
  ReplayedDeliveries,
  RevealedWebhook,
  Webhook,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryPage,
  WebhookList,
  WebhookNetworks,
  type WriteWebhook,
} from '../../../../contract/webhooks.ts'
import { request } from '../../../api/client.ts'
import { useSaveChange } from '../../../shared/lists/use-save-change.ts'
import type { ListSource } from '../../../shared/lists/use-list.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'

const keys = {
  all: ['webhooks'] as const,
  list: ['webhooks', 'list'] as const,
  networks: ['webhooks', 'networks'] as const,
  deliveries: ['webhooks', 'deliveries'] as const,
  delivery: (id: string) => ['webhooks', 'delivery', id] as const,
}

/** Nothing of a delivery is an event of the window, so it is looked at again while it is shown. */
const everyFewSeconds = 5000

export function useWebhooks() {
  return useQuery({
    queryKey: keys.list,
    queryFn: ({ signal }) => request(WebhookList, apiPaths.webhooks, { signal }),
    select: ({ items }) => items,
    refetchInterval: everyFewSeconds,
  })
}

export function useWebhookNetworks() {
  return useQuery({
    queryKey: keys.networks,
    queryFn: ({ signal }) => request(WebhookNetworks, apiPaths.webhookNetworks, { signal }),
  })
}

export function useDelivery(id: string) {
  return useQuery({
    queryKey: keys.delivery(id),
    queryFn: ({ signal }) => request(WebhookDeliveryDetail, apiPaths.webhookDelivery(id), { signal }),
    refetchInterval: everyFewSeconds,
  })
}

export type WebhookInput = z.input<typeof WriteWebhook>

export const useCreateWebhook = () =>
  useSaveChange(keys.all, (body: WebhookInput) => request(RevealedWebhook, apiPaths.webhooks, { method: 'POST', body }))
export const useChangeWebhook = ({ id, revision }: Webhook) =>
  useSaveChange(keys.all, (body: WebhookInput) =>
    request(Webhook, apiPaths.webhook(id), { method: 'PUT', body, ifMatch: revision }),
  )
export const useMoveWebhook = ({ id, revision }: Webhook) =>
  useSaveChange(keys.all, (action: 'pause' | 'resume') =>
    request(Webhook, apiPaths.webhookAction(id, action), { method: 'POST', ifMatch: revision }),
  )
export const useRemoveWebhook = ({ id, revision }: Webhook) =>
  useSaveChange(keys.all, () => request(z.undefined(), apiPaths.webhook(id), { method: 'DELETE', ifMatch: revision }))
export const useRotateSecret = ({ id }: Webhook) =>
  useSaveChange(keys.all, () =>
    request(RevealedWebhook, apiPaths.webhookAction(id, 'rotate-secret'), {
      method: 'POST',
      body: { overlapHours: 24 },
    }),
  )
export const useTestWebhook = ({ id }: Webhook) =>
  useSaveChange(keys.all, () => request(WebhookAttempt, apiPaths.webhookAction(id, 'test'), { method: 'POST' }))
export const useReplayGivenUp = ({ id }: Webhook) =>
  useSaveChange(keys.all, () => request(ReplayedDeliveries, apiPaths.webhookAction(id, 'replay'), { method: 'POST' }))
export const useReplayDelivery = (id: string) =>
  useSaveChange(keys.all, () => request(WebhookDelivery, apiPaths.replayDelivery(id), { method: 'POST' }))
export const useSaveNetworks = (revision: number) =>
  useSaveChange(keys.networks, (networks: readonly string[]) =>
    request(WebhookNetworks, apiPaths.webhookNetworks, { method: 'PUT', body: { networks }, ifMatch: revision }),
  )

export type DeliveryState = WebhookDelivery['state']

export const deliveryList: ListSource<WebhookDelivery, { id: string; state: DeliveryState | undefined }> = {
  key: keys.deliveries,
  fetch:
    ({ id, state }, limit) =>
    (cursor, signal) =>
      request(WebhookDeliveryPage, apiPaths.webhookDeliveries(id), { query: { limit, cursor, state }, signal }),
  csv: {
    name: 'Deliveries',
    head: ['When', 'Event', 'State', 'Tries', 'Last status', 'Failure', 'Id'],
    record: (delivery) => [
      delivery.createdAt,
      delivery.event,
      delivery.state,
      delivery.tries,
      delivery.lastAttempt?.status ?? '',
      delivery.lastAttempt?.failure ?? '',
      delivery.id,
    ],
  },
}
