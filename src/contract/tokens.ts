import { z } from 'zod'
import { Guid, Instant, PageQuery, pageOf } from './common.ts'
import { Scope } from './scopes.ts'

export const defaultTokenDays = 90
export const longestTokenDays = 365

/** How long a token lives. Without end only for a reason that is written down and shown wherever the token is listed. */
export const TokenLife = z.union([
  z.strictObject({ days: z.number().int().min(1).max(longestTokenDays) }),
  z.strictObject({ neverBecause: z.string().trim().min(10).max(500) }),
])
export type TokenLife = z.infer<typeof TokenLife>

export const NewToken = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(Scope).min(1).max(50),
  expires: TokenLife.default({ days: defaultTokenDays }),
})
export type NewToken = z.infer<typeof NewToken>

export const tokenStates = ['active', 'expiring', 'expired', 'revoked'] as const

export const Token = z.object({
  id: Guid,
  name: z.string(),
  scopes: z.array(Scope),
  /** User name of the person whose rights limit it; null when the local operator or the first run made it. */
  owner: z.string().nullable(),
  /** `expiring`: it ends within 14 days. */
  state: z.enum(tokenStates),
  createdAt: Instant,
  createdBy: z.string(),
  expiresAt: Instant.nullable(),
  neverExpiresBecause: z.string().nullable(),
  /** To the minute. */
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  revokedBecause: z.string().nullable(),
  /** The token that rotation put in its place. */
  successorId: Guid.nullable(),
  revision: z.number().int(),
})
export type Token = z.infer<typeof Token>
export const TokenPage = pageOf(Token)
export type TokenPage = z.infer<typeof TokenPage>
export const TokenQuery = PageQuery.extend({ state: z.enum(tokenStates).optional() })
export type TokenQuery = z.infer<typeof TokenQuery>

/** The only answer that ever contains the secret. */
export const RevealedToken = z.object({ token: Token, secret: z.string() })
export type RevealedToken = z.infer<typeof RevealedToken>

/** The old token works on for the overlap, so that a script can be changed over. */
export const RotateToken = z.strictObject({ overlapHours: z.number().min(0).max(24).default(24) })
export const RevokeToken = z.strictObject({ reason: z.string().trim().min(3).max(500).default('no longer needed') })

/** One call that a token made. The query of the address is not kept: it may hold names. */
export const TokenCall = z.object({
  id: z.number().int(),
  at: Instant,
  method: z.string(),
  path: z.string(),
  status: z.number().int(),
  durationMs: z.number().int(),
  requestId: z.string(),
})
export type TokenCall = z.infer<typeof TokenCall>
export const TokenCallPage = pageOf(TokenCall)
export type TokenCallPage = z.infer<typeof TokenCallPage>
