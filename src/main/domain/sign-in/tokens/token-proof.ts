import { rightsTime } from '../../shared/rights-time.ts'
import type { Scope } from '../../../../contract/scopes.ts'
import { commitScoped } from '../../../storage/commit-scoped-cache.ts'
import type { Environment } from '../../shared/environment.ts'
import type { CallerOf } from '../../authorization/caller.ts'
import { intersection, scopesOfRoles } from '../../authorization/scopes.ts'
import { bytesOf, hashedSecret, sameHash } from '../secrets.ts'
import { rolesFrom } from '../users.ts'
import { isWellFormedToken } from './token-format.ts'
import { isUsable, scopesFrom } from './tokens.ts'
import * as store from './tokens.store.ts'

type TokenCaller = CallerOf<'token'>
const minute = 60_000

/** What a token may do now: roles that its owner lost are lost to the token too. */
function scopesNow(token: store.StoredToken): readonly Scope[] {
  const granted = scopesFrom(token.scopes)
  return token.owner_roles === null ? granted : intersection(granted, scopesOfRoles(rolesFrom(token.owner_roles)))
}

/**
 * Proves API tokens. A revocation works on the next request, whoever commits it; the database is asked only for what
 * has a right checksum. When a token was last used is written down once a minute at most, by flush().
 */
export function createTokenProof({ store: database, clock }: Environment) {
  const used = new Map<number, number>()

  const proved = commitScoped(database.reader, (hashed) => {
    const hash = bytesOf(hashed)
    const token = store.findBySecret(database.reader, hash)
    return token && sameHash(token.secret_hash, hash) ? { token, scopes: scopesNow(token) } : undefined
  })

  function holds(token: store.StoredToken): boolean {
    return isUsable(token, rightsTime(database.reader, clock())) && token.owner_disabled_at === null
  }

  return {
    prove(secret: string): TokenCaller | undefined {
      if (!isWellFormedToken(secret)) return
      const found = proved.ask(hashedSecret(secret))
      if (!found || !holds(found.token)) return
      const { id, name, last_used_at: lastUsed } = found.token
      const now = Math.floor(clock() / minute) * minute
      if ((lastUsed ?? 0) < now) used.set(id, now)
      return { kind: 'token', tokenId: id, name, scopes: found.scopes }
    },

    /** A token that was proved before, with what it may do now; null when it does not hold any more. */
    current({ tokenId, name }: TokenCaller): TokenCaller | null {
      const token = store.findById(database.reader, tokenId)
      return token !== undefined && holds(token) ? { kind: 'token', tokenId, name, scopes: scopesNow(token) } : null
    },

    flush(): void {
      if (used.size === 0) return
      database.transact((tx) => {
        for (const [id, at] of used) store.markUsed(tx, id, at)
      })
      used.clear()
    },
  }
}
