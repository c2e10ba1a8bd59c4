import { plainText } from '../../../domain/shared/plain-text.ts'
import { type ManagedUser, relationsOf } from '../../../domain/managed-users/managed-users.service.ts'
import type { GovernanceSettings } from '../../../domain/settings/governance-settings.service.ts'
import type { Reader } from '../../../storage/open.ts'
import type { Resource } from '../crest/envelope.ts'

/** A relationship as the framework writes it. */
export function reference(longId: string): Resource {
  const slash = longId.lastIndexOf('/')
  const [collection, id] = [longId.slice(0, slash), longId.slice(slash + 1)]
  return {
    _ref: longId,
    _refResourceCollection: collection,
    _refResourceId: id,
    _refProperties: { _id: id, _rev: '0' },
  }
}

const texts = (user: ManagedUser): Record<string, string> => ({
  userName: user.userName,
  givenName: user.first_name,
  sn: user.last_name,
  mail: user.email,
  displayName: user.full_name,
  accountStatus: user.status === 'Active' ? 'active' : 'inactive',
  employeeNumber: user.employee_id,
  title: user.title,
  department: user.department,
  division: user.division,
  organization: user.company,
  office: user.office,
  userType: user.person_type,
})

/** A managed user (B.1), never with a password. Relationships only when asked for, as `manager` or `*_ref`. */
export function managedUser(db: Reader, user: ManagedUser, fields: readonly string[] | null): Resource {
  const attributes = Object.fromEntries(Object.entries(texts(user)).filter(([, text]) => text !== ''))
  return {
    _id: user.idmId,
    _rev: String(user.revision),
    ...user.own,
    ...attributes,
    ...relationships(db, user, fields),
  }
}

function relationships(db: Reader, user: ManagedUser, fields: readonly string[] | null): Resource {
  const names = ['manager', 'reports', 'roles', 'authzRoles']
  const heads = (fields ?? []).map((field) => field.split('/')[0] ?? '')
  const wanted = heads.includes('*_ref') ? names : names.filter((name) => heads.includes(name))
  if (wanted.length === 0) return {}
  const { manager, reports, memberships } = relationsOf(db, user.id)
  const of = (property: string) =>
    memberships
      .filter((membership) => membership.property === property)
      .map(({ kind, idmId }) => reference(`${kind}/role/${idmId}`))
  const all: Record<string, unknown> = {
    manager: manager === null ? null : reference(manager),
    reports: reports.map(reference),
    roles: of('roles'),
    authzRoles: of('authzRoles'),
  }
  return Object.fromEntries(wanted.map((name) => [name, all[name]]))
}

/** What anybody may see of somebody (B.1): the names, and the properties that the settings add. */
export function userView(user: ManagedUser, settings: GovernanceSettings): Resource {
  const all: Readonly<Record<string, unknown>> = { ...user.own, ...texts(user) }
  const shown = [
    'userName',
    'givenName',
    'sn',
    'mail',
    ...settings.displayableUserProperties.filter((name) => name !== 'password'),
  ]
  const name = settings.userDisplayFormat
    .replaceAll(/\{\{(\w+)\}\}/g, (_, property: string) => plainText(all[property]))
    .trim()
  return {
    _id: user.idmId,
    _rev: String(user.revision),
    ...Object.fromEntries(
      shown
        .filter((property) => all[property] !== undefined && all[property] !== '')
        .map((property) => [property, all[property]]),
    ),
    displayName: name || user.full_name || user.userName,
  }
}
