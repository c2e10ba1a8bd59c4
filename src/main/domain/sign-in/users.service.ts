import type { Role } from '../../../contract/user-roles.ts'
import type { Scope } from '../../../contract/scopes.ts'
import type { ChangeUser, NewUser, User } from '../../../contract/users.ts'
import type { Reader } from '../../storage/open.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import { findIdentity } from '../identities/references.service.ts'
import { participantOf } from './participant.ts'
import type { Authorship, Caller } from '../authorization/caller.ts'
import type { OneTimeCode } from './codes.service.ts'
import * as codes from './codes.store.ts'
import { revokeAccess } from './revoke-access.ts'
import { validatePassword, type PasswordOwner } from './password-policy.ts'
import { hashPassword } from './passwords.ts'
import { requireNotStronger } from './rights-of-person.ts'
import * as sessions from './sessions.store.ts'
import { requireStepUp } from '../authorization/step-up.ts'
import { isPermittedToManage, rolesFrom, usernameKey, viewUser } from './users.ts'
import * as store from './users.store.ts'

/**
 * Creates a user. The first one is an owner, and ends the first run: from then on everybody signs in.
 * @throws Refusal `step-up needed`, `forbidden`, `invalid` for a bad password, `conflict` when the name is taken or the
 * person has a user, or `unprocessable` when the first user is no owner
 */
export async function createUser(env: Environment, by: Authorship, wanted: NewUser): Promise<User> {
  const { caller, actor } = by
  requireStepUp(caller, env.clock())
  requireMayManage(caller, wanted.roles)
  requireKnown(env.store.reader, wanted.identityId)
  const { scopes } = participantOf(env.store.reader, by)
  const hash = wanted.password === undefined ? null : await hashNew(env, wanted.password, wanted)
  const now = env.clock()
  return env.store.transact((tx) => {
    const first = store.countOwners(tx) === 0
    if (!first && caller.kind === 'setup') throw new DomainError('forbidden', 'There is an owner by now: sign in.')
    if (first && !wanted.roles.includes('owner')) {
      throw new DomainError('unprocessable', 'The first user must be an owner: nobody else could manage users.')
    }
    if (first && hash === null) {
      throw new DomainError('invalid', 'The first owner needs a password.', [
        { field: 'password', message: 'is missing' },
      ])
    }
    const key = usernameKey(wanted.username)
    if (store.findByKey(tx, key)) throw new DomainError('conflict', `There is a user ${wanted.username} already.`)
    requireMayTie(tx, scopes, wanted.identityId)
    const guid = env.newId()
    store.insert(tx, {
      guid,
      username: wanted.username,
      username_key: key,
      name: wanted.name,
      identity_guid: wanted.identityId,
      roles: JSON.stringify(wanted.roles),
      password_hash: hash,
      password_changed_at: hash === null ? null : now,
      created_at: now,
      created_by: actor.name,
      updated_at: now,
      revision: 1,
    })
    const ended = first ? sessions.endSetup(tx) : 0
    recordAudit(tx, now, actor, {
      action: 'user.created',
      object: { type: 'user', id: guid, name: wanted.username },
      details: { roles: wanted.roles, ...(first ? { firstRunEnded: true, sessionsEnded: ended } : {}) },
    })
    return viewUser(found(tx, guid))
  })
}

/**
 * Changes a user. Who is disabled loses sessions and tokens at once, and does not get them back.
 * @param revision what the caller saw
 * @throws Refusal `not found`, `stale`, `step-up needed`, `forbidden`, or `conflict` when no owner would be left or the
 * person has another user
 */
export function changeUser(env: Environment, by: Authorship, guid: string, revision: number, change: ChangeUser): User {
  const { caller, actor } = by
  const now = env.clock()
  if (change.roles !== undefined || change.disabled !== undefined || change.identityId !== undefined)
    requireStepUp(caller, now)
  requireKnown(env.store.reader, change.identityId)
  const { scopes } = participantOf(env.store.reader, by)
  return env.store.transact((tx) => {
    const user = found(tx, guid)
    refuseStale(user, revision)
    const before = rolesFrom(user.roles)
    const after = change.roles ?? before
    requireMayManage(caller, [...before, ...after])
    const disabled = change.disabled ?? user.disabled_at !== null
    const self = caller.kind === 'person' && caller.userId === user.id
    if (self && (disabled || !sameRoles(before, after))) {
      throw new DomainError('forbidden', 'Nobody changes their own roles or disables themselves. Ask another owner.')
    }
    const tied = change.identityId === undefined ? user.identity_guid : change.identityId
    if (self && user.identity_guid !== null && tied !== user.identity_guid) {
      throw new DomainError('forbidden', 'Nobody becomes somebody else by their own word. Ask another owner.')
    }
    if (tied !== user.identity_guid) requireMayTie(tx, scopes, tied)
    const ownersBefore = store.countOwners(tx)
    store.update(tx, user.id, {
      name: change.name ?? user.name,
      roles: JSON.stringify(after),
      identity_guid: tied,
      disabled_at: disabled ? (user.disabled_at ?? now) : null,
      updated_at: now,
    })
    if (ownersBefore > 0 && store.countOwners(tx) === 0) {
      throw new DomainError('conflict', 'This is the only owner who can sign in. Make somebody else an owner first.')
    }
    const ended = disabled && user.disabled_at === null ? revokeAccess(tx, user.id, now) : {}
    recordAudit(tx, now, actor, {
      action: ended.tokens === undefined ? 'user.changed' : 'user.disabled',
      object: { type: 'user', id: guid, name: user.username },
      details: {
        changed: Object.keys(change).sort(),
        rolesBefore: before,
        rolesAfter: after,
        disabled,
        identity: tied,
        ...ended,
      },
    })
    return viewUser(found(tx, guid))
  })
}

