import type { Role } from '../../contract/user-roles.ts'

/** Labels of the user roles. */
export const roleLabels: Readonly<Record<Role, string>> = {
  owner: 'owner',
  administrator: 'administrator',
  'security-officer': 'security officer',
  'application-manager': 'application manager',
  approver: 'approver',
  auditor: 'auditor',
}

export const roleList = (roles: readonly Role[]): string => roles.map((role) => roleLabels[role]).join(', ')
