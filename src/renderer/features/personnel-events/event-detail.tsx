import type { z } from 'zod'
import type { EventRequirement, EventStageView, PersonnelEventDetail } from '../../../contract/personnel-events.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Badge, Sign } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { day, moment } from '../../ui/format.ts'
import { EmptyState } from '../../ui/states.tsx'
import { useNow } from '../../ui/use-now.ts'
import { businessDay } from './event-days.ts'
import { EventItems } from './event-items.tsx'
import { EventPlan } from './event-plan.tsx'
import { leaverClock } from './leaver-clock.ts'
import { useEvent } from './queries.ts'
import { statusTone } from './status-tone.ts'
import { text } from './text.ts'

/** An event: its stages, who must answer, its plan or its progress, and its history. */
export function EventDetail({ id }: { id: string }) {
  const eventQuery = useEvent(id)
  return (
    <QueryView
      query={eventQuery}
      failed={text.failedOne}
      lines={9}
      notFound={<EmptyState icon="events" title={text.notFound} />}
    >
      {(detail) => <EventContent detail={detail} />}
    </QueryView>
  )
}

function EventContent({ detail }: { detail: PersonnelEventDetail }) {
  const { event, requirements, breaks, findings } = detail
  return (
    <div className="detail">
      <EventHead detail={detail} />
      {(event.stage === 'approval' || event.stage === 'verification') && (
        <section aria-label={text.votes}>
          <h3>{text.votes}</h3>
          {requirements.length === 0 && <p className="muted">{text.noVotes}</p>}
          <ul className="stack-tight">
            {requirements.map((requirement) => (
              <Requirement key={`${requirement.role} ${requirement.application}`} requirement={requirement} />
            ))}
          </ul>
        </section>
      )}
      {findings.map(({ policy, existing, because }) => (
        <Banner key={policy.id} kind="guard" title={(existing ? text.violatesNow : text.violates)(policy.name)}>
          {text.conflicts(because.map(({ words }) => words).join(', '))}
        </Banner>
      ))}
      {breaks.length > 0 && (
        <section aria-label={text.breaks}>
          <h3>{text.breaks}</h3>
          <ul className="event-breaks">
            {breaks.map(({ kind, words }) => (
              <li key={`${kind} ${words}`}>
                <Sign tone="change" icon="warning" />
                {words}
              </li>
            ))}
          </ul>
        </section>
      )}
      {detail.items.length > 0 && <EventItems items={detail.items} />}
      {event.endedAt === null && <EventPlan key={event.revision} detail={detail} />}
      <section aria-label={text.history}>
        <h3>{text.history}</h3>
        <ol className="event-history">
          {detail.activity.map((line, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines are only ever added
            <li key={index}>
              <span className="muted">
                {moment(line.at)} · {line.who}
              </span>
              <span className={line.kind === 'comment' ? 'quote' : undefined}>{line.text}</span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}

function EventHead({ detail: { event, stages, late, beginsOn, clock } }: { detail: PersonnelEventDetail }) {
  const now = useNow()
  const { person } = event
  const dates = [
    text.effective(businessDay(event.effectiveOn), event.effectiveTime),
    event.endOn !== null && text.until(businessDay(event.endOn)),
    event.status === 'scheduled' && event.stage === 'provision' && text.begins(businessDay(beginsOn)),
  ].filter(Boolean)
  return (
    <header className="event-head">
      <p className="muted">
        {text.number(event.number)} · {text.reported(event.reportedBy, day(event.createdAt))}
      </p>
      <div className="detail-title">
        <h2>
          {text.kinds[event.kind]}:{' '}
          {person?.personId ? <Link href={pages.person(person.personId)}>{event.personName}</Link> : event.personName}
        </h2>
        <Badge tone={statusTone[event.status]}>{text.statuses[event.status]}</Badge>
      </div>
      <p>{dates.join(' · ')}</p>
      {late && <p className="event-late">{text.late(businessDay(late.trueSince), late.reason)}</p>}
      <ol className="event-stages" aria-label={text.stageList}>
        {stages.map((stage) => (
          <Stage key={stage.name} stage={stage} kind={event.kind} />
        ))}
      </ol>
      {clock && <p className={clock.provedAt === null ? 'event-late' : undefined}>{leaverClock(clock, now)}</p>}
      {event.items.all > 0 && (
        <p className="muted">{text.progress(event.items.carriedOut, event.items.proved, event.items.all)}</p>
      )}
    </header>
  )
}

interface StageProps {
  stage: z.infer<typeof EventStageView>
  kind: PersonnelEventDetail['event']['kind']
}

function Stage({ stage: { name, state, dueOn, completedAt }, kind }: StageProps) {
  const endTitles: Partial<Record<typeof kind, string>> = text.removalStage
  const title = name === 'removal' ? (endTitles[kind] ?? text.stages.removal) : text.stages[name]
  return (
    <li className="event-stage" data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
      <strong>{title}</strong>
      <span className="muted">
        {completedAt !== null ? text.done(day(completedAt)) : dueOn === null ? '' : text.due(businessDay(dueOn))}
      </span>
    </li>
  )
}

function Requirement({ requirement }: { requirement: EventRequirement }) {
  const { role, application, candidates, isFallback, answer, by, at, comment } = requirement
  const names = candidates.map(({ name }) => name).join(', ')
  return (
    <li className="boxed event-requirement">
      <strong>{[text.roles[role], application].filter(Boolean).join(' · ')}</strong>
      {answer === null ? (
        <Badge tone="accent">{text.missing}</Badge>
      ) : (
        <Badge tone={answer === 'approved' ? 'gain' : 'loss'}>{text.answers[answer]}</Badge>
      )}
      <span className="muted">
        {answer !== null && by !== null && at !== null
          ? `${by.name} · ${moment(at)}`
          : `${names}${isFallback ? ` (${text.fallback})` : ''}`}
      </span>
      {comment !== '' && <span className="quote">{comment}</span>}
    </li>
  )
}
