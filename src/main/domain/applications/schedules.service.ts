import type { Schedule } from '../../../contract/applications.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { applications } from './applications.store.ts'
import { rulesOf } from './rules.ts'
import { dueTime, nextTime } from './schedule.ts'
import { schedules } from './schedules.store.ts'

/** An application whose files are taken at times. */
export interface Scheduled {
  readonly id: number
  readonly guid: string
  readonly name: string
  readonly schedule: Schedule
  /** Up to when its schedule has been looked at. */
  readonly lookedAt: number
}

/** Applications in use that have a schedule. */
export function scheduled(db: Reader): Scheduled[] {
  return applications.all(db).flatMap((row) => {
    const { schedule } = rulesOf(row)
    if (schedule === null || row.archived_at !== null) return []
    const lookedAt = schedules.lookedAt(db, row.id) ?? row.updated_at
    return [{ id: row.id, guid: row.guid, name: row.name, schedule, lookedAt }]
  })
}

/** When the next of them is due; null when none ever is. */
export function nextDue(all: readonly Scheduled[]): number | null {
  const times = all.flatMap(({ schedule, lookedAt }) => nextTime(schedule, lookedAt) ?? [])
  return times.length === 0 ? null : Math.min(...times)
}

/** The time that has come for one of them, with how many earlier ones it makes up for; undefined when none has. */
export const dueNow = ({ schedule, lookedAt }: Scheduled, now: number): { at: number; missed: number } | undefined =>
  dueTime(schedule, lookedAt, now)

/** What came of one run. */
export interface ScheduleRunInput {
  readonly applicationGuid: string
  readonly dueAt: number | null
  readonly ranAt: number
  readonly late: 'closed' | 'asleep' | null
  readonly missed: number
  readonly said: string
  readonly importId: string | null
}

/** Keeps what came of a run; one that was due is not due again. */
export function recordRun(tx: Writer, run: ScheduleRunInput): void {
  const row = applications.get(tx, run.applicationGuid)
  if (!row) return
  schedules.insert(tx, { ...run, applicationId: row.id, importGuid: run.importId })
  if (run.dueAt !== null) schedules.mark(tx, row.id, run.ranAt)
}
