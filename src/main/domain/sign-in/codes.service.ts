import { rightsTime } from '../shared/rights-time.ts'
import { type Actor, system } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import type { Writer } from '../../storage/open.ts'
import { actorOf, type Channel } from '../authorization/caller.ts'
import * as store from './codes.store.ts'
import { codePrefix, hashSecret, signInSecretPrefix, newSecret } from './secrets.ts'
import * as users from './users.store.ts'

const minute = 60_000
const day = 24 * 60 * minute
const linkLife = 10 * minute
const keptLife = 30 * day
const rememberedFor = day
const recordedRefusals = 5

export interface OneTimeCode {
  readonly code: string
  readonly expiresAt: number
}

/** What a code is for: the first run, or one user. */
const objectOf = (user: users.StoredUser | null) =>
  user ? { type: 'user', id: user.guid, name: user.username } : { type: 'workspace', id: 'first run' }

/** Codes of 256 bits that open a session once: links for a browser, and what a machine keeps in its key store. */
export function createCodes(env: Environment) {
  const { clock } = env

  function issue(tx: Writer, kind: 'link' | 'kept', user: users.StoredUser | null, expiresAt: number): OneTimeCode {
    const code = newSecret(env, kind === 'link' ? codePrefix : signInSecretPrefix)
    const hash = hashSecret(code)
    store.prune(tx, rightsTime(tx, clock()) - rememberedFor)
    store.insert(tx, { secret_hash: hash, kind, user_id: user?.id ?? null, created_at: clock(), expires_at: expiresAt })
    return { code, expiresAt }
  }

  return {
    /** A link for ten minutes. Without a user it opens the first run; once there is an owner, it opens nothing. */
    link: (user: users.StoredUser | null, actor: Actor = system): OneTimeCode =>
      env.store.transact((tx) => {
        const link = issue(tx, 'link', user, rightsTime(tx, clock()) + linkLife)
        recordAudit(tx, clock(), actor, { action: 'one-time-link.created', object: objectOf(user) })
        return link
      }),

    /** "Stay signed in on this machine": for 30 days, and no longer by being used. */
    keep: (user: users.StoredUser, actor: Actor): OneTimeCode =>
      env.store.transact((tx) => {
        store.forgetKeptOf(tx, user.id)
        const kept = issue(tx, 'kept', user, rightsTime(tx, clock()) + keptLife)
        recordAudit(tx, clock(), actor, {
          action: 'session.kept',
          object: objectOf(user),
          details: { until: kept.expiresAt },
        })
        return kept
      }),

    /**
     * Uses a code up.
     * @returns whom it opens a session for, and what to keep instead of a kept code; or undefined, and when the code was
     * once good, that is recorded: somebody else may have it
     */
    redeem(
      tx: Writer,
      code: string,
      channel: Channel,
    ): { user: users.StoredUser | null; kept?: OneTimeCode } | undefined {
      const hash = hashSecret(code)
      const stored = store.find(tx, hash)
      if (!stored) return
      const user = stored.user_id === null ? null : (users.find(tx, stored.user_id) ?? null)
      const allowed = user ? user.disabled_at === null : users.countOwners(tx) === 0
      const rightChannel = stored.kind === 'link' || channel === 'window'
      if (allowed && rightChannel && store.use(tx, hash, rightsTime(tx, clock()))) {
        return stored.kind === 'link' || !user ? { user } : { user, kept: issue(tx, 'kept', user, stored.expires_at) }
      }
      store.refuse(tx, hash)
      if (stored.refusals < recordedRefusals) {
        const reasons = [
          [stored.used_at !== null, 'used before'],
          [!rightChannel, 'kept for the window'],
          [user !== null && !allowed, 'the user is disabled'],
          [!allowed, 'there is an owner'],
        ] as const
        const why = reasons.find(([holds]) => holds)?.[1] ?? 'ran out'
        const event = { action: 'one-time-link.refused', object: objectOf(user), details: { why } }
        recordAudit(tx, clock(), actorOf({ kind: 'anonymous', channel }), event)
      }
      return undefined
    },

    /** Signing out also forgets what the machine keeps. */
    forgetKept: (tx: Writer, userId: number): void => void store.forgetKeptOf(tx, userId),
  }
}
