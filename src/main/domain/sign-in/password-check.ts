import { createHmac } from 'node:crypto'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { actorOf, type Channel } from '../authorization/caller.ts'
import { checkPassword, hashPassword, isOutdated } from './passwords.ts'
import { createThrottle } from './throttle.ts'
import { createConcurrencyLimit } from './concurrency-limit.ts'
import { usernameKey } from './users.ts'
import * as users from './users.store.ts'

type PasswordProof =
  | { readonly kind: 'right'; readonly user: users.StoredUser }
  /** Unknown user, wrong password, disabled user: nobody outside can tell which. */
  | { readonly kind: 'refused' }
  /** Too many attempts: this user's, or everybody's at this moment. */
  | { readonly kind: 'later'; readonly retryAfterSeconds: number }

const refused: PasswordProof = { kind: 'refused' }
const atOnce = 2
const mostWaiting = 100
const rememberedFor = 60_000
const mostRemembered = 1000
/** Beyond this many a minute failures are counted but not each recorded: a flood must not fill the log. */
const recordedPerMinute = 30

/**
 * Checks user names with passwords, the same way for every channel and every API.
 * One closure: its functions share the throttle, the passwords that were right a moment ago, and the count of failures.
 */
// oxlint-disable-next-line max-lines-per-function -- one closure over what was checked last
export function createPasswordCheck(env: Environment) {
  const { store, clock } = env
  const throttle = createThrottle(clock)
  const concurrency = createConcurrencyLimit(atOnce, mostWaiting)
  // Right passwords are remembered for a minute, so that a script which sends one with each call costs one hash a minute.
  // The key of this memory dies with the process; a changed password or a disabled user takes effect at once.
  const bootKey = env.randomBytes(32)
  const remembered = new Map<string, { readonly hash: string; readonly until: number }>()
  let failures = { since: 0, count: 0 }

  const nameInMemory = (key: string, password: string): string =>
    createHmac('sha256', bootKey)
      .update(JSON.stringify([key, password]))
      .digest('base64')

  function fail(user: users.StoredUser | undefined, channel: Channel): PasswordProof {
    const now = clock()
    if (Math.abs(now - failures.since) >= rememberedFor) failures = { since: now, count: 0 }
    failures.count++
    if (failures.count > recordedPerMinute) return refused
    // An unknown name is not recorded: people type passwords into the wrong field.
    const object = user
      ? { type: 'user', id: user.guid, name: user.username }
      : { type: 'user', id: 'unknown', name: 'unknown' }
    const details = failures.count === recordedPerMinute ? { further: 'not recorded for a minute' } : {}
    store.transact((tx) =>
      recordAudit(tx, now, actorOf({ kind: 'anonymous', channel }), { action: 'session.refused', object, details }),
    )
    return refused
  }

  async function decide(key: string, password: string, channel: Channel): Promise<PasswordProof> {
    const attempts = `${channel} ${key}`
    const wait = throttle.waitFor(attempts)
    if (wait > 0) return { kind: 'later', retryAfterSeconds: Math.ceil(wait / 1000) }
    const user = users.findByKey(store.reader, key)
    const right = await checkPassword(user?.password_hash ?? null, password)
    // Names of well-known default accounts would be their passwords.
    if (!user || !right || user.disabled_at !== null || usernameKey(password) === key) {
      throttle.failed(attempts)
      return fail(user, channel)
    }
    throttle.succeeded(attempts)
    return { kind: 'right', user: await strengthened(user, password) }
  }

  /** Hashes anew what was hashed with less than today's setting. */
  async function strengthened(user: users.StoredUser, password: string): Promise<users.StoredUser> {
    const before = user.password_hash
    if (before === null || !isOutdated(before)) return user
    const hash = await hashPassword(env, password)
    const replaced = store.transact((tx) => users.replaceHash(tx, user.id, before, hash))
    return replaced ? { ...user, password_hash: hash } : user
  }

  function remember(name: string, user: users.StoredUser): void {
    const now = clock()
    if (remembered.size >= mostRemembered) {
      for (const [stale, { until }] of remembered) if (until <= now) remembered.delete(stale)
      if (remembered.size >= mostRemembered) remembered.clear()
    }
    if (user.password_hash !== null) remembered.set(name, { hash: user.password_hash, until: now + rememberedFor })
  }

  return {
    /** Whether the password is right. It is never logged, stored or kept, and takes as long for users that don't exist. */
    async check(username: string, password: string, channel: Channel): Promise<PasswordProof> {
      const key = usernameKey(username)
      const name = nameInMemory(key, password)
      const proved = remembered.get(name)
      if (proved && clock() < proved.until) {
        const user = users.findByKey(store.reader, key)
        if (user && user.disabled_at === null && user.password_hash === proved.hash) return { kind: 'right', user }
      }
      const proof = await concurrency.pass(() => decide(key, password, channel))
      if (proof?.kind === 'right') remember(name, proof.user)
      return proof ?? { kind: 'later', retryAfterSeconds: 1 }
    },
  }
}
