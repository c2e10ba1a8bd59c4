import { useState } from 'react'
import type { Violation } from '../../../contract/policies.ts'
import { asProblem } from '../../api/problem.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { day, moment } from '../../ui/format.ts'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { useDecideViolation } from './queries.ts'
import { text } from './text.ts'

const sectionText = text.violations
/** Targets whose removal can be requested; a title or a department cannot. */
const removableTargets = new Set(['roles', 'entitlements'])

export function ViolationDetail({ violation }: { violation: Violation }) {
  const canAsk = useIsPermitted('requests:make')
  return (
    <div className="detail">
      <header>
        <p className="muted">
          {[sectionText.detected(day(violation.detectedAt)), sectionText.seen(moment(violation.seenAt))].join(' · ')}
        </p>
        <h2>
          {violation.person.personId ? (
            <Link href={pages.person(violation.person.personId)}>{violation.person.name}</Link>
          ) : (
            violation.person.name
          )}
        </h2>
        <p>
          {violation.policy.name}{' '}
          {violation.overdue ? (
            <Badge tone="loss" icon="error">
              {sectionText.overdue}
            </Badge>
          ) : (
            <Badge tone={violation.status === 'active' ? 'loss' : 'neutral'}>
              {sectionText.statuses[violation.status]}
            </Badge>
          )}
        </p>
        {violation.dueAt && !violation.closedAt && (
          <p className="muted">{(violation.overdue ? sectionText.wasDue : sectionText.due)(day(violation.dueAt))}</p>
        )}
      </header>
      <section aria-label={sectionText.conflicts}>
        <h3>{sectionText.conflicts}</h3>
        <ul className="conflict-list">
          {violation.because.map(({ target, value, words: name }) => (
            <li key={`${target} ${value}`}>{name}</li>
          ))}
        </ul>
      </section>
      <section aria-label={sectionText.remedy}>
        <h3>{sectionText.remedy}</h3>
        {violation.remedy.length === 0 && <p className="muted">{sectionText.noRemedy}</p>}
        <ul className="conflict-list">
          {violation.remedy.map(({ target, value, words: name }) => (
            <li key={`${target} ${value}`}>{name}</li>
          ))}
        </ul>
        {canAsk &&
          !violation.closedAt &&
          violation.person.personId &&
          violation.remedy.some(({ target }) => removableTargets.has(target)) && (
            <Link href={pages.newRequest({ for: violation.person.personId, do: 'remove' })}>
              {sectionText.requestRemoval}
            </Link>
          )}
      </section>
      {violation.decidedBy && <p className="muted">{sectionText.by(violation.decidedBy, violation.comment)}</p>}
      {violation.exceptionUntil && <p className="muted">{sectionText.until(day(violation.exceptionUntil))}</p>}
    </div>
  )
}

export function ViolationActions({ violation }: { violation: Violation }) {
  const canManage = useIsPermitted('policies:manage')
  const decide = useDecideViolation(violation)
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  if (violation.closedAt) return null
  if (!canManage) return <p className="decision-pane muted">{sectionText.readOnly}</p>
  const ready = reason.trim().length >= 3
  const done = { onSuccess: () => toast({ kind: 'done', message: sectionText.saved }) }
  return (
    <div className="decision-pane">
      <TextField label={sectionText.reason} value={reason} onChange={setReason} lines={3} maxLength={2000} />
      <TextField label={sectionText.exceptionUntil} type="date" value={until} onChange={setUntil} />
      {decide.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(decide.error).detail}
        </Banner>
      )}
      <Button
        wide
        variant="primary"
        isDisabled={!ready || until === ''}
        isPending={decide.isPending}
        onPress={() =>
          decide.mutate(
            { decision: 'exception', until: new Date(`${until}T23:59:59.999Z`).toISOString(), comment: reason.trim() },
            done,
          )
        }
      >
        {sectionText.grantException}
      </Button>
      <Button
        wide
        variant="quiet"
        isDisabled={!ready || decide.isPending}
        onPress={() => decide.mutate({ decision: 'cancel', comment: reason.trim() }, done)}
      >
        {sectionText.dismiss}
      </Button>
    </div>
  )
}
