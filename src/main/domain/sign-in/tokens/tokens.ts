import type { Scope } from '../../../../contract/scopes.ts'
import type { Token, TokenLife } from '../../../../contract/tokens.ts'

export const day = 24 * 60 * 60_000
const expiringWithin = 14 * day

interface Lifetime {
  readonly expires_at: number | null
  readonly revoked_at: number | null
}

/** What a token is at a moment. Revoked wins over expired: it is what somebody did. */
export function stateOf(token: Lifetime, now: number): Token['state'] {
  if (token.revoked_at !== null) return 'revoked'
  if (token.expires_at === null) return 'active'
  if (token.expires_at <= now) return 'expired'
  return token.expires_at - now <= expiringWithin ? 'expiring' : 'active'
}

export const isUsable = (token: Lifetime, now: number): boolean =>
  token.revoked_at === null && (token.expires_at === null || token.expires_at > now)

/** When a token made now ends, and the reason where it does not. */
export const lifeFrom = (life: TokenLife, now: number): { expiresAt: number | null; neverBecause: string | null } =>
  'days' in life
    ? { expiresAt: now + life.days * day, neverBecause: null }
    : { expiresAt: null, neverBecause: life.neverBecause }

/** The scopes without repetition; `*` stands alone. */
export const tidyScopes = (scopes: readonly Scope[]): readonly Scope[] =>
  scopes.includes('*') ? ['*'] : [...new Set(scopes)].sort()

export const scopesFrom = (json: string): readonly Scope[] => JSON.parse(json) as Scope[]
