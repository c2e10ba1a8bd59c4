import { bestEffort } from '../../storage/best-effort.ts'
import type { Writer } from '../../storage/open.ts'
import { storageFault } from '../../storage/storage-fault.ts'
import { onCommit } from '../../storage/store.ts'
import { commitScoped } from '../../storage/commit-scoped-cache.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { type Actor, system } from '../shared/actor.ts'
import { rightsTime } from '../shared/rights-time.ts'
import { actorOf, type CallerOf, type Channel } from '../authorization/caller.ts'
import { bytesOf, hashedSecret, hashSecret, newSecret, sameHash, sessionPrefix } from './secrets.ts'
import { absoluteEnd, evaluateSession, type SessionCaller } from './sessions.ts'
import * as store from './sessions.store.ts'
import * as users from './users.store.ts'

/** A session that was just opened. The token exists only here; the database has its hash. */
export interface SessionGrant {
  readonly kind: 'opened'
  readonly token: string
  readonly caller: SessionCaller
  readonly endsAt: number
}

const minute = 60_000
/** How the log names everybody's sessions. */
const all = 'all'

/**
 * Sessions of people and of the first run, stored in the database so that a restart signs nobody out.
 * One closure: its functions share the proofs and the times that are not written down yet.
 */
// oxlint-disable-next-line max-lines-per-function -- one closure over the sessions that were proved last
export function createSessions(env: Environment) {
  const { clock } = env
  const { store: database } = env
  const proved = commitScoped(database.reader, (hashed) => {
    const hash = bytesOf(hashed)
    const session = store.find(database.reader, hash)
    return session && sameHash(session.secret_hash, hash) ? session : undefined
  })
  /**
   * When sessions were last seen, by GUID, since rows are given again; written once a minute each, so that no request waits
   * for a disk.
   */
  const seen = new Map<string, { id: number; at: number; written: number }>()

  /** Sessions that are locked, though a fault of the storage kept that from being written: by their id, or all of them. */
  const unwrittenLocks = new Map<string, number>()

  /** Locks in memory what can't be locked on the disk: whoever leaves a machine must be able to rely on it. */
  function lockAnyhow(session: string, write: () => void): void {
    try {
      write()
    } catch (error) {
      if (storageFault(error) !== undefined) unwrittenLocks.set(session, clock())
      throw error
    }
  }

  function lockEverybody(tx: Writer, actor: Actor): void {
    const count = store.lockAll(tx, clock())
    if (count === 0) return
    const object = { type: 'session', id: all }
    recordAudit(tx, clock(), actor, { action: 'session.locked', object, details: { count } })
  }

  /** What could only be locked in memory, before anything is opened or unlocked after it. */
  function writeLocks(tx: Writer): void {
    if (unwrittenLocks.size === 0) return
    if (unwrittenLocks.has(all)) lockEverybody(tx, system)
    for (const [guid, at] of unwrittenLocks) store.lock(tx, guid, at)
    onCommit(tx, () => unwrittenLocks.clear())
  }

  /** @returns who it is now, or undefined when the session has ended or never was */
  function evaluate(
    session: store.StoredSession | undefined,
    channel: Channel,
    touch: boolean,
  ): SessionCaller | undefined {
    if (!session) return
    const now = rightsTime(database.reader, clock())
    const lastSeen = seen.get(session.guid)?.at ?? session.last_seen_at
    const ownerExists = session.user_id === null && users.countOwners(database.reader) > 0
    const unwritten =
      session.user_id === null ? undefined : (unwrittenLocks.get(session.guid) ?? unwrittenLocks.get(all))
    const locked_at =
      session.locked_at ?? (unwritten !== undefined && unwritten >= session.started_at ? unwritten : null)
    const caller = evaluateSession({ ...session, locked_at }, { now, lastSeen, ownerExists, channel })
    if (touch && caller && caller.kind !== 'locked')
      seen.set(session.guid, { id: session.id, at: now, written: session.last_seen_at })
    return caller
  }

  return {
    prove(token: string, channel: Channel): SessionCaller | undefined {
      return evaluate(proved.ask(hashedSecret(token)), channel, true)
    },

    /** The session as it is now, without counting as use. */
    current(guid: string, channel: Channel): { caller: SessionCaller; endsAt: number } | undefined {
      const session = store.findByGuid(database.reader, guid)
      const caller = evaluate(session, channel, false)
      return session && caller ? { caller, endsAt: session.ends_at } : undefined
    },

    /** Opens a session, in the transaction of what it is opened with; `user` null is the first run. */
    open(tx: Writer, user: users.StoredUser | null, via: store.StoredSession['via'], channel: Channel): SessionGrant {
      writeLocks(tx)
      const now = rightsTime(tx, clock())
      const token = newSecret(env, sessionPrefix)
      const [guid, hash, endsAt] = [env.newId(), hashSecret(token), now + absoluteEnd]
      store.insert(tx, {
        guid,
        secret_hash: hash,
        user_id: user?.id ?? null,
        via,
        started_at: now,
        last_seen_at: now,
        proved_at: via === 'password' ? now : null,
        locked_at: null,
        ends_at: endsAt,
      })
      store.prune(tx, now)
      if (user) users.markSignedIn(tx, user.id, clock())
      const row = store.find(tx, hash)
      const caller = row && evaluateSession(row, { now, lastSeen: now, ownerExists: false, channel })
      if (!caller) throw new Error('a session that was just opened is not valid')
      recordAudit(tx, clock(), actorOf(caller), {
        action: user ? 'session.opened' : 'session.setup',
        object: user ? { type: 'user', id: user.guid, name: user.username } : { type: 'session', id: guid },
      })
      return { kind: 'opened', token, caller, endsAt }
    },

    /** The password was given again: unlocks, and counts as step-up. @returns false when the session ended meanwhile */
    renew: (caller: CallerOf<'person' | 'locked'>): boolean =>
      database.transact((tx) => {
        writeLocks(tx)
        const now = rightsTime(tx, clock())
        const id = caller.session === null ? undefined : store.unlock(tx, caller.session, now)
        if (caller.session === null || id === undefined) return false
        seen.set(caller.session, { id, at: now, written: now })
        recordAudit(tx, clock(), actorOf(caller), {
          action: caller.kind === 'locked' ? 'session.unlocked' : 'session.stepped-up',
          object: { type: 'session', id: caller.session },
        })
        return true
      }),

    /** Locks one person's session; the first run's has no password to come back with. */
    lock(caller: SessionCaller): void {
      const { session } = caller
      if (caller.kind !== 'person' || session === null) return
      lockAnyhow(session, () =>
        database.transact((tx) => {
          if (!store.lock(tx, session, clock())) return
          recordAudit(tx, clock(), actorOf(caller), {
            action: 'session.locked',
            object: { type: 'session', id: session },
          })
        }),
      )
    },

    /** Locks everybody's, when the machine is locked or sleeps. */
    lockAll: (actor: Actor = system): void =>
      bestEffort(() => lockAnyhow(all, () => database.transact((tx) => lockEverybody(tx, actor)))),

    end: (tx: Writer, caller: SessionCaller): void => {
      if (caller.session === null || !store.end(tx, caller.session)) return
      recordAudit(tx, clock(), actorOf(caller), {
        action: 'session.ended',
        object: { type: 'session', id: caller.session },
      })
    },

    /** @param closing before closing: also what was written down less than a minute ago */
    flush(closing: boolean): void {
      if (unwrittenLocks.size > 0) database.transact(writeLocks)
      const due = [...seen].filter(([, { at, written }]) => at - written >= (closing ? 1 : minute))
      if (due.length > 0) {
        database.transact((tx) => {
          for (const [, { id, at }] of due) store.seen(tx, id, at)
        })
      }
      for (const [guid] of due) seen.delete(guid)
    },
  }
}
