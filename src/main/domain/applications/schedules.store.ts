import { sql } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'

export interface ScheduleRunRow {
  readonly due_at: number | null
  readonly ran_at: number
  readonly late: 'closed' | 'asleep' | null
  readonly missed: number
  readonly said: string
  readonly import_guid: string | null
}

const markOf = query((q, p: { applicationId: number }) =>
  q.selectFrom('schedule_mark').select('looked_at').where('application_id', '=', p.applicationId),
)
const mark = query((q, p: { applicationId: number; at: number }) =>
  q
    .insertInto('schedule_mark')
    .values({ application_id: p.applicationId, looked_at: p.at })
    .onConflict((c) => c.column('application_id').doUpdateSet({ looked_at: p.at })),
)
const lastOf = query((q, p: { applicationId: number }) =>
  q
    .selectFrom('schedule_run as r')
    .leftJoin('import as i', 'i.id', 'r.import_id')
    .where('r.application_id', '=', p.applicationId)
    .select(['r.due_at', 'r.ran_at', 'r.late', 'r.missed', 'r.said', 'i.guid as import_guid'])
    .orderBy('r.id', 'desc')
    .limit(1),
)
const insert = query(
  (
    q,
    p: {
      applicationId: number
      dueAt: number | null
      ranAt: number
      late: ScheduleRunRow['late']
      missed: number
      said: string
      importGuid: string | null
    },
  ) =>
    q.insertInto('schedule_run').values({
      application_id: p.applicationId,
      due_at: p.dueAt,
      ran_at: p.ranAt,
      late: p.late,
      missed: p.missed,
      said: p.said,
      import_id: sql<number | null>`(SELECT id FROM import WHERE guid = ${p.importGuid})`,
    }),
)

/** What schedules did, and up to when they were looked at. */
export const schedules = {
  lookedAt: (db: Reader, applicationId: number): number | undefined => markOf.get(db, { applicationId })?.looked_at,
  mark: (tx: Writer, applicationId: number, at: number) => mark.run(tx, { applicationId, at }),
  last: (db: Reader, applicationId: number): ScheduleRunRow | undefined => lastOf.get(db, { applicationId }),
  insert: (tx: Writer, row: Parameters<typeof insert.run>[1]) => insert.run(tx, row),
}
