import type { Schedule } from '../../../../contract/applications.ts'
import type { Reader, Writer } from '../../../storage/open.ts'
import { dueTime, nextTime, scheduleProblems } from '../../applications/schedule.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { type FieldError, notFound, DomainError } from '../../shared/errors.ts'
import { requireRight, type Participant } from '../../sign-in/participant.ts'
import { type PlanColumns, plans, type StoredPlan } from './planned-scans.store.ts'
import { plainScope, type ScanScope, scopeProblems } from './scan-scope.ts'
import { expectRevision } from '../../shared/expect-revision.ts'

/** A scan with a schedule. */
export interface PlannedScan {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly scope: ScanScope
  readonly schedule: Schedule
  /** The schedule as a script wrote it. */
  readonly quartz: string | null
  readonly active: boolean
  /** The time up to which its schedule was evaluated. */
  readonly lookedAt: number
  readonly revision: number
}

export type PlannedScanInput = Pick<PlannedScan, 'name' | 'scope' | 'schedule' | 'quartz' | 'active'>

const read = (row: StoredPlan): PlannedScan => ({
  id: row.id,
  key: row.guid,
  name: row.name,
  scope: JSON.parse(row.scope) as ScanScope,
  schedule: { cron: row.cron, timeZone: row.time_zone },
  quartz: row.quartz,
  active: row.active === 1,
  lookedAt: row.looked_at,
  revision: row.revision,
})

export const listPlannedScans = (db: Reader): PlannedScan[] => plans.all(db).map(read)

/** @throws DomainError `not-found` */
export const getPlannedScan = (db: Reader, key: string): PlannedScan => read(getRow(db, key))

/** @throws DomainError `forbidden`, `invalid` with everything that is wrong, `conflict` when the name is taken */
export function planScan(env: Environment, participant: Participant, input: PlannedScanInput): PlannedScan {
  requireRight(participant, 'policies:manage')
  return env.store.transact((tx) => {
    const columns = validated(tx, input, null)
    const guid = env.newId()
    const at = env.clock()
    plans.insert(tx, guid, at, columns)
    auditPlan(tx, at, participant, { what: 'planned', id: guid, plan: input })
    return getPlannedScan(tx, guid)
  })
}

/** @param revision that the caller saw; null makes no check. @throws DomainError `forbidden`, `not-found`, `stale`, `invalid`, `conflict` */
export function changePlannedScan(
  env: Environment,
  participant: Participant,
  {
    key,
    revision,
    input,
  }: { readonly key: string; readonly revision: number | null; readonly input: PlannedScanInput },
): PlannedScan {
  requireRight(participant, 'policies:manage')
  return env.store.transact((tx) => {
    const row = atRevision(getRow(tx, key), revision)
    const at = env.clock()
    const columns = validated(tx, input, row.id)
    const same = row.cron === columns.cron && row.time_zone === columns.timeZone && row.active === columns.active
    // Another schedule begins now: times of it that are over were never promised.
    plans.update(tx, row.id, { at, lookedAt: same ? row.looked_at : at, columns })
    auditPlan(tx, at, participant, { what: 'changed', id: key, plan: input })
    return getPlannedScan(tx, key)
  })
}

/** Removes a planned scan. Its past runs stay on record. @throws DomainError `forbidden`, `not-found`, `stale` */
export function removePlannedScan(
  env: Environment,
  participant: Participant,
  key: string,
  revision: number | null,
): void {
  requireRight(participant, 'policies:manage')
  env.store.transact((tx) => {
    const row = atRevision(getRow(tx, key), revision)
    const at = env.clock()
    plans.remove(tx, row.id, at)
    recordAudit(tx, at, participant.actor, {
      action: 'policy-scan.removed',
      object: { type: 'policy-scan', id: key, name: row.name },
    })
  })
}

/** The next due time; null when the scan is inactive or its schedule never fires. */
export const nextScanAt = ({ active, schedule, lookedAt }: PlannedScan): number | null =>
  active ? nextTime(schedule, lookedAt) : null

/** The due time of a scan, with the number of earlier ones that it covers. */
export const scanDue = ({ active, schedule, lookedAt }: PlannedScan, now: number) =>
  active ? dueTime(schedule, lookedAt, now) : undefined

/** Marks a scan as started for its due time. */
export const markScanned = (tx: Writer, id: number, at: number): void => void plans.mark(tx, id, at)

function validated(db: Reader, input: PlannedScanInput, self: number | null): PlanColumns {
  const { name, scope, schedule, quartz, active } = input
  const errors: FieldError[] = [
    ...(name.trim() === '' ? [{ field: 'name', message: 'is required' }] : []),
    ...scopeProblems(db, scope),
    ...scheduleProblems(schedule).map(({ field, message }) => ({ field: `schedule.${field}`, message })),
  ]
  if (errors.length > 0) throw new DomainError('invalid', 'This scan is not valid.', errors)
  const twin = plans.byName(db, name)
  if (twin && twin.id !== self) throw new DomainError('conflict', `There is a planned scan ${name} already.`)
  const { cron, timeZone } = schedule
  return { name, scope: JSON.stringify(plainScope(scope)), cron, timeZone, quartz, active: active ? 1 : 0 }
}

function getRow(db: Reader, key: string): StoredPlan {
  const row = plans.byGuid(db, key)
  if (!row) throw notFound('planned scan')
  return row
}

function atRevision(row: StoredPlan, expected: number | null): StoredPlan {
  expectRevision(row.revision, expected)
  return row
}

const auditPlan = (
  tx: Writer,
  at: number,
  { actor }: Participant,
  { what, id, plan: input }: { readonly what: string; readonly id: string; readonly plan: PlannedScanInput },
) =>
  recordAudit(tx, at, actor, {
    action: `policy-scan.${what}`,
    object: { type: 'policy-scan', id, name: input.name },
    details: {
      schedule: input.schedule.cron,
      timeZone: input.schedule.timeZone,
      policies: [...input.scope.policies],
      active: input.active,
    },
  })
