import type { Generated } from 'kysely'

/** The tables of 008-intake that are new in it. */
export interface IntakeSchema {
  application_owner: { application_id: number; identity_id: number }
  schedule_mark: { application_id: number; looked_at: number }
  schedule_run: {
    id: Generated<number>
    application_id: number
    due_at: number | null
    ran_at: number
    late: 'closed' | 'asleep' | null
    missed: number
    said: string
    import_id: number | null
  }
  watched_root: {
    id: Generated<number>
    guid: string
    path: string
    at_start: number
    polling: number
    interval_seconds: number
    created_at: number
    created_by: string
    revision: Generated<number>
  }
}
