import type { Generated } from 'kysely'

/** The tables of 005-catalogue. */
export interface CatalogueSchema {
  role: {
    id: Generated<number>
    guid: string
    idm_id: string
    kind: 'managed' | 'internal'
    name: string
    description: Generated<string>
    properties: Generated<string>
    created_at: number
    updated_at: number
    removed_at: number | null
    revision: Generated<number>
  }
  role_member: {
    identity_id: number
    property: 'roles' | 'authzRoles'
    role_id: number
    from_at: number
    to_at: Generated<number>
    given_by: string
    taken_by: string | null
  }
  delegation: {
    id: Generated<number>
    identity_id: number
    delegate_id: number
    from_at: number
    to_at: Generated<number>
    made_by: string
  }
  glossary_entry: {
    id: Generated<number>
    guid: string
    idm_id: string
    class:
      | 'identity'
      | 'identity-value'
      | 'object'
      | 'system'
      | 'system-attribute'
      | 'system-value'
      | 'requestable-item-bundle'
    natural_key: string
    body: string
    display_name: string
    sort_name: Generated<string>
    requestable: 0 | 1
    risk_level: number | null
    object_id: string | null
    entitlement_id: number | null
    created_at: number
    created_by: string
    updated_at: number
    removed_at: number | null
    revision: Generated<number>
  }
  request_field: {
    id: Generated<number>
    guid: string
    name: string
    description: Generated<string>
    input_type: 'text' | 'radio' | 'select' | 'typeahead' | 'checkbox' | 'datepicker' | 'file'
    input_options: Generated<string>
    object_type: string | null
    required: 0 | 1
    created_at: number
    updated_at: number
    removed_at: number | null
    revision: Generated<number>
  }
}
