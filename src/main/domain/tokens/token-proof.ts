import type { Environment } from '../environment.ts'
import type { Caller } from '../users/caller.ts'
import { intersection, scopesOfRoles } from '../users/roles.ts'
import { hashSecret, sameHash } from '../users/secrets.ts'
import { rolesFrom } from '../users/users.ts'
import { isWellFormedToken } from './token-format.ts'
import { isUsable, scopesFrom } from './tokens.ts'
import * as store from './tokens.store.ts'

export type TokenCaller = Extract<Caller, { kind: 'token' }>
const minute = 60_000

/**
 * Proves API tokens. The database is asked each time, so that a revocation works on the next request; it is asked only
 * for what has a right checksum. When a token was last used is written down once a minute at most, by flush().
 */
export function createTokenProof({ store: database, clock }: Environment) {
  const used = new Map<number, number>()

  function callerFor(token: store.StoredToken | undefined): TokenCaller | undefined {
    if (!token || !isUsable(token, clock()) || token.owner_disabled_at !== null) return
    const granted = scopesFrom(token.scopes)
    // Roles that the owner lost are lost to the token too.
    const owners = token.owner_roles === null ? granted : scopesOfRoles(rolesFrom(token.owner_roles))
    return { kind: 'token', tokenId: token.id, name: token.name, scopes: intersection(granted, owners) }
  }

  return {
    prove(secret: string): TokenCaller | undefined {
      if (!isWellFormedToken(secret)) return
      const hash = hashSecret(secret)
      const token = store.findBySecret(database.reader, hash)
      const caller = token && sameHash(token.secret_hash, hash) ? callerFor(token) : undefined
      if (token && caller) {
        const now = Math.floor(clock() / minute) * minute
        if ((token.last_used_at ?? 0) < now) used.set(token.id, now)
      }
      return caller
    },

    /** Whether what was proved before still holds: for streams that stay open. */
    stillHolds: ({ tokenId }: TokenCaller): boolean =>
      callerFor(store.findById(database.reader, tokenId)) !== undefined,

    flush(): void {
      if (used.size === 0) return
      database.transact((tx) => {
        for (const [id, at] of used) store.markUsed(tx, id, at)
      })
      used.clear()
    },
  }
}
