import { z } from 'zod'

/** What a token may do: a closed list. `*` is every scope, as the vendor's system-wide tokens have. */
export const scopes = {
  'imports:read': 'List imports, read previews, quarantine and history',
  'imports:stage': 'Stage, upload and cancel imports',
  'imports:apply': 'Apply and undo imports, hold changes back, override a guard',
  'applications:read': 'List applications and read their rules',
  'applications:write': 'Create and change applications and their rules',
  'identities:read': 'List people, accounts and their access',
  'identities:write': 'Match accounts to people, change people',
  'catalogue:read': 'See what can be requested',
  'catalogue:write': 'Change the catalogue, bundles and request fields, publish entitlements',
  'requests:make': 'Request access, and follow and cancel own requests',
  'requests:decide': 'Decide, comment and consult on assigned tasks',
  'requests:read': 'Read all requests and approvals',
  'requests:manage': 'Cancel, reassign and settle requests of others, change the flow',
  'events:read': 'Read personnel events, their plans and access models',
  'events:write': 'Report, change and cancel personnel events, change access models',
  'policies:read': 'Read policies and violations',
  'policies:manage': 'Change policies, scan, grant exceptions',
  'repository:manage': 'Manage people, roles and stored requests as /openidm has them',
  'audit:read': 'Read, verify and export the audit log',
  'tokens:read': 'List tokens and what they called',
  'tokens:manage': 'Create, rotate and revoke tokens',
  'users:read': 'List users and their roles',
  'users:manage': 'Create users and change their roles',
  'settings:read': 'Read settings and folders',
  'settings:write': 'Change settings and folders',
} as const

export type Scope = keyof typeof scopes | '*'
export const scopeNames = Object.keys(scopes) as (keyof typeof scopes)[]
export const Scope = z.enum([...scopeNames, '*'])
