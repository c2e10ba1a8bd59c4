import { z } from 'zod'
import * as applications from '../../../contract/applications.ts'
import * as audit from '../../../contract/audit.ts'
import * as catalogue from '../../../contract/catalogue.ts'
import * as governance from '../../../contract/governance.ts'
import * as approvals from '../../../contract/approvals.ts'
import * as delegations from '../../../contract/delegations.ts'
import * as extractFiles from '../../../contract/extract-files.ts'
import * as files from '../../../contract/files.ts'
import * as mail from '../../../contract/mail.ts'
import * as notifications from '../../../contract/notifications.ts'
import * as requestParts from '../../../contract/request-parts.ts'
import * as policies from '../../../contract/policies.ts'
import * as requests from '../../../contract/requests.ts'
import * as common from '../../../contract/common.ts'
import * as folder from '../../../contract/folder.ts'
import * as identities from '../../../contract/identities.ts'
import * as imports from '../../../contract/imports.ts'
import * as userRoles from '../../../contract/user-roles.ts'
import * as scopes from '../../../contract/scopes.ts'
import * as session from '../../../contract/session.ts'
import * as apiSwitch from '../../../contract/api-switch.ts'
import * as storage from '../../../contract/storage.ts'
import * as tokens from '../../../contract/tokens.ts'
import * as users from '../../../contract/users.ts'
import * as vendor from '../permission-assist/wire.ts'

/** Too small to look up: they are written out where they are used. */
const inPlace = new Set([
  'Guid',
  'Instant',
  'Id',
  'Username',
  'GivenPassword',
  'NewUsername',
  'Key',
  'LongId',
  'Upload',
  // Keys of records only.
  'ChangeKind',
])

/** The schemas that have a name in the contract, by that name: the components of the OpenAPI document. */
export function namedSchemas(): Map<string, z.ZodType> {
  const native = [
    applications,
    audit,
    catalogue,
    common,
    governance,
    approvals,
    delegations,
    extractFiles,
    files,
    mail,
    notifications,
    requestParts,
    policies,
    requests,
    folder,
    identities,
    imports,
    userRoles,
    scopes,
    session,
    storage,
    apiSwitch,
    tokens,
    users,
  ]
  const schemasByName = new Map<string, z.ZodType>()
  const add = (name: string, value: unknown, prefix = '') => {
    if (value instanceof z.ZodType && !inPlace.has(name))
      schemasByName.set(name.startsWith(prefix) ? name : prefix + name, value)
  }
  for (const module of native) for (const [name, value] of Object.entries(module)) add(name, value)
  for (const [name, value] of Object.entries(vendor)) add(name, value, 'Vendor')
  return schemasByName
}
