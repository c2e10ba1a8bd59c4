import type { PlannedScan as PlanWire, ScanRun as RunWire, ScanSettings } from '../../../../contract/policies.ts'
import type { Reader } from '../../../storage/open.ts'
import { readExpression } from '../expression.ts'
import { findPolicy } from '../policies.service.ts'
import { sentenceOf } from '../policy.view.ts'
import { listPlannedScans, nextScanAt, type PlannedScan } from './planned-scans.service.ts'
import { lastRunAfterImports, lastRunOf, type ScanRun } from './scan-runs.service.ts'
import { scanSettings } from '../../settings/scan-settings.service.ts'
import { instant, instantOrNull } from '../../shared/instant.ts'

const viewRun = (run: ScanRun | undefined): RunWire | null =>
  run === undefined
    ? null
    : {
        id: run.guid,
        kind: run.kind,
        state: run.state,
        people: run.people,
        found: run.found,
        fresh: run.fresh,
        remediated: run.remediated,
        accounts: run.accounts,
        accountsFound: run.accountsFound,
        startedBy: run.startedBy,
        startedAt: instant(run.startedAt),
        finishedAt: instant(run.finishedAt),
        dueAt: instantOrNull(run.dueAt),
        late: run.late,
        missed: run.missed,
      }

export function viewPlannedScan(db: Reader, plan: PlannedScan): PlanWire {
  const { target, policies, expires } = plan.scope
  const { expression } = readExpression(target)
  return {
    id: plan.key,
    name: plan.name,
    target: target as PlanWire['target'],
    sentence: expression.kind === 'everybody' ? 'Everybody' : `Whoever has ${sentenceOf(db, expression)}`,
    policies: policies.flatMap((id) => {
      const policy = findPolicy(db, id)
      return policy ? [{ id, name: policy.name, active: policy.active }] : []
    }),
    expirationDays: expires !== null && 'days' in expires ? expires.days : null,
    schedule: plan.schedule,
    active: plan.active,
    nextAt: instantOrNull(nextScanAt(plan)),
    lastRun: viewRun(lastRunOf(db, plan.id)),
    revision: plan.revision,
  }
}

export const viewPlannedScans = (db: Reader): PlanWire[] =>
  listPlannedScans(db).map((scan) => viewPlannedScan(db, scan))

export const viewScanSettings = (db: Reader): ScanSettings => {
  const { afterImports, expirationDays, revision } = scanSettings(db)
  return { afterImports, expirationDays, lastRun: viewRun(lastRunAfterImports(db)), revision }
}