export interface NewPassword {
  readonly current?: string | undefined
  readonly password: string
}

/**
 * Sets a password. One's own takes the present one; somebody else's the right to manage them, and a person who is there
 * to ask: a script that set it would sign in as them. Other sessions end.
 * @param isRight proves the present password, as slowly as any sign-in
 * @throws Refusal `not found`, `step-up needed`, `forbidden`, or `invalid` with what is wrong with the password
 */
export async function setPassword(
  env: Environment,
  by: Authorship,
  guid: string,
  seen: number,
  { current, password }: NewPassword,
  isRight: (username: string, password: string) => Promise<boolean>,
): Promise<void> {
  const { caller, actor } = by
  const user = found(env.store.reader, guid)
  const own = caller.kind === 'person' && caller.userId === user.id
  if (own) {
    if (current === undefined) throw wrong('current', 'is missing: your own password is changed with the present one')
    if (!(await isRight(user.username, current))) throw wrong('current', 'is not your present password')
    if (current === password) throw wrong('password', 'is the present one')
  } else {
    requireMayManage(caller, rolesFrom(user.roles))
    if (caller.kind === 'token')
      throw new DomainError('forbidden', 'A token sets nobody’s password. A person does in Settings, under Users.')
    requireStepUp(caller, env.clock())
    requireNotStronger(env.store.reader, participantOf(env.store.reader, by).scopes, user.identity_guid)
  }
  refuseStale(user, seen)
  const hash = await hashNew(env, password, user)
  const now = env.clock()
  env.store.transact((tx) => {
    refuseStale(found(tx, guid), seen)
    store.setPassword(tx, user.id, hash, now)
    const kept = own && caller.session !== null ? caller.session : null
    const ended = kept === null ? sessions.endOf(tx, user.id) : sessions.endOthersOf(tx, user.id, kept)
    codes.forgetAllOf(tx, user.id)
    recordAudit(tx, now, actor, {
      action: own ? 'user.password-changed' : 'user.password-set',
      object: { type: 'user', id: guid, name: user.username },
      details: { sessionsEnded: ended },
    })
  })
}

/** Who decides on access must be known as a person, or nobody could tell whether they decide on their own. */
function requireKnown(db: Reader, identityId: string | null | undefined): void {
  if (identityId && !findIdentity(db, identityId))
    throw new DomainError('invalid', 'There is no such person.', [{ field: 'identityId', message: 'is unknown' }])
}

/** One person, one user: a second one would ask for access that the first decides on, or decide as somebody else. */
function requireMayTie(tx: Reader, scopes: readonly Scope[], identity: string | null): void {
  if (identity === null) return
  const other = store.findByIdentity(tx, identity)
  if (other) {
    throw new DomainError('conflict', `${other.username} is this person already. A person has one user.`, [
      { field: 'identityId', message: 'has a user' },
    ])
  }
  requireNotStronger(tx, scopes, identity)
}

function refuseStale(user: store.StoredUser, seen: number): void {
  if (user.revision !== seen) throw new DomainError('stale', 'This user was changed since you saw it. Look again.')
}

/** @throws Refusal `not found` */
export const getUser = (env: Environment, guid: string): User => viewUser(found(env.store.reader, guid))

/**
 * A one-time link for a user who can't sign in otherwise. Only the operator of this machine gets one: an administrator
 * who could sign in as somebody else would leave that person's name in the log.
 * @throws Refusal `forbidden`, `not found`, or `conflict` for a disabled user
 */
export function createUserLink(
  env: Environment,
  { caller, actor }: Authorship,
  guid: string,
  link: (user: store.StoredUser, actor: Actor) => OneTimeCode,
): OneTimeCode {
  if (caller.kind !== 'operator')
    throw new DomainError('forbidden', 'Only the operator of this machine makes such links.')
  const user = found(env.store.reader, guid)
  if (user.disabled_at !== null) throw new DomainError('conflict', 'This user is disabled.')
  return link(user, actor)
}

export interface UserQuery {
  readonly words: string | null
  readonly after: number | null
  readonly limit: number
}

/** Oldest first. @returns the users, how many the filter leaves, and where the next page begins */
export function listUsers(
  { store: { reader } }: Environment,
  { words, after, limit }: UserQuery,
): { items: User[]; total: number; next: number | null } {
  const filter = { words: words === null ? null : words.trim().toLowerCase() }
  const rows = store.list(reader, filter, after ?? 0, limit + 1)
  const shown = rows.slice(0, limit)
  return {
    items: shown.map(viewUser),
    total: store.count(reader, filter),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

function found(db: Reader, guid: string): store.StoredUser {
  const user = store.findByGuid(db, guid)
  if (!user) throw notFound('user')
  return user
}

function requireMayManage(caller: Caller, roles: readonly Role[]): void {
  if (!isPermittedToManage(caller, roles)) {
    throw new DomainError('forbidden', 'Only an owner makes, changes or unmakes owners and administrators.')
  }
}

/** Hashing takes a while and memory, so it stands before the transaction. */
async function hashNew(env: Environment, password: string, owner: PasswordOwner): Promise<string> {
  const problems = validatePassword(password, owner)
  if (problems.length > 0) {
    throw new DomainError(
      'invalid',
      'This password will not do.',
      problems.map((message) => ({ field: 'password', message })),
    )
  }
  return hashPassword(env, password)
}

const wrong = (field: string, message: string): DomainError =>
  new DomainError('invalid', 'The password was not changed.', [{ field, message }])

const sameRoles = (a: readonly Role[], b: readonly Role[]): boolean =>
  a.length === b.length && a.every((role) => b.includes(role))
