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
import { ScanAfterImports } from './scan-after-imports.tsx'
import { usePlannedScans, useRemovePlannedScan, useRunPlannedScan, useScanSettings } from './scan-queries.ts'
import { scheduleText } from './recurrence.ts'
import { ScanForm } from './scan-form.tsx'
import { text } from './scans-text.ts'
import './scans.css'

const localTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Scans that run automatically: after imports and at set times. */
export function PlannedScans() {
  const plans = usePlannedScans()
  const settings = useScanSettings()
  const [toRemove, setToRemove] = useState<PlannedScan>()
  const removal = useRemovePlannedScan()
  if (plans.isPending || settings.isPending) return <Skeleton lines={6} />
  const error = plans.error ?? settings.error
  if (error || !plans.data || !settings.data) {
    const { detail, requestId } = asProblem(error)
    const refetch = () => void Promise.all([plans.refetch(), settings.refetch()])
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={refetch} />
  }
  return (
    <div className="scans">
      <ScanAfterImports settings={settings.data} />
      <section aria-labelledby="scans-planned">
        <header className="section-head">
          <h2 id="scans-planned">{text.planned}</h2>
          <PlanScanButton />
        </header>
        {plans.data.length === 0 ? (
          <p className="muted">{text.none}</p>
        ) : (
          <ul>
            {plans.data.map((scan) => (
              <PlannedScanEntry key={scan.id} scan={scan} onRemove={() => setToRemove(scan)} />
            ))}
          </ul>
        )}
      </section>
      {toRemove && (
        <ConfirmRemoval
          title={text.removeTitle(toRemove.name)}
          action={text.remove}
          removed={text.removed}
          record={toRemove}
          removal={removal}
          onClose={() => setToRemove(undefined)}
        >
          {text.removeText}
        </ConfirmRemoval>
      )}
    </div>
  )
}

function PlanScanButton() {
  const canManage = useIsPermitted('policies:manage')
  const [planning, setPlanning] = useState(false)
  const close = () => setPlanning(false)
  if (!canManage) return null
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

interface PlannedScanProps {
  scan: PlannedScan
  onRemove: () => void
}

function PlannedScanEntry({ scan, onRemove }: PlannedScanProps) {
  const canManage = useIsPermitted('policies:manage')
  const { name, sentence, policies, expirationDays, schedule, active, nextAt, lastRun } = scan
  const policyNames =
    policies.length === 0
      ? text.everyPolicy
      : policies.map((policy) => (policy.active ? policy.name : text.disabledPolicy(policy.name))).join(', ')
  const lastRunText = lastRun
    ? text.last(moment(lastRun.startedAt), lastRun, lastRun.dueAt ? moment(lastRun.dueAt) : '')
    : text.noLast
  return (
    <li>
      <div>
        <h3>
          {name} {!active && <Badge>{text.disabled}</Badge>}
        </h3>
        <p>
          {scheduleText(schedule, localTimeZone)}. {active && (nextAt ? text.next(moment(nextAt)) : text.noNext)}
        </p>
        <p className="muted">{text.scope(sentence, policyNames, expirationDays)}</p>
        <p className="muted">{lastRunText}</p>
      </div>
      {canManage && <PlannedScanActions scan={scan} onRemove={onRemove} />}
    </li>
  )
}

function PlannedScanActions({ scan, onRemove }: PlannedScanProps) {
  const run = useRunPlannedScan(scan)
  const [changing, setChanging] = useState(false)
  const close = () => setChanging(false)
  return (
    <div className="scan-actions">
      <div>
        <Button
          aria-label={text.runIt(scan.name)}
          isPending={run.isPending}
          onPress={() =>
            run.mutate(undefined, {
              onError: (error) => toast({ kind: 'error', message: asProblem(error).detail }),
            })
          }
        >
          {text.run}
        </Button>
        <Button variant="quiet" aria-label={text.changeIt(scan.name)} onPress={() => setChanging(true)}>
          {text.change}
        </Button>
        <Button variant="quiet" aria-label={text.removeIt(scan.name)} onPress={onRemove}>
          {text.remove}
        </Button>
      </div>
      <Dialog title={scan.name} isOpen={changing} onClose={close} size="large">
        <ScanForm scan={scan} onDone={close} />
      </Dialog>
    </div>
  )
}
