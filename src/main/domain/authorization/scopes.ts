import type { Role } from '../../../contract/user-roles.ts'
import type { Scope } from '../../../contract/scopes.ts'
import type { Caller } from './caller.ts'

/** What everybody who signs in may do, whatever their roles: ask, and decide what is put to them. */
const scopesOfEverybody: readonly Scope[] = ['catalogue:read', 'requests:make', 'requests:decide']

/**
 * What each role may do. Who runs the program (administrator) and who decides about access (security officer) are
 * different roles; one person may have both.
 */
const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  owner: ['*'],
  administrator: [
    'imports:read',
    'applications:read',
    'applications:write',
    'identities:read',
    'audit:read',
    'tokens:read',
    'tokens:manage',
    'users:read',
    'users:manage',
    'settings:read',
    'settings:write',
    'policies:read',
    'requests:read',
    'events:read',
    'repository:manage',
  ],
  'security-officer': [
    'imports:read',
    'imports:stage',
    'imports:apply',
    'applications:read',
    'applications:write',
    'identities:read',
    'identities:write',
    'audit:read',
    'tokens:read',
    'tokens:manage',
    'users:read',
    'settings:read',
    'catalogue:write',
    'requests:read',
    'requests:manage',
    'events:read',
    'events:write',
    'policies:read',
    'policies:manage',
  ],
  'application-manager': [
    'imports:read',
    'imports:stage',
    'applications:read',
    'applications:write',
    'identities:read',
  ],
  approver: ['applications:read', 'identities:read'],
  auditor: [
    'imports:read',
    'applications:read',
    'identities:read',
    'audit:read',
    'tokens:read',
    'users:read',
    'settings:read',
    'requests:read',
    'events:read',
    'policies:read',
  ],
}

const everything: readonly Scope[] = ['*']
const nothing: readonly Scope[] = []

/** What some roles may do together. */
export function scopesOfRoles(roles: readonly Role[]): readonly Scope[] {
  const all = new Set([...scopesOfEverybody, ...roles.flatMap((role) => scopesOfRole[role])])
  return all.has('*') ? everything : [...all]
}

/** What a caller may do. A locked session and an unknown caller may do nothing. */
export function scopesOf(caller: Caller): readonly Scope[] {
  switch (caller.kind) {
    case 'anonymous':
    case 'locked':
      return nothing
    case 'operator':
    case 'setup':
      return everything
    case 'person':
      return scopesOfRoles(caller.roles)
    case 'token':
      return caller.scopes
  }
}

export const includes = (scopes: readonly Scope[], scope: Scope): boolean =>
  scopes.includes('*') || scopes.includes(scope)

export const isPermitted = (caller: Caller, scope: Scope): boolean => includes(scopesOf(caller), scope)

/** What of the scopes scopes goes beyond those that are held. */
export const exceeding = (scopes: readonly Scope[], held: readonly Scope[]): readonly Scope[] =>
  scopes.filter((scope) => !includes(held, scope))

/** What both lists allow. */
export function intersection(a: readonly Scope[], b: readonly Scope[]): readonly Scope[] {
  if (a.includes('*')) return b
  return b.includes('*') ? a : a.filter((scope) => b.includes(scope))
}

/** How long a password that was given counts as fresh. */
export const stepUpLifetime = 5 * 60_000

/**
 * Step-up: whether the password was given in the last five minutes. Only people are asked: the operator has just proved
 * access to a private file, the first run has no password yet, and a token is limited by its scopes.
 */
export function isStepUpFresh(caller: Caller, now: number): boolean {
  return caller.kind !== 'person' || (caller.provedAt !== null && now - caller.provedAt <= stepUpLifetime)
}
