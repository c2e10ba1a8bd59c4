import { rightsTime } from '../shared/rights-time.ts'
import { bestEffort } from '../../storage/best-effort.ts'
import { type Actor, system } from '../shared/actor.ts'
import { type LoggedCall, createCallLog } from './tokens/call-log.ts'
import { tokenPrefix } from './tokens/token-format.ts'
import { createTokenProof } from './tokens/token-proof.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError } from '../shared/errors.ts'
import { actorOf, type Caller, type Channel, channelOf } from '../authorization/caller.ts'
import { type OneTimeCode, createCodes } from './codes.service.ts'
import { createPasswordCheck } from './password-check.ts'
import { isStepUpFresh } from '../authorization/scopes.ts'
import { sessionPrefix } from './secrets.ts'
import { type SessionGrant, createSessions } from './sessions.service.ts'
import type { SessionCaller } from './sessions.ts'
import { createSignInQuota } from './sign-in-quota.ts'
import { rolesFrom } from './users.ts'
import * as users from './users.store.ts'

/** `refused` says nothing about why, so that nobody learns which user names exist. */
export type SignIn =
  | (SessionGrant & { readonly kept?: OneTimeCode })
  | { readonly kind: 'refused' }
  | { readonly kind: 'later'; readonly retryAfterSeconds: number }

const refused: SignIn = { kind: 'refused' }

const hasSession = (caller: Caller): caller is SessionCaller =>
  caller.kind === 'person' || caller.kind === 'locked' || caller.kind === 'setup'

export { usernameKey } from './users.ts'

export type Access = ReturnType<typeof createAccess>

/**
 * Every way to sign in: sessions, one-time codes, passwords, tokens.
 * One closure for the life of the program: its functions share the caches of sessions, passwords and tokens.
 */
