import type { Generated } from 'kysely'

/** The tables of 021-personnel-events. */
export interface EventsSchema {
  personnel_event: {
    id: Generated<number>
    guid: string
    kind: 'onboard' | 'offboard' | 'role-transition' | 'leave-of-absence'
    stage: 'approval' | 'provision' | 'removal' | 'verification' | 'completed' | 'rejected' | 'cancelled'
    identity_id: number | null
    person: Generated<string>
    person_before: Generated<string>
    models: Generated<string>
    effective_on: string
    effective_time: string | null
    end_on: string | null
    true_since: string | null
    late_reason: string | null
    origin: 'api' | 'window' | 'command-line' | 'roster'
    reporter_id: number | null
    reported_by: string
    assignee_id: number | null
    created_at: number
    approved_at: number | null
    approved_changes: string | null
    begun_at: number | null
    took_effect_at: number | null
    removal_begun_at: number | null
    verification_at: number | null
    ended_at: number | null
    revision: Generated<number>
  }
  personnel_event_left_out: { event_id: number; application_id: number }
  personnel_event_answer: {
    event_id: number
    stage: 'approval' | 'verification'
    role: 'supervisor' | 'application-owner' | 'security-officer' | 'personnel'
    application_id: Generated<number>
    answer: 'approved' | 'rejected'
    identity_id: number
    at: number
    comment: Generated<string>
  }
  personnel_event_item: { item_id: Generated<number>; event_id: number; stage: 'provision' | 'removal' }
  personnel_event_activity: {
    id: Generated<number>
    event_id: number
    at: number
    identity_id: number | null
    name: string
    kind: 'activity' | 'comment'
    text: string
  }
  personnel_event_proposal: {
    id: Generated<number>
    guid: string
    kind: 'onboard' | 'offboard' | 'role-transition' | 'return'
    identity_id: number
    import_id: number
    noticed_on: string
    person: Generated<string>
    person_before: Generated<string>
    created_at: number
    outcome: 'reported' | 'dismissed' | 'overtaken' | null
    outcome_at: number | null
    outcome_by: string | null
    reason: Generated<string>
    event_id: number | null
  }
  access_model: {
    id: Generated<number>
    guid: string
    name: string
    description: Generated<string>
    owner_id: number | null
    enabled: 0 | 1
    enrolment: 'automatic' | 'optional'
    conditions: string
    created_at: number
    updated_at: number
    removed_at: number | null
    revision: Generated<number>
  }
  access_model_entitlement: {
    model_id: number
    entitlement_id: number
    access: Generated<string>
    from_revision: number
    to_revision: Generated<number>
  }
}
