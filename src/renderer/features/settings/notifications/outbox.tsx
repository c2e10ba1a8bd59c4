import type { z } from 'zod'
import { type OutboxMessage, OutboxPage } from '../../../../contract/notifications.ts'
import { request } from '../../../api/client.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { Link } from '../../../shared/link.tsx'
import { ExportRows } from '../../../shared/lists/export-rows.tsx'
import { PagedTable, useSelectedRow } from '../../../shared/lists/paged-table.tsx'
import { type ListSource, useList } from '../../../shared/lists/use-list.ts'
import { apiPaths, pages } from '../../../shared/navigation/paths.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { moment } from '../../../ui/format.ts'
import { EmptyState } from '../../../ui/states.tsx'
import type { Column } from '../../../ui/virtual-table.tsx'
import { useMail } from '../governance/governance-queries.ts'
import { text } from '../governance/governance-text.ts'
import { text as mailText } from './mail-text.ts'

const sectionText = text.notifications
type Message = z.infer<typeof OutboxMessage>

const messageList: ListSource<Message, null> = {
  key: ['messages', 'sent'],
  fetch: (_, limit) => (cursor, signal) => request(OutboxPage, apiPaths.outbox, { query: { limit, cursor }, signal }),
  csv: {
    name: 'Notifications',
    head: ['When', 'To', 'Address', 'Template', 'Subject', 'Text', 'Sent', 'Failure'],
    record: (message) => [
      message.at,
      message.to.name,
      message.address,
      sectionText.names[message.template] ?? message.template,
      message.subject,
      message.body,
      message.sentAt ?? '',
      message.failure ?? '',
    ],
  },
}

function State({ message }: { message: Message }) {
  if (message.sentAt) return <Badge tone="gain">{sectionText.sent}</Badge>
  return message.failure ? <Badge tone="loss">{sectionText.failedState}</Badge> : <Badge>{sectionText.waiting}</Badge>
}

const columns: readonly Column<Message>[] = [
  { id: 'at', title: sectionText.at, width: '10.5rem', cell: (message) => moment(message.at) },
  {
    id: 'to',
    title: sectionText.to,
    width: 'minmax(0, 1fr)',
    cell: (message) => (
      <span className="truncate">
        {message.to.name} <span className="muted">{message.address || sectionText.noAddress}</span>
      </span>
    ),
  },
  {
    id: 'what',
    title: sectionText.subject,
    width: 'minmax(0, 1.6fr)',
    cell: (message) => <span className="truncate">{message.subject}</span>,
  },
  { id: 'state', title: sectionText.state, width: '6rem', cell: (message) => <State message={message} /> },
]

/** All notifications, newest first, sent or not. */
export function Outbox() {
  const { rows, table } = useList(messageList, null)
  const mail = useMail(useIsPermitted('settings:read'))
  return (
    <>
      <div className="settings-head">
        <h2>{sectionText.views.outbox}</h2>
        <span className="muted number">{rows.total !== undefined && sectionText.total(rows.total)}</span>
        <ExportRows table={table} />
      </div>
      {mail.data?.enabled === false && (rows.total ?? 0) > 0 && (
        <Banner kind="info" title={mailText.offInOutbox}>
          {mailText.offInOutboxText} <Link href={pages.mailServer}>{mailText.toMail}</Link>
        </Banner>
      )}
      <PagedTable<Message>
        label={sectionText.outbox}
        columns={columns}
        rows={rows}
        selected={useSelectedRow(rows)}
        keyOf={(message) => String(message.id)}
        failed={sectionText.failed}
        empty={
          <EmptyState icon="requests" title={sectionText.outboxEmpty}>
            {sectionText.outboxEmptyText}
          </EmptyState>
        }
      >
        {(message) => (
          <aside className="outbox-message" aria-label={sectionText.chosen}>
            <p>
              <strong>{message.subject}</strong>{' '}
              {message.to.personId && <Link href={pages.person(message.to.personId)}>{message.to.name}</Link>}
            </p>
            <p className="outbox-message-body">{message.body}</p>
            {message.failure && <p className="muted">{message.failure}</p>}
          </aside>
        )}
      </PagedTable>
    </>
  )
}
