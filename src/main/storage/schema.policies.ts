import type { Generated } from 'kysely'

/** The tables of 007-policies, 013-policy-scans and 024-accounts-without-owner. */
export interface PoliciesSchema {
  policy: {
    id: Generated<number>
    guid: string
    idm_id: string
    name: string
    description: Generated<string>
    expression: string
    risk_level: number
    owner_identity: number | null
    owner_role: number | null
    remediation_process: Generated<string>
    active: 0 | 1
    created_at: number
    updated_at: number
    removed_at: number | null
    revision: Generated<number>
  }
  violation: {
    id: Generated<number>
    guid: string
    policy_id: number
    identity_id: number
    status: 'active' | 'exception' | 'remediated' | 'cancelled'
    details: string
    detected_at: number
    seen_at: number
    closed_at: number | null
    exception_until: number | null
    decided_by: string | null
    comment: Generated<string>
    revision: Generated<number>
    due_at: number | null
  }
  policy_scan: {
    id: Generated<number>
    guid: string
    name: string
    scope: string
    cron: string
    time_zone: string | null
    quartz: string | null
    active: 0 | 1
    looked_at: number
    created_at: number
    updated_at: number
    removed_at: number | null
    revision: Generated<number>
  }
  policy_scan_run: {
    id: Generated<number>
    guid: string
    scan_id: number | null
    kind: 'by-hand' | 'planned' | 'after-imports'
    name: string
    scope: string
    state: 'done' | 'failed'
    due_at: number | null
    late: 'closed' | 'waited' | null
    missed: Generated<number>
    people: number
    found: number
    fresh: number
    remediated: number
    started_by: string
    started_at: number
    finished_at: number
    accounts: number | null
    accounts_found: number | null
  }
  account_violation: {
    id: Generated<number>
    policy_id: number
    account_id: number
    details: string
    detected_at: number
    seen_at: number
    closed_at: number | null
  }
}
