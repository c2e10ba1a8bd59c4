import { foldSearch } from '../shared/fold.ts'
import type { Role } from '../../../contract/user-roles.ts'
import type { ChangeUser, NewUser, User } from '../../../contract/users.ts'
import type { Reader } from '../../storage/open.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { findIdentity } from '../identities/references.service.ts'
import { participantOf } from './participant.ts'
import { hashNewPassword } from './new-password.ts'
import type { Authorship } from '../authorization/caller.ts'
import { requireMayGive } from '../authorization/giving.ts'
import type { OneTimeCode } from './codes.service.ts'
import { revokeAccess } from './revoke-access.ts'
import * as sessions from './sessions.store.ts'
import { requireStepUp } from '../authorization/step-up.ts'
import { requireMayManage, requireUser, signInOf } from './user-checks.ts'
import { rolesFrom, usernameKey, viewUser } from './users.ts'
import * as store from './users.store.ts'

/**
 * Creates a user. The first one is an owner, and ends the first run: from then on everybody signs in.
 * @throws DomainError `step-up-needed`, `forbidden`, `invalid` for a bad password, `conflict` when the name is taken or
 * the person has a user, or `unprocessable` when the first user is no owner
 */
export async function createUser(env: Environment, authorship: Authorship, input: NewUser): Promise<User> {
  const { caller, actor } = authorship
  requireMayManage(caller, input.roles)
  requirePersonExists(env.store.reader, input.identityId)
  const author = participantOf(env.store.reader, authorship)
  requireMayGive(author, { kind: 'roles', roles: input.roles }, env.clock())
  if (input.password !== undefined)
    requireMayGive(author, signInOf({ roles: input.roles, identity: input.identityId }), env.clock())
  const hash = input.password === undefined ? null : await hashNewPassword(env, input.password, input)
  const now = env.clock()
  return env.store.transact((tx) => {
    const first = store.countOwners(tx) === 0
    if (!first && caller.kind === 'setup') throw new DomainError('forbidden', 'There is an owner now: sign in.')
    if (first && !input.roles.includes('owner')) {
      throw new DomainError('unprocessable', 'The first user must be an owner: nobody else could manage users.')
    }
    if (first && hash === null) {
      throw new DomainError('invalid', 'The first owner needs a password.', [
        { field: 'password', message: 'is missing' },
      ])
    }
    const key = usernameKey(input.username)
    if (store.findByKey(tx, key)) throw new DomainError('conflict', `There is a user ${input.username} already.`)
    requireOneUserPerPerson(tx, input.identityId)
    const guid = env.newId()
    store.insert(tx, {
      guid,
      username: input.username,
      username_key: key,
      name: input.name,
      identity_guid: input.identityId,
      roles: JSON.stringify(input.roles),
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
      object: { type: 'user', id: guid, name: input.username },
      details: { roles: input.roles, ...(first ? { firstRunEnded: true, sessionsEnded: ended } : {}) },
    })
    return viewUser(requireUser(tx, guid))
  })
}

interface ChangeUserInput {
  readonly id: string
  /** The revision that the caller saw. */
  readonly seen: number
  readonly change: ChangeUser
}

/**
 * Changes a user. A disabled user loses sessions and tokens at once, and does not get them back.
 * @throws DomainError `not-found`, `stale`, `step-up-needed`, `forbidden`, or `conflict` when no owner would be left or
 * the person has another user
 */
export function changeUser(
  env: Environment,
  authorship: Authorship,
  { id: guid, seen, change }: ChangeUserInput,
): User {
  const { caller, actor } = authorship
  const now = env.clock()
  if (change.roles !== undefined || change.disabled !== undefined || change.identityId !== undefined)
    requireStepUp(caller, now)
  requirePersonExists(env.store.reader, change.identityId)
  const author = participantOf(env.store.reader, authorship)
  return env.store.transact((tx) => {
    const user = requireUser(tx, guid)
    expectRevision(user.revision, seen)
    const before = rolesFrom(user.roles)
    const after = change.roles ?? before
    requireMayManage(caller, [...before, ...after])
    const disabled = change.disabled ?? user.disabled_at !== null
    const self = caller.kind === 'person' && caller.userId === user.id
    if (self && (disabled || !sameRoles(before, after))) {
      throw new DomainError('forbidden', 'Nobody changes their own roles or disables themselves. Ask another owner.')
    }
    const identity = change.identityId === undefined ? user.identity_guid : change.identityId
    if (self && user.identity_guid !== null && identity !== user.identity_guid) {
      throw new DomainError('forbidden', 'Nobody links their own user to another person. Ask another owner.')
    }
    if (identity !== user.identity_guid) {
      requireOneUserPerPerson(tx, identity)
      // The user decides as that person from now on.
      if (identity !== null) requireMayGive(author, { kind: 'sign-in', rights: [], asPerson: true }, now)
    }
    const given = change.disabled === false ? after : after.filter((role) => !before.includes(role))
    if (given.length > 0) requireMayGive(author, { kind: 'roles', roles: given }, now)
    const ownersBefore = store.countOwners(tx)
    store.update(tx, user.id, {
      name: change.name ?? user.name,
      roles: JSON.stringify(after),
      identity_guid: identity,
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
        identity,
        ...ended,
      },
    })
    return viewUser(requireUser(tx, guid))
  })
}

/** A user who decides on access must be a known person, or nobody could tell whether they decide on their own access. */
function requirePersonExists(db: Reader, identityId: string | null | undefined): void {
  if (identityId && !findIdentity(db, identityId))
    throw new DomainError('invalid', 'There is no such person.', [{ field: 'identityId', message: 'is unknown' }])
}

/** One person, one user: a second one would ask for access that the first decides on, or decide as somebody else. */
function requireOneUserPerPerson(db: Reader, identity: string | null): void {
  const other = identity === null ? undefined : store.findByIdentity(db, identity)
  if (other) {
    throw new DomainError('conflict', `${other.username} is this person already. A person has one user.`, [
      { field: 'identityId', message: 'has a user' },
    ])
  }
}

/** @throws DomainError `not-found` */
export const getUser = (env: Environment, guid: string): User => viewUser(requireUser(env.store.reader, guid))

/**
 * A one-time link for a user who can't sign in otherwise. Only the operator of this machine gets one: an administrator
 * who could sign in as somebody else would leave that person's name in the log.
 * @throws DomainError `forbidden`, `not-found`, or `conflict` for a disabled user
 */
export function createUserLink(
  env: Environment,
  { caller, actor }: Authorship,
  guid: string,
  link: (user: store.StoredUser, actor: Actor) => OneTimeCode,
): OneTimeCode {
  if (caller.kind !== 'operator')
    throw new DomainError('forbidden', 'Only the operator of this machine makes such links.')
  const user = requireUser(env.store.reader, guid)
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
  const filter = { words: words === null ? null : foldSearch(words.trim()) }
  const rows = store.list(reader, filter, after ?? 0, limit + 1)
  const shown = rows.slice(0, limit)
  return {
    items: shown.map(viewUser),
    total: store.count(reader, filter),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

const sameRoles = (a: readonly Role[], b: readonly Role[]): boolean =>
  a.length === b.length && a.every((role) => b.includes(role))
