import type { Generated } from 'kysely'

/** The tables of 006-requests. */
export interface RequestsSchema {
  request: {
    id: Generated<number>
    guid: string
    idm_id: string
    requester_id: number | null
    requestee_id: number
    status: 'in-progress' | 'complete' | 'cancelled'
    comment: Generated<string>
    bundle_ids: Generated<string>
    requested_at: number
    completed_at: number | null
    removed_at: number | null
    revision: Generated<number>
  }
  request_item: {
    id: Generated<number>
    guid: Generated<string>
    request_id: number
    entry_id: number
    action: 'add' | 'change' | 'remove' | 'suspend' | 'restore'
    display_name: string
    fields: Generated<string>
    chain: Generated<string>
    parallel: Generated<0 | 1>
    times_approved: Generated<number>
    step: 'scheduled' | 'approval' | 'provisioning' | 'custom-workflow' | 'script' | 'done'
    outcome: 'provisioned' | 'not-provisioned' | 'denied' | 'cancelled' | null
    outcome_at: number | null
    outcome_by: number | null
    verification: Generated<'none' | 'claimed' | 'proved' | 'contradicted'>
    verified_at: number | null
    evidence: string | null
    ends_at: number | null
    ended_by: number | null
    application_id: number | null
    begins_at: number | null
  }
  request_item_privilege: {
    id: Generated<number>
    item_id: number
    account_id: number | null
    entitlement_id: number | null
    access_before: string | null
    access_after: string | null
  }
  approval_task: {
    id: Generated<number>
    guid: string
    idm_id: string
    request_id: number
    requester_id: number | null
    requestee_id: number
    kind: 'approval' | 'provisioning'
    status: 'in-progress' | 'complete' | 'cancelled'
    level: number
    approver_identity: number | null
    approver_role: number | null
    original_identity: number | null
    original_role: number | null
    delegated: Generated<0 | 1>
    consult_identity: number | null
    consult_role: number | null
    due_at: number
    expired_at: number | null
    created_at: number
    completed_at: number | null
    completed_by: number | null
    recorded_by: number | null
    workflow_task_id: string | null
    added: Generated<0 | 1>
    removed_at: number | null
    revision: Generated<number>
  }
  approval_task_item: {
    task_id: number
    item_id: number
    outcome: 'approved' | 'rejected' | 'provisioned' | 'not-provisioned' | 'cancelled' | null
    comment: Generated<string>
  }
  request_history: {
    id: Generated<number>
    request_id: number
    at: number
    identity_id: number | null
    action:
      | 'pending'
      | 'approved'
      | 'rejected'
      | 'auto-approved'
      | 'auto-provisioned'
      | 'provisioned'
      | 'not-provisioned'
      | 'cancelled'
      | 'comment'
      | 'consult'
      | 'consult-cancelled'
      | 'upload'
      | 'file-removed'
      | 'reassign'
      | 'expired'
      | 'updated'
      | 'proved'
      | 'contradicted'
      | 'ended'
      | 'callback'
    content: Generated<string>
    item_ids: Generated<string>
    hidden: Generated<0 | 1>
    task_id: number | null
  }
  attachment: {
    id: Generated<number>
    request_id: number
    file_name: string
    file_type: string
    size: number
    sha256: string
    item_ids: Generated<string>
    owner_id: number | null
    added_at: number
  }
  attachment_content: {
    attachment_id: number
    content: Buffer
  }
  notification_template: {
    name: string
    subject: string
    body: string
    enabled: 0 | 1
    updated_at: number
    revision: number
  }
  outbox: {
    id: Generated<number>
    template: string
    request_id: number | null
    task_id: number | null
    identity_id: number
    address: string
    subject: string
    body: string
    created_at: number
    sent_at: number | null
    tries: Generated<number>
    next_try_at: number
    failure: string | null
  }
}