// oxlint-disable-next-line max-lines-per-function -- one closure over throttle, sessions, codes and tokens; each method is short
export function createAccess(env: Environment) {
  const { store } = env
  const sessions = createSessions(env)
  const codes = createCodes(env)
  const passwords = createPasswordCheck(env)
  const tokens = createTokenProof(env)
  const calls = createCallLog(env)
  const quotaWait = createSignInQuota(env.clock)

  return {
    /** Before there is one, whoever holds the one-time code or the window may do everything; afterwards people sign in. */
    ownerExists: (): boolean => users.countOwners(store.reader) > 0,

    /**
     * Proves `Bearer …`, a session or an API token. What can't be proved is anonymous.
     * @throws only a fault of the storage: whoever could not be looked up must not be told to sign in again
     */
    async identify(authorization: string | null, channel: Channel): Promise<Caller> {
      const nobody: Caller = { kind: 'anonymous', channel }
      const bearer = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1]
      if (bearer === undefined) return nobody
      try {
        if (bearer.startsWith(tokenPrefix)) return tokens.prove(bearer) ?? nobody
        if (bearer.startsWith(sessionPrefix)) return sessions.prove(bearer, channel) ?? nobody
        return nobody
      } catch (error) {
        if (store.health.failed(error) !== undefined) throw error
        return nobody
      }
    },

    /**
     * Proves user and password that came with one request, as scripts of the identity-governance API do, without opening a session.
     * @returns `later` when this user, or everybody, has to wait
     */
    async proveLogin(
      username: string,
      password: string,
      channel: Channel,
    ): Promise<Caller | Exclude<SignIn, SessionGrant>> {
      const proof = await passwords.check(username, password, channel)
      if (proof.kind !== 'right') return proof
      const { id: userId, username: name, roles } = proof.user
      return {
        kind: 'person',
        channel,
        userId,
        username: name,
        roles: rolesFrom(roles),
        session: null,
        via: 'password',
        // The password came with this very request.
        provedAt: rightsTime(store.reader, env.clock()),
      }
    },

    /** Whether a password is a user's present one: slowed down like any sign-in. */
    isPassword: async (username: string, password: string, channel: Channel): Promise<boolean> =>
      (await passwords.check(username, password, channel)).kind === 'right',

    /**
     * A caller who was proved before as they are now, with the rights that they have now: for streams that stay open. Null
     * when they are not who they were any more.
     */
    current(caller: Caller): Caller | null {
      if (caller.kind === 'token') return tokens.current(caller)
      if (!hasSession(caller) || caller.session === null) return caller
      const now = sessions.current(caller.session, caller.channel)?.caller
      return now?.kind === caller.kind ? now : null
    },

    /** Makes the one-time code of the first run; null once there is an owner, when it would open nothing. */
    createOneTimeCode: (actor: Actor = system): string | null =>
      users.countOwners(store.reader) > 0 ? null : codes.link(null, actor).code,

    /** Makes the one-time code that signs a user in. */
    link: (user: users.StoredUser, actor: Actor): OneTimeCode => codes.link(user, actor),

    /** Exchanges a one-time code, or what this machine keeps, for a session. A second use is refused and recorded. */
    async signInWithCode(code: string, channel: Channel): Promise<SignIn> {
      return store.transact((tx) => {
        const redeemed = codes.redeem(tx, code, channel)
        if (!redeemed) return refused
        const { user, kept } = redeemed
        const opened = sessions.open(tx, user, kept ? 'saved-sign-in' : 'one-time-link', channel)
        return kept ? { ...opened, kept } : opened
      })
    },

    /** The window's first run: a session without a credential, through the window only, while there is no owner. */
    async openWindowSession(channel: Channel): Promise<SignIn> {
      if (channel !== 'window') return refused
      return store.transact((tx) =>
        users.countOwners(tx) === 0 ? sessions.open(tx, null, 'window', channel) : refused,
      )
    },

    /** Unknown user, wrong password and disabled user take the same time and get the same answer. */
    async signIn(username: string, password: string, channel: Channel): Promise<SignIn> {
      const proof = await passwords.check(username, password, channel)
      if (proof.kind !== 'right') return proof
      const wait = channel === 'wire' ? quotaWait(proof.user.id) : 0
      if (wait > 0) return { kind: 'later', retryAfterSeconds: wait }
      return store.transact((tx) => {
        // Hashing took a while: the user may have been disabled, or the password changed.
        const now = users.find(tx, proof.user.id)
        const same = now?.disabled_at === null && now.password_hash === proof.user.password_hash
        return now && same ? sessions.open(tx, now, 'password', channel) : refused
      })
    },

    /** The session of a caller, without counting as use. */
    currentSession: (caller: Caller) =>
      hasSession(caller) && caller.session !== null ? sessions.current(caller.session, caller.channel) : undefined,

    /** Step-up: the password again. It also unlocks. */
    async stepUp(caller: Caller, password: string): Promise<'done' | Exclude<SignIn, SessionGrant>> {
      if (caller.kind !== 'person' && caller.kind !== 'locked') return { kind: 'refused' }
      const proof = await passwords.check(caller.username, password, caller.channel)
      if (proof.kind !== 'right') return proof
      return sessions.renew(caller) ? 'done' : { kind: 'refused' }
    },

    /** "Stay signed in on this machine." @throws DomainError `forbidden` unless a person asks who just gave the password */
    async keepSignedIn(caller: Caller): Promise<OneTimeCode> {
      env.outside.require('keep-sign-in')
      const user = caller.kind === 'person' ? users.find(store.reader, caller.userId) : undefined
      if (!user || channelOf(caller) !== 'window')
        throw new DomainError('forbidden', 'Only a person in the window can stay signed in.')
      if (!isStepUpFresh(caller, rightsTime(store.reader, env.clock())))
        throw new DomainError('step-up-needed', 'Give your password again to stay signed in.')
      return codes.keep(user, actorOf(caller))
    },

    async lock(caller: Caller): Promise<void> {
      if (hasSession(caller)) sessions.lock(caller)
    },

    /** When the machine is locked or goes to sleep. */
    lockAll: (): void => sessions.lockAll(),

    /** Ends the caller's session, and what this machine keeps for it. */
    async signOut(caller: Caller): Promise<void> {
      if (!hasSession(caller)) return
      store.transact((tx) => {
        sessions.end(tx, caller)
        if (caller.kind !== 'setup') codes.forgetKept(tx, caller.userId)
      })
    },

    /** Notes an answered call of a token for its log. Costs no disk now. */
    noteCall: (call: LoggedCall): void => calls.note(call),

    /** Writes down what was noted in memory. Called once a second, and with `closing` before the database closes. */
    flush(closing = false): void {
      bestEffort(() => sessions.flush(closing))
      bestEffort(() => tokens.flush())
      calls.flush()
    },
  }
}
