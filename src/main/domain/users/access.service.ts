import type { Writer } from '../../storage/open.ts'
import { type Actor, type AuditEvent, system } from '../audit/audit.ts'
import { record } from '../audit/audit.service.ts'
import type { Environment } from '../environment.ts'
import { type Caller, type Door, actorOf } from './caller.ts'
import * as codes from './codes.store.ts'
import { checkPassword } from './passwords.ts'
import { codePrefix, hashSecret, newSecret, sameHash, sessionPrefix } from './secrets.ts'
import { absoluteEnd, judgeSession } from './sessions.ts'
import * as sessions from './sessions.store.ts'
import { usernameKey } from './users.ts'
import * as users from './users.store.ts'

/** A session that was just opened. The token exists only here; the database has its hash. */
export interface Opened {
  readonly kind: 'opened'
  readonly token: string
  readonly caller: Caller
  readonly endsAt: number
}

/** `refused` says nothing about why, so that nobody learns which user names exist. */
export type SignIn =
  | Opened
  | { readonly kind: 'refused' }
  | { readonly kind: 'later'; readonly retryAfterSeconds: number }

const codeLife = 10 * 60_000
const codeMemory = 24 * 60 * 60_000
const auditedRefusals = 5
const refused: SignIn = { kind: 'refused' }

export type Access = ReturnType<typeof createAccess>

/** Who may come in, and with what: sessions, one-time codes, passwords, tokens. One for the life of the program. */
export function createAccess(env: Environment) {
  const { store } = env
  /** Written down by flush(), so that a read never waits for a disk. */
  const lastSeen = new Map<number, number>()

  const ownerExists = (): boolean => users.countOwners(store.reader) > 0

  function proveSession(token: string): Caller | undefined {
    const hash = hashSecret(token)
    const session = sessions.find(store.reader, hash)
    if (!session || !sameHash(session.secret_hash, hash)) return
    const now = env.clock()
    const seen = Math.max(session.last_seen_at, lastSeen.get(session.id) ?? 0)
    const caller = judgeSession(session, seen, now, session.user_id === null && ownerExists())
    if (caller && caller.kind !== 'locked') lastSeen.set(session.id, now)
    return caller
  }

  /** Inserts the session, in the transaction of what it was opened with. */
  function open(tx: Writer, user: users.StoredUser | null, via: sessions.StoredSession['via']): Opened {
    const now = env.clock()
    const token = newSecret(env, sessionPrefix)
    const endsAt = now + absoluteEnd
    const guid = env.newId()
    const hash = hashSecret(token)
    sessions.insert(tx, {
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
    sessions.prune(tx, now)
    if (user) users.markSignedIn(tx, user.id, now)
    const row = sessions.find(tx, hash)
    const caller = row && judgeSession(row, now, now, false)
    if (!caller) throw new Error('a session that was just opened does not hold')
    note(tx, actorOf(caller), {
      action: user ? 'session.open' : 'session.setup',
      object: user ? { type: 'user', id: user.guid, name: user.username } : { type: 'session', id: guid },
    })
    return { kind: 'opened', token, caller, endsAt }
  }

  const note = (tx: Writer, actor: Actor, event: AuditEvent) => record(tx, env.clock(), actor, event)

  return {
    ownerExists,

    /** Proves `Bearer …`. Never throws: what can't be proved is anonymous. */
    async identify(authorization: string | null, door: Door): Promise<Caller> {
      const nobody: Caller = { kind: 'anonymous', door }
      const bearer = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1]
      if (bearer === undefined) return nobody
      try {
        if (bearer.startsWith(sessionPrefix)) return proveSession(bearer) ?? nobody
        return nobody
      } catch {
        return nobody
      }
    },

    /**
     * A code of 256 bits for the link that opens a browser: ten minutes, one use. Without a user it opens the first run
     * and nothing else: once there is an owner, it is worth nothing.
     */
    async createOneTimeCode(user: users.StoredUser | null = null, actor: Actor = system): Promise<string> {
      const code = newSecret(env, codePrefix)
      const now = env.clock()
      store.transact((tx) => {
        codes.prune(tx, now - codeMemory)
        codes.insert(tx, {
          secret_hash: hashSecret(code),
          user_id: user?.id ?? null,
          created_at: now,
          expires_at: now + codeLife,
        })
        const object = user
          ? { type: 'user', id: user.guid, name: user.username }
          : { type: 'workspace', id: 'first run' }
        note(tx, actor, { action: 'one-time link.create', object })
      })
      return code
    },

    /** Exchanges a one-time code for a session. A second use is refused and recorded. */
    async signInWithCode(code: string, door: Door): Promise<SignIn> {
      const hash = hashSecret(code)
      return store.transact((tx) => {
        const known = codes.find(tx, hash)
        if (!known) return refused
        const user = known.user_id === null ? null : (users.find(tx, known.user_id) ?? null)
        const allowed = user ? user.disabled_at === null : users.countOwners(tx) === 0
        if (codes.use(tx, hash, env.clock()) && allowed) return open(tx, user, 'one-time link')
        codes.refuse(tx, hash)
        if (known.refusals < auditedRefusals) {
          const why = known.used_at !== null ? 'used before' : allowed ? 'ran out' : 'there is an owner'
          note(tx, actorOf({ kind: 'anonymous', door }), {
            action: 'one-time link.refuse',
            object: user
              ? { type: 'user', id: user.guid, name: user.username }
              : { type: 'workspace', id: 'first run' },
            details: { why },
          })
        }
        return refused
      })
    },

    /** The window's first run: a session without a credential, only through the window and only while there is no owner. */
    async openWindowSession(door: Door): Promise<SignIn> {
      if (door !== 'window') return refused
      return store.transact((tx) => (users.countOwners(tx) === 0 ? open(tx, null, 'window') : refused))
    },

    /** Unknown user, wrong password and disabled user take the same time and get the same answer. */
    async signIn(username: string, password: string, _door: Door): Promise<SignIn> {
      const user = users.findByKey(store.reader, usernameKey(username))
      const right = await checkPassword(user?.password_hash ?? null, password)
      if (!user || !right) return refused
      return store.transact((tx) => {
        const now = users.find(tx, user.id)
        return now && now.disabled_at === null && now.password_hash === user.password_hash
          ? open(tx, now, 'password')
          : refused
      })
    },

    /** Ends the caller's session. */
    async signOut(caller: Caller): Promise<void> {
      if (caller.kind !== 'person' && caller.kind !== 'locked' && caller.kind !== 'setup') return
      const { session } = caller
      if (session === null) return
      store.transact((tx) => {
        if (!sessions.end(tx, session)) return
        note(tx, actorOf(caller), { action: 'session.end', object: { type: 'session', id: session } })
      })
    },

    /** Writes down when sessions were last used. Called once a second and before closing. */
    flush(): void {
      if (lastSeen.size === 0) return
      store.transact((tx) => {
        for (const [id, at] of lastSeen) sessions.seen(tx, id, at)
      })
      lastSeen.clear()
    },
  }
}
