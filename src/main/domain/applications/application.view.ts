import type { Application } from '../../../contract/applications.ts'
import { instant, instantOrNull } from '../shared/instant.ts'
import type { ApplicationRow } from './applications.store.ts'
import type { OwnerRow } from './owners.store.ts'
import { rulesOf } from './rules.ts'
import { nextTime } from './schedule.ts'
import type { ScheduleRunRow } from './schedules.store.ts'

/** An application as `/v1` shows it. @param lookedAt up to when its schedule was looked at */
export function viewApplication(
  row: ApplicationRow,
  owners: readonly OwnerRow[],
  lookedAt: number | undefined,
  lastRun: ScheduleRunRow | undefined,
): Application {
  const after =
    row.summary === null
      ? undefined
      : (JSON.parse(row.summary) as { after: { accounts: number; grants: number } }).after
  const rules = rulesOf(row)
  return {
    id: row.guid,
    kind: row.kind,
    name: row.name,
    priority: row.priority,
    archived: row.archived_at !== null,
    owners: owners.map(({ guid, name }) => ({ id: guid, name })),
    rulesVersion: row.rules_version,
    rules,
    schedule: rules.schedule && {
      nextAt: row.archived_at === null ? instantOrNull(nextTime(rules.schedule, lookedAt ?? row.updated_at)) : null,
      lastRun: lastRun === undefined ? null : viewRun(lastRun),
    },
    generation: row.current_seq,
    // What was undone to nothing has no extract.
    extractAt: instantOrNull(row.extract_at || null),
    appliedAt: instantOrNull(row.applied_at),
    accounts: after?.accounts ?? 0,
    grants: after?.grants ?? 0,
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
    revision: row.revision,
  }
}

function viewRun(run: ScheduleRunRow): NonNullable<NonNullable<Application['schedule']>['lastRun']> {
  return {
    dueAt: instantOrNull(run.due_at),
    ranAt: instant(run.ran_at),
    late: run.late,
    missed: run.missed,
    said: run.said,
    importId: run.import_guid,
  }
}
