import { useMemo, useState } from 'react'
import type { Violation } from '../../../contract/policies.ts'
import { asProblem } from '../../api/problem.ts'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import { useRefreshedRows } from '../../shared/lists/change-counter.ts'
import { Link } from '../../shared/link.tsx'
import { setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { day, moment } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { fetchViolations, policyChanges, useDecideViolation, useScan } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

const sectionText = text.violations
/** Targets whose removal can be requested; a title or a department cannot. */
const removableTargets = new Set(['roles', 'entitlements'])
const pageSize = 200
const statuses = ['active', 'overdue', 'exception', 'closed'] as const
type Status = (typeof statuses)[number]

/** Lists policy violations with their conflicts, the smallest remedy and the decision. */
export function Violations() {
  const statusParam = useSearchParam('status')
  const status = statuses.find((value) => value === statusParam) ?? 'active'
  const [place, setPlace] = useState(0)
  const scan = useScan()
  const person = useSearchParam('person') ?? undefined
  const asking = useMemo(() => fetchViolations(status, person, pageSize), [status, person])
  const table = useMemo<CsvTable<Violation>>(
    () => ({ name: 'Violations', head, record, fetchPage: fetchViolations(status, person, 1000) }),
    [status, person],
  )
  const rows = useRefreshedRows(asking, pageSize, policyChanges)
  if (rows.problem)
    return (
      <ErrorState
        title={text.failed}
        detail={rows.problem.detail}
        requestId={rows.problem.requestId}
        onRetry={rows.retry}
      />
    )
  if (rows.total === undefined) return <Skeleton lines={6} />
  const violation = rows.rowAt(place)
  return (
    <SplitPane
      name="violations"
      listLabel={sectionText.list}
      list={
        <>
          <div className="list-bar">
            <Select<Status>
              label={sectionText.filter}
              hideLabel
              value={status}
              options={statuses.map((value) => ({ value, title: sectionText.status[value] }))}
              onChange={(next) => {
                setSearchParams({ status: next === 'active' ? null : next })
                setPlace(0)
              }}
            />
            {person !== undefined && (
              <Button variant="quiet" onPress={() => setSearchParams({ person: null })}>
                {sectionText.showAll}
              </Button>
            )}
            <ExportRows table={table} />
          </div>
          <VirtualList<Violation>
            label={sectionText.list}
            count={rows.total}
            rowAt={rows.rowAt}
            keyOf={({ id }) => id}
            active={place}
            onActive={setPlace}
            onRange={rows.onRange}
            version={`${status} ${person}`}
            lines={2}
            counted={sectionText.counted}
            empty={<EmptyState title={sectionText.empty[status]} />}
          >
            {(row) => (
              <div className="list-entry">
                <strong className="truncate">{row.person.name}</strong>
                {row.overdue ? (
                  <Badge tone="loss" icon="error">
                    {sectionText.overdue}
                  </Badge>
                ) : (
                  <Badge tone={row.policy.riskLevel >= 7 ? 'loss' : 'neutral'}>{text.risk(row.policy.riskLevel)}</Badge>
                )}
                <span className="muted truncate">{row.policy.name}</span>
              </div>
            )}
          </VirtualList>
        </>
      }
      detailLabel={sectionText.detail}
      detail={
        violation ? (
          <ViolationDetail violation={violation} />
        ) : (
          status === 'active' &&
          person === undefined && (
            <EmptyState icon="policies" title={sectionText.none}>
              {scan.data?.state === 'never' && sectionText.noneText}
            </EmptyState>
          )
        )
      }
      decisionLabel={text.decision}
      decision={violation && <ViolationActions key={`${violation.id} ${violation.revision}`} violation={violation} />}
    />
  )
}

function ViolationDetail({ violation }: { violation: Violation }) {
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

function ViolationActions({ violation }: { violation: Violation }) {
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

const head = [
  'Person',
  'Policy',
  'Risk',
  'Status',
  'Conflicting access',
  'Remediate by removing',
  'Found',
  'Last seen',
  'Due',
  'Overdue',
  'Exception until',
  'Decided by',
  'Reason',
]
const record = (violation: Violation) => [
  violation.person.name,
  violation.policy.name,
  violation.policy.riskLevel,
  violation.status,
  violation.because.map(({ words: name }) => name).join('; '),
  violation.remedy.map(({ words: name }) => name).join('; '),
  violation.detectedAt,
  violation.seenAt,
  violation.dueAt ?? '',
  violation.overdue ? 'yes' : 'no',
  violation.exceptionUntil ?? '',
  violation.decidedBy ?? '',
  violation.comment,
]
