import type { Generated } from 'kysely'
import type { CatalogueSchema } from './schema.catalogue.ts'
import type { PeopleSchema } from './schema.people.ts'
import type { PoliciesSchema } from './schema.policies.ts'
import type { RequestsSchema } from './schema.requests.ts'
import type { ScriptsSchema } from './schema.scripts.ts'
import type { EventsSchema } from './schema.events.ts'
import type { IntakeSchema } from './schema.intake.ts'
import type { WebhooksSchema } from './schema.webhooks.ts'

/** The tables as Kysely sees them. The migrations are the truth; a test compares the two. Times are UTC milliseconds. */
export interface Schema
  extends EventsSchema,
    IntakeSchema,
    PeopleSchema,
    ScriptsSchema,
    CatalogueSchema,
    RequestsSchema,
    PoliciesSchema,
    WebhooksSchema {
  setting: { key: string; value: string }
  application: {
    id: Generated<number>
    guid: string
    kind: Generated<'application' | 'roster'>
    name: string
    priority: 'None' | 'Low' | 'Moderate' | 'High' | 'Critical'
    archived_at: number | null
    created_at: number
    updated_at: number
    revision: number
  }
  rule_version: {
    id: Generated<number>
    application_id: number
    version: number
    rules: string
    created_at: number
    created_by: string
  }
  source: {
    id: Generated<number>
    kind: 'application' | 'roster' | 'events' | 'api'
    application_id: number | null
    current_seq: Generated<number>
    pending_seq: number | null
  }
  import: {
    id: Generated<number>
    guid: string
    source_id: number
    kind: 'extract' | 'undo' | 'restore'
    trigger: 'Scheduled' | 'Manual' | 'API'
    state: 'queued' | 'staging' | 'staged' | 'applying' | 'applied' | 'duplicate' | 'failed' | 'cancelled'
    rule_version_id: number | null
    restores_seq: number | null
    extract_at: number
    base_seq: number | null
    seq: number | null
    digest: string | null
    summary: string | null
    guard: string | null
    failure: string | null
    created_at: number
    created_by: string
    started_at: number | null
    finished_at: number | null
    revision: Generated<number>
    cancel_asked_at: number | null
    claimed_at: number | null
  }
  import_file: {
    id: Generated<number>
    import_id: number
    file_group: string
    name: string
    origin: string | null
    size: number
    sha256: string
    modified_at: number
    dialect: string | null
    promised_rows: number | null
  }
  received_file: {
    id: Generated<number>
    guid: string
    origin: 'folder' | 'window' | 'api'
    path: string
    name: string
    size: number
    sha256: string | null
    modified_at: number
    seen_at: number
    state:
      | 'waiting'
      | 'unrecognised'
      | 'recognised'
      | 'taken'
      | 'superseded'
      | 'duplicate'
      | 'refused'
      | 'gone'
      | 'sample'
    why: string
    source_id: number | null
    file_group: string | null
    import_id: number | null
    promised_rows: number | null
  }
  hold: {
    id: Generated<number>
    source_id: number
    kind: string
    user_name: string
    entitlement: string
    reason: string
    held_by: string
    held_at: number
    released_by: string | null
    released_at: number | null
  }
  import_log: { id: Generated<number>; import_id: number; at: number; line: string }
  generation: {
    source_id: number
    seq: number
    import_id: number
    extract_at: number
    applied_at: number
    voided_at: number | null
    change_digest: string
  }
  identity: { id: Generated<number>; guid: string; idm_id: string; created_at: number }
  person_now: {
    identity_id: number
    guid: string
    sort_name: string
    department_key: Generated<string>
    name_words: Generated<string>
    place_words: Generated<string>
    full_name: string
    first_name: string
    last_name: string
    email: string
    employee_id: string
    title: string
    department: string
    division: string
    company: string
    office: string
    manager: string
    person_type: string
    status: 'Active' | 'Disabled' | 'Removed'
    accounts: number
    created_at: number
    updated_at: number
    inactivated_at: number | null
  }
  account_match: {
    account_id: number
    from_at: number
    to_at: Generated<number>
    identity_id: number | null
    method: 'roster' | 'employee-number' | 'user-name' | 'email' | 'name' | 'by-hand'
    decided_by: string
    reason: Generated<string>
    holds_from: Generated<number>
    source_id: number | null
    seq: number | null
    holds_to: number | null
    ended_source_id: number | null
    ended_seq: number | null
    taken_back_at: number | null
  }
  account: { id: Generated<number>; guid: string; application_id: number; user_name: string }
  account_version: Version & {
    account_id: number
    full_name: string
    first_name: string
    last_name: string
    email: string
    employee_id: string
    active: string
    locked: string
    last_login: string
    password_changed: string
    title: string
    department: string
    division: string
    company: string
    office: string
    manager: string
    person_type: string
    file_id: number
    line: number
  }
  entitlement: {
    id: Generated<number>
    guid: string
    application_id: number
    group_name: string
    heading: string
    section: string
    permission: string
  }
  entitlement_version: Version & {
    entitlement_id: number
    description: string
    privileged: string
    file_id: number
    line: number
  }
  grant_version: Version & { account_id: number; entitlement_id: number; access: string; file_id: number; line: number }
  holder_version: Version & { entitlement_id: number; account_id: number; access: string }
  id_reservation: { anchor: 'account' | 'entitlement'; next_id: number }
  audit_entry: { seq: number; at: number; entry: string; previous_hash: string; hash: string }
  audit_checkpoint: { seq: number; at: number; body: string; signature: string; public_key: string; peaks: string }
}

/** Holds from one sequence number of its source up to, not including, another. */
interface Version {
  source_id: number
  from_seq: number
  to_seq: Generated<number>
}

/** The `to_seq` of a version that still holds. */
export const open = 2147483647
