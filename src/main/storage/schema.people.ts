import type { Generated } from 'kysely'

/** The tables of 002-people, 009-person-attributes and 017-manager-proposals. */
export interface PeopleSchema {
  user: {
    id: Generated<number>
    guid: string
    username: string
    username_key: string
    name: string
    identity_guid: string | null
    roles: string
    password_hash: string | null
    password_changed_at: number | null
    last_signed_in_at: number | null
    disabled_at: number | null
    created_at: number
    created_by: string
    updated_at: number
    revision: number
  }
  session: {
    id: Generated<number>
    guid: string
    secret_hash: Buffer
    user_id: number | null
    via: 'password' | 'one-time-link' | 'saved-sign-in' | 'window'
    started_at: number
    last_seen_at: number
    proved_at: number | null
    locked_at: number | null
    ends_at: number
  }
  one_time_code: {
    secret_hash: Buffer
    kind: 'link' | 'kept'
    user_id: number | null
    created_at: number
    expires_at: number
    used_at: number | null
    refusals: Generated<number>
  }
  api_token: {
    id: Generated<number>
    guid: string
    name: string
    secret_hash: Buffer
    scopes: string
    owner_id: number | null
    created_at: number
    created_by: string
    expires_at: number | null
    never_expires_because: string | null
    last_used_at: number | null
    revoked_at: number | null
    revoked_because: string | null
    successor_id: number | null
    revision: number
    reminded_days: number | null
  }
  person_attribute: {
    identity_id: number
    attribute: string
    from_at: number
    to_at: Generated<number>
    value: string
    instead_of: string
    set_by: string
    by_script: number
    reason: string
  }
  manager_proposal: {
    id: Generated<number>
    identity_id: number
    value: string
    reason: string
    proposed_by: string
    proposed_by_identity: number | null
    proposed_at: number
    ended_at: number | null
    ended_by: string | null
    outcome: 'confirmed' | 'declined' | 'withdrawn' | 'replaced' | null
  }
  api_call: {
    id: Generated<number>
    token_id: number
    at: number
    method: string
    path: string
    status: number
    duration_ms: number
    request_id: string
  }
}
