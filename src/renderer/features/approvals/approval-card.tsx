import { type RefObject, useEffect, useRef } from 'react'
import type { ApprovalCard } from '../../../contract/approvals.ts'
import { Link } from '../../shared/link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { day } from '../../ui/format.ts'
import { EmptyState } from '../../ui/states.tsx'
import { AnswerList } from '../../shared/request-parts/answer-list.tsx'
import { FileList } from '../../shared/request-parts/file-list.tsx'
import { PrivilegeTable } from '../../shared/request-parts/privilege-table.tsx'
import { HistoryList } from '../../shared/request-parts/history-list.tsx'
import { useCard } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { QueryView } from '../../shared/query-view.tsx'

/**
 * All that helps to decide a task: the request, its reason, peers, policies, current access and history.
 * @param takesFocus moves the focus to the heading, after a decision has removed the focused button
 */
export function ApprovalCardPane({ id, takesFocus }: { id: string; takesFocus: boolean }) {
  const cardQuery = useCard(id)
  return (
    <QueryView query={cardQuery} failed={text.failedOne} lines={9} notFound={<EmptyState title={text.notFound} />}>
      {(card) => <CardContent card={card} takesFocus={takesFocus} />}
    </QueryView>
  )
}

function CardContent({ card, takesFocus }: { card: ApprovalCard; takesFocus: boolean }) {
  const { task } = card
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // Only if the user has not moved the focus meanwhile.
    if (takesFocus && document.activeElement === document.body) head.current?.focus()
  }, [takesFocus])
  return (
    <div className="detail">
      <CardHeader card={card} headingRef={head} />
      <section aria-label={text.reason}>
        <h3>{text.reason}</h3>
        {task.comment ? (
          <blockquote className="quote">{task.comment}</blockquote>
        ) : (
          <p className="muted">{text.noReason}</p>
        )}
      </section>
      <Findings card={card} />
      <section aria-label={text.currentAccess(task.requestee.name)}>
        <h3>{text.currentAccess(task.requestee.name)}</h3>
        {card.holdsInAll === 0 && <p className="muted">{text.noCurrentAccess}</p>}
        <ul className="card-access">
          {card.holds.map(({ name, application }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- names may repeat
            <li key={index}>
              {name} {application && <span className="muted">{application}</span>}
            </li>
          ))}
          {card.holdsInAll > card.holds.length && (
            <li className="muted">{text.more(card.holdsInAll - card.holds.length)}</li>
          )}
        </ul>
      </section>
      <section aria-label={text.files}>
        <h3>{text.files}</h3>
        <FileList requestId={task.requestId} files={card.attachments} />
      </section>
      <section aria-label={text.history}>
        <h3>{text.history}</h3>
        <HistoryList entries={card.history} />
      </section>
      <Link href={pages.request(task.requestId)}>{text.toRequest}</Link>
    </div>
  )
}

function CardHeader({
  card: { task, requested: requestedItems, peers, assigned },
  headingRef,
}: {
  card: ApprovalCard
  headingRef: RefObject<HTMLHeadingElement | null>
}) {
  const requesterName = task.requester?.name ?? text.system
  const removing = task.items.every(({ action }) => action === 'remove' || action === 'suspend')
  const heading =
    task.kind === 'provisioning'
      ? (removing ? text.deprovisionFor : text.provisionFor)(task.requestee.name)
      : removing
        ? text.requestsRemoval(requesterName, task.requestee.name)
        : text.requestsAccess(requesterName, task.requestee.name)
  return (
    <header className="card-head">
      <p className="card-context">
        {task.requestee.personId ? (
          <Link href={pages.person(task.requestee.personId)}>{task.requestee.name}</Link>
        ) : (
          task.requestee.name
        )}
        <span className="muted">
          {[
            text.since(day(task.requestedAt)),
            text.due(day(task.dueAt)),
            task.levels > 1 && text.level(task.level + 1, task.levels),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      <h2 ref={headingRef} tabIndex={-1}>
        {heading}
      </h2>
      <ul className="stack-tight">
        {task.items.map((item) => {
          const peerShare = peers.find(({ itemId }) => itemId === item.itemId)
          const requestedItem = requestedItems.find(({ itemId }) => itemId === item.itemId)
          return (
            <li key={item.itemId} className="boxed stack-dense">
              <div className="card-item">
                <strong>{item.name}</strong>
                {item.riskLevel !== null && (
                  <Badge tone={item.riskLevel >= 7 ? 'loss' : 'neutral'}>{text.risk(item.riskLevel)}</Badge>
                )}
                {assigned.includes(item.itemId) && item.action === 'add' && <Badge tone="change">{text.held}</Badge>}
                {requestedItem?.endsAt && <Badge tone="info">{text.until(day(requestedItem.endsAt))}</Badge>}
                {item.outcome && <Badge>{text.outcomes[item.outcome]}</Badge>}
              </div>
              <AnswerList answers={requestedItem?.answers ?? []} />
              {requestedItem && requestedItem.privileges.length > 0 && (
                <PrivilegeTable caption={item.name} privileges={requestedItem.privileges} />
              )}
              {peerShare && requestedItem?.privileges.length === 0 && (
                <div className="card-peers">
                  <meter min={0} max={Math.max(1, peerShare.peers)} value={peerShare.holders} aria-label={text.peers} />
                  <span className="muted">
                    {peerShare.peers === 0
                      ? text.noPeers
                      : text.peerShare(peerShare.holders, peerShare.peers, text.peersBy[peerShare.by])}
                  </span>
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {task.expired && <p className="muted">{text.expired}</p>}
      {task.original && (
        <p className="muted">
          {task.delegated ? text.delegatedBy(task.original.name) : text.reassignedFrom(task.original.name)}
        </p>
      )}
      {task.adviser && <p className="muted">{text.inputRequestedFrom(task.adviser.name)}</p>}
    </header>
  )
}

function Findings({ card: { findings } }: { card: ApprovalCard }) {
  return (
    <section aria-label={text.findings}>
      <h3>{text.findings}</h3>
      {findings.length === 0 && <p className="muted">{text.clean}</p>}
      {findings.map(({ policy, because, remedy, existing }) => (
        <Banner
          key={policy.id}
          kind={existing ? 'info' : 'guard'}
          title={existing ? text.violatesNow(policy.name) : text.violates(policy.name)}
        >
          {policy.description && <p>{policy.description}</p>}
          <p>{text.conflicts(because.map(({ words }) => words).join(' and '))}</p>
          {remedy.length > 0 && <p>{text.remedy(remedy.map(({ words }) => words).join(' and '))}</p>}
        </Banner>
      ))}
    </section>
  )
}
