import { useState } from 'react'
import type { PlannedScan } from '../../../contract/policies.ts'
import { asProblem } from '../../api/problem.ts'
import { ConfirmRemoval } from '../../shared/dialogs/confirm-removal.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { moment } from '../../ui/format.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { AfterImports } from './scan-after-imports.tsx'
import { usePlannedScans, useRemovePlannedScan, useRunPlannedScan, useScanSettings } from './scan-queries.ts'
import { scheduleWords } from './recurrence.ts'
import { ScanForm } from './scan-form.tsx'
import { text } from './scans-text.ts'
import './scans.css'

export const zoneHere = Intl.DateTimeFormat().resolvedOptions().timeZone

/** When people are looked at without anybody's asking: after imports, and at set times. */
export function PlannedScans() {
  const plans = usePlannedScans()
  const settings = useScanSettings()
  const [leaving, setLeaving] = useState<PlannedScan>()
  const removal = useRemovePlannedScan()
  if (plans.isPending || settings.isPending) return <Skeleton lines={6} />
  const wrong = plans.error ?? settings.error
  if (wrong || !plans.data || !settings.data) {
    const { detail, requestId } = asProblem(wrong)
    const again = () => void Promise.all([plans.refetch(), settings.refetch()])
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={again} />
  }
  return (
    <div className="scans">
      <AfterImports now={settings.data} />
      <section aria-labelledby="scans-planned">
        <header>
          <h2 id="scans-planned">{text.planned}</h2>
          <Planner />
        </header>
        {plans.data.length === 0 ? (
          <p className="muted">{text.none}</p>
        ) : (
          <ul>
            {plans.data.map((one) => (
              <Plan key={one.id} one={one} onRemove={() => setLeaving(one)} />
            ))}
          </ul>
        )}
      </section>
      {leaving && (
        <ConfirmRemoval
          title={text.removeTitle(leaving.name)}
          action={text.remove}
          removed={text.removed}
          what={leaving}
          removal={removal}
          onClose={() => setLeaving(undefined)}
        >
          {text.removeText}
        </ConfirmRemoval>
      )}
    </div>
  )
}

function Planner() {
  const may = useIsPermitted('policies:manage')
  const [planning, setPlanning] = useState(false)
  const close = () => setPlanning(false)
  if (!may) return null
  return (
    <>
      <Button variant="primary" icon="plus" onPress={() => setPlanning(true)}>
        {text.plan}
      </Button>
      <Dialog title={text.plan} isOpen={planning} onClose={close} size="large">
        <ScanForm onDone={close} />
      </Dialog>
    </>
  )
}

interface PlanProps {
  one: PlannedScan
  onRemove: () => void
}

function Plan({ one, onRemove }: PlanProps) {
  const may = useIsPermitted('policies:manage')
  const { name, sentence, policies, expirationDays, schedule, active, nextAt, lastRun } = one
  const against =
    policies.length === 0
      ? text.everyPolicy
      : policies.map((policy) => (policy.active ? policy.name : text.idle(policy.name))).join(', ')
  const last = lastRun
    ? text.last(moment(lastRun.startedAt), lastRun, lastRun.dueAt ? moment(lastRun.dueAt) : '')
    : text.noLast
  return (
    <li>
      <div>
        <h3>
          {name} {!active && <Badge>{text.off}</Badge>}
        </h3>
        <p>
          {scheduleWords(schedule, zoneHere)}. {active && (nextAt ? text.next(moment(nextAt)) : text.noNext)}
        </p>
        <p className="muted">{text.scope(sentence, against, expirationDays)}</p>
        <p className="muted">{last}</p>
      </div>
      {may && <Do one={one} onRemove={onRemove} />}
    </li>
  )
}

function Do({ one, onRemove }: PlanProps) {
  const run = useRunPlannedScan(one)
  const [changing, setChanging] = useState(false)
  const close = () => setChanging(false)
  return (
    <div className="scan-do">
      <div>
        <Button
          aria-label={text.runIt(one.name)}
          isPending={run.isPending}
          onPress={() =>
            run.mutate(undefined, {
              onError: (error) => toast({ kind: 'error', message: asProblem(error).detail }),
            })
          }
        >
          {text.run}
        </Button>
        <Button variant="quiet" aria-label={text.changeIt(one.name)} onPress={() => setChanging(true)}>
          {text.change}
        </Button>
        <Button variant="quiet" aria-label={text.removeIt(one.name)} onPress={onRemove}>
          {text.remove}
        </Button>
      </div>
      <Dialog title={one.name} isOpen={changing} onClose={close} size="large">
        <ScanForm one={one} onDone={close} />
      </Dialog>
    </div>
  )
}
