import { z } from 'zod'
import { PrincipalRef } from './catalogue.ts'
import { Instant, pageOf, PageQuery } from './common.ts'

export const NotificationTemplate = z.object({
  name: z.string(),
  subject: z.string(),
  body: z.string(),
  enabled: z.boolean(),
  variables: z.array(z.string()),
  revision: z.number().int(),
})
export type NotificationTemplate = z.infer<typeof NotificationTemplate>

export const NotificationTemplateList = z.object({ items: z.array(NotificationTemplate) })

export const WriteNotificationTemplate = z.strictObject({
  subject: z.string().trim().min(1).max(300),
  body: z.string().max(20_000),
  enabled: z.boolean(),
})

/** What was to be said to somebody, and whether it was sent. */
export const OutboxMessage = z.object({
  id: z.number().int(),
  template: z.string(),
  to: PrincipalRef,
  address: z.string(),
  subject: z.string(),
  body: z.string(),
  at: Instant,
  sentAt: Instant.nullable(),
  failure: z.string().nullable(),
})

export const OutboxPage = pageOf(OutboxMessage)

export const OutboxQuery = PageQuery
