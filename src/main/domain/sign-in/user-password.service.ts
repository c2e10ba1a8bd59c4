import type { Environment } from '../shared/environment.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { DomainError } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import type { Authorship } from '../authorization/caller.ts'
import * as codes from './codes.store.ts'
import { hashNewPassword } from './new-password.ts'
import { participantOf } from './participant.ts'
import * as sessions from './sessions.store.ts'
import { requireMayManage, requireMaySetPassword, requireUser } from './user-checks.ts'
import { rolesFrom } from './users.ts'
import * as users from './users.store.ts'

interface SetPasswordInput {
  readonly id: string
  /** The revision that the caller saw. */
  readonly seen: number
  /** The present password, when a person sets their own. */
  readonly current?: string | undefined
  readonly password: string
}

/** Proves a present password, as slowly as any sign-in. */
type ProvePassword = (username: string, password: string) => Promise<boolean>

/**
 * Sets a password and ends the user's other sessions. One's own password takes the present one. Another user's takes the
 * right to manage them, and a person: a script that set it could sign in as that user.
 * @throws DomainError `not-found`, `stale`, `step-up-needed`, `forbidden`, or `invalid` with what is wrong with the password
 */
export async function setPassword(
  env: Environment,
  authorship: Authorship,
  { id: guid, seen, current, password }: SetPasswordInput,
  isRight: ProvePassword,
): Promise<void> {
  const { caller, actor } = authorship
  const user = requireUser(env.store.reader, guid)
  const own = caller.kind === 'person' && caller.userId === user.id
  if (own) {
    if (current === undefined) throw wrong('current', 'is missing: your own password is changed with the present one')
    if (!(await isRight(user.username, current))) throw wrong('current', 'is not your present password')
    if (current === password) throw wrong('password', 'is the present one')
  } else {
    requireMayManage(caller, rolesFrom(user.roles))
    const author = participantOf(env.store.reader, authorship)
    requireMaySetPassword(env, author, rolesFrom(user.roles), user.identity_guid)
  }
  expectRevision(user.revision, seen)
  const hash = await hashNewPassword(env, password, user)
  const now = env.clock()
  env.store.transact((tx) => {
    expectRevision(requireUser(tx, guid).revision, seen)
    users.setPassword(tx, user.id, hash, now)
    const session = own && caller.session !== null ? caller.session : null
    const ended = session === null ? sessions.endOf(tx, user.id) : sessions.endOthersOf(tx, user.id, session)
    codes.forgetAllOf(tx, user.id)
    recordAudit(tx, now, actor, {
      action: own ? 'user.password-changed' : 'user.password-set',
      object: { type: 'user', id: guid, name: user.username },
      details: { sessionsEnded: ended },
    })
  })
}

const wrong = (field: string, message: string): DomainError =>
  new DomainError('invalid', 'The password was not changed.', [{ field, message }])
