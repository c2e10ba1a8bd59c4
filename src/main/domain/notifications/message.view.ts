import type { z } from 'zod'
import type { NotificationTemplate, OutboxMessage } from '../../../contract/notifications.ts'
import type { Reader } from '../../storage/open.ts'
import { viewPerson } from '../roles/principal.view.ts'
import { outbox, type StoredMessage } from './notifications.store.ts'
import { type Template, variables } from './templates.ts'
import { instant, instantOrNull } from '../shared/instant.ts'

export const viewTemplate = ({ name, subject, body, enabled, revision }: Template): NotificationTemplate => ({
  name,
  subject,
  body,
  enabled,
  variables: [...variables],
  revision,
})

const viewMessage = (db: Reader, row: StoredMessage): z.infer<typeof OutboxMessage> => ({
  id: row.id,
  template: row.template,
  to: viewPerson(db, row.identity_id),
  address: row.address,
  subject: row.subject,
  body: row.body,
  at: instant(row.created_at),
  sentAt: instantOrNull(row.sent_at),
  failure: row.failure,
})

/** One page of messages, newest first. @param before a message's number */
export function listOutbox(db: Reader, before: number, limit: number) {
  const rows = outbox.page(db, before, limit)
  return {
    items: rows.map((row) => viewMessage(db, row)),
    total: outbox.count(db),
    next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
  }
}
