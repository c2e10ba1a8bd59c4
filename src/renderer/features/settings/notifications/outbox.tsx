import { useState } from 'react'
import type { z } from 'zod'
import type { OutboxMessage } from '../../../../contract/notifications.ts'
import { type CsvTable, ExportRows } from '../../../shared/lists/export-rows.tsx'
import { Link } from '../../../shared/link.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { moment } from '../../../ui/format.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type Column, VirtualTable } from '../../../ui/virtual-table.tsx'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { usePagedRows } from '../../../shared/lists/use-paged-rows.ts'
import { fetchOutbox, useMail } from '../governance/governance-queries.ts'
import { text } from '../governance/governance-text.ts'
import { text as mailText } from './mail-text.ts'
import { pages } from '../../../shared/navigation/paths.ts'

const sectionText = text.notifications
type Message = z.infer<typeof OutboxMessage>
const pageSize = 200
const fetchPage = fetchOutbox(pageSize)

const table: CsvTable<Message> = {
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
  fetchPage: fetchOutbox(1000),
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
  const rows = usePagedRows(fetchPage, pageSize)
  const [active, setActive] = useState(-1)
  const mail = useMail(useIsPermitted('settings:read'))
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={sectionText.failed} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={6} />
  const chosen = active < 0 ? undefined : rows.rowAt(active)
  return (
    <>
      <div className="settings-head">
        <h2>{sectionText.views.outbox}</h2>
        <span className="muted number">{sectionText.total(rows.total)}</span>
        <ExportRows table={table} />
      </div>
      {mail.data?.enabled === false && rows.total > 0 && (
        <Banner kind="info" title={mailText.offInOutbox}>
          {mailText.offInOutboxText} <Link href={pages.mailServer}>{mailText.toMail}</Link>
        </Banner>
      )}
      <VirtualTable<Message>
        label={sectionText.outbox}
        columns={columns}
        count={rows.total}
        rowAt={rows.rowAt}
        keyOf={(message) => String(message.id)}
        active={active}
        onActive={setActive}
        onRange={rows.onRange}
        empty={
          <EmptyState icon="requests" title={sectionText.outboxEmpty}>
            {sectionText.outboxEmptyText}
          </EmptyState>
        }
      />
      {chosen && (
        <aside className="outbox-message" aria-label={sectionText.chosen}>
          <p>
            <strong>{chosen.subject}</strong>{' '}
            {chosen.to.personId && <Link href={pages.person(chosen.to.personId)}>{chosen.to.name}</Link>}
          </p>
          <p className="outbox-message-body">{chosen.body}</p>
          {chosen.failure && <p className="muted">{chosen.failure}</p>}
        </aside>
      )}
    </>
  )
}
