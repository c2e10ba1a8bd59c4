import type { AccessRequestDetail } from '../../../contract/requests.ts'
import type { RequestItem } from '../../../contract/request-parts.ts'
import { Link } from '../../shared/link.tsx'
import { AnswerList } from '../../shared/request-parts/answer-list.tsx'
import { FileList } from '../../shared/request-parts/file-list.tsx'
import { PrivilegeTable } from '../../shared/request-parts/privilege-table.tsx'
import { HistoryList } from '../../shared/request-parts/history-list.tsx'
import { Badge, Sign } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import { EmptyState } from '../../ui/states.tsx'
import type { Tone } from '../../ui/tone.ts'
import { useRequest } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { QueryView } from '../../shared/query-view.tsx'

/** A request with its items, approvals, verification and history. */
export function RequestDetail({ id }: { id: string }) {
  const requestQuery = useRequest(id)
  return (
    <QueryView
      query={requestQuery}
      failed={text.failedOne}
      lines={9}
      notFound={<EmptyState icon="requests" title={text.notFound} />}
    >
      {(detail) => <RequestContent detail={detail} />}
    </QueryView>
  )
}

function RequestContent({ detail: { request, history, attachments, tasks } }: { detail: AccessRequestDetail }) {
  const open = tasks.filter(({ status }) => status === 'in-progress')
  return (
    <div className="detail">
      <header className="request-head">
        <p className="muted">
          {[request.requester ? text.by(request.requester.name) : text.bySystem, day(request.requestedAt)].join(' · ')}
        </p>
        <h2>{text.for(request.requestee.name)}</h2>
        <p className="request-status">
          <Sign
            tone={statusTone(request.status)}
            icon={request.status === 'complete' ? 'check' : request.status === 'cancelled' ? 'close' : 'clock'}
          />
          {request.statusText}
        </p>
        {open.map((task) => (
          <p key={task.id} className="muted">
            {text.assignedTo(task.approver.name)} · <Link href={pages.approval(task.id)}>{text.toTask}</Link>
          </p>
        ))}
      </header>
      <section aria-label={text.items}>
        <h3>{text.items}</h3>
        <ul className="stack-tight">
          {request.items.map((item) => (
            <Item key={item.itemId} item={item} />
          ))}
        </ul>
      </section>
      <section aria-label={text.reason}>
        <h3>{text.reason}</h3>
        {request.comment ? <p className="quote">{request.comment}</p> : <p className="muted">{text.noReason}</p>}
      </section>
      <section aria-label={text.files}>
        <h3>{text.files}</h3>
        <FileList requestId={request.id} files={attachments} />
      </section>
      <section aria-label={text.history}>
        <h3>{text.history}</h3>
        <HistoryList entries={history} />
      </section>
    </div>
  )
}

const statusTone = (status: 'in-progress' | 'complete' | 'cancelled'): Tone =>
  status === 'complete' ? 'gain' : status === 'cancelled' ? 'neutral' : 'accent'

const outcomeTone = { provisioned: 'gain', 'not-provisioned': 'change', denied: 'loss', cancelled: 'neutral' } as const

function Item({ item }: { item: RequestItem }) {
  const approvedLevels = Math.min(item.timesApproved, item.chain.length)
  return (
    <li className="boxed stack-tight">
      <div className="request-item">
        <strong>{item.name}</strong>
        <span className="muted">{text.actions[item.action]}</span>
        {item.endsAt && <Badge tone="info">{text.until(day(item.endsAt))}</Badge>}
        {item.outcome ? (
          <Badge tone={outcomeTone[item.outcome]}>{text.outcomes[item.outcome]}</Badge>
        ) : (
          <Badge tone="accent">{text.steps[item.step]}</Badge>
        )}
      </div>
      {item.chain.length === 0 ? (
        item.step === 'approval' && <p className="muted">{text.noApproval}</p>
      ) : (
        <div className="request-approvers">
          <span aria-hidden>{text.chain}</span>
          <ol className="request-chain" aria-label={text.chain}>
            {item.chain.map(({ approver }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- the position is the identity of a level
              <li key={index} data-passed={index < approvedLevels || undefined}>
                {approver.name}
              </li>
            ))}
          </ol>
        </div>
      )}
      <AnswerList answers={item.fields} />
      {item.privileges.length > 0 && <PrivilegeTable caption={item.name} privileges={item.privileges} />}
      <Verification item={item} />
    </li>
  )
}

function Verification({ item: { verification, evidence } }: { item: RequestItem }) {
  if (verification === 'none') return null
  const tone: Tone = verification === 'proved' ? 'gain' : verification === 'contradicted' ? 'loss' : 'accent'
  return (
    <p className="request-verification">
      <Badge
        tone={tone}
        icon={verification === 'proved' ? 'check' : verification === 'contradicted' ? 'warning' : 'clock'}
      >
        {text.verification[verification]}
      </Badge>
      {evidence && (
        <span className="muted">
          <Link href={pages.import(evidence.import)}>
            {text.evidence(day(evidence.extractAt), evidence.generation)}
          </Link>
          {evidence.grant &&
            ` · ${text.grant(evidence.grant.userName, evidence.grant.line, evidence.grant.file ?? '')}`}
        </span>
      )}
    </p>
  )
}
