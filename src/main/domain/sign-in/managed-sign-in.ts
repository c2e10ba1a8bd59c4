import type { Writer } from '../../storage/open.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError } from '../shared/errors.ts'
import { type Giver, requireMayGive } from '../authorization/giving.ts'
import { scopesOfRoles } from '../authorization/scopes.ts'
import * as codes from './codes.store.ts'
import { revokeAccess } from './revoke-access.ts'
import { hashNewPassword } from './new-password.ts'
import { usernameKey } from './users.ts'
import * as sessions from './sessions.store.ts'
import * as users from './users.store.ts'

/** @throws DomainError `invalid` with everything that is wrong with it */
export const hashManagedPassword = (env: Environment, username: string, password: string): Promise<string> =>
  hashNewPassword(env, password, { username, name: '' })

interface SaveSignInInput {
  readonly at: number
  /** The GUID of the person. */
  readonly identity: string
  readonly username: string
  /** Null leaves the password as it is. */
  readonly hash: string | null
  /** The person was made by the same write, so nothing is put to them yet. */
  readonly isNew: boolean
}

/**
 * Lets a person sign in with this user name, or changes what they sign in with. They get no role: everybody may ask for
 * access and decide what is put to them.
 * @throws DomainError `conflict` when another user has the name; `step-up-needed`; `forbidden` for users with roles in
 * this program, whom scripts never touch, and for a known person, as whom the caller could sign in then
 */
export function saveSignIn(
  env: Environment,
  tx: Writer,
  author: Giver,
  { at, identity, username, hash, isNew }: SaveSignInInput,
): void {
  const { actor } = author
  const key = usernameKey(username)
  const named = users.findByKey(tx, key)
  const own = users.findByIdentity(tx, identity)
  if (named && named.id !== own?.id) throw new DomainError('conflict', `There is a user ${username} already.`)
  if (own && own.roles !== '[]' && hash !== null)
    throw new DomainError('forbidden', 'The password of somebody with roles in Castellan is set in Castellan.')
  if (hash === null) return
  requireMayGive(author, { kind: 'sign-in', rights: scopesOfRoles([]), asPerson: !isNew }, at)
  if (own) {
    users.setPassword(tx, own.id, hash, at)
    codes.forgetAllOf(tx, own.id)
    recordAudit(tx, at, actor, {
      action: 'user.password-set',
      object: { type: 'user', id: own.guid, name: own.username },
      details: { sessionsEnded: sessions.endOf(tx, own.id) },
    })
    return
  }
  const guid = env.newId()
  users.insert(tx, {
    guid,
    username,
    username_key: key,
    name: '',
    identity_guid: identity,
    roles: '[]',
    password_hash: hash,
    password_changed_at: at,
    created_at: at,
    created_by: actor.name,
    updated_at: at,
    revision: 1,
  })
  recordAudit(tx, at, actor, {
    action: 'user.created',
    object: { type: 'user', id: guid, name: username },
    details: { roles: [], identity },
  })
}

/** Disables, or enables again, who signs in as this person; users with roles in this program are left alone. */
export function enableSignIn(
  tx: Writer,
  at: number,
  actor: Actor,
  { identity, enabled }: { readonly identity: string; readonly enabled: boolean },
): void {
  const user = users.findByIdentity(tx, identity)
  if (!user || user.roles !== '[]' || (user.disabled_at === null) === enabled) return
  const { name, roles, identity_guid } = user
  users.update(tx, user.id, { name, roles, identity_guid, disabled_at: enabled ? null : at, updated_at: at })
  recordAudit(tx, at, actor, {
    action: enabled ? 'user.changed' : 'user.disabled',
    object: { type: 'user', id: user.guid, name: user.username },
    details: { changed: ['disabled'], disabled: !enabled, ...(enabled ? {} : revokeAccess(tx, user.id, at)) },
  })
}
