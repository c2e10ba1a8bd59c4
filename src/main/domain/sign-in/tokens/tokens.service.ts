import { clockIsBehind, rightsTime } from '../../shared/rights-time.ts'
import type { NewToken, RevealedToken, Token } from '../../../../contract/tokens.ts'
import type { Writer } from '../../../storage/open.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import type { Authorship, Caller } from '../../authorization/caller.ts'
import { requireMayGive } from '../../authorization/giving.ts'
import { scopesOf } from '../../authorization/scopes.ts'
import { instant, instantOrNull } from '../../shared/instant.ts'
import { hashSecret } from '../secrets.ts'
import { requireStepUp } from '../../authorization/step-up.ts'
import { newToken } from './token-format.ts'
import { day, isUsable, lifeFrom, scopesFrom, stateOf, tidyScopes } from './tokens.ts'
import * as store from './tokens.store.ts'

const hour = 60 * 60_000

/**
 * Makes a token. Its secret is in the answer and nowhere else.
 * @throws DomainError `step-up-needed`, or `forbidden` when it would have more rights than its maker
 */
export function createToken(env: Environment, { caller, actor }: Authorship, input: NewToken): RevealedToken {
  const now = env.clock()
  const scopes = tidyScopes(input.scopes)
  requireMayGive({ caller, actor, scopes: scopesOf(caller) }, { kind: 'rights', rights: scopes }, now)
  requireClock(env)
  const { expiresAt, neverBecause } = lifeFrom(input.expires, now)
  const secret = newToken(env.randomBytes)
  const row = {
    guid: env.newId(),
    name: input.name,
    secret_hash: hashSecret(secret),
    scopes: JSON.stringify(scopes),
    created_at: now,
    created_by: actor.name,
    expires_at: expiresAt,
    never_expires_because: neverBecause,
    revision: 1,
  }
  const token = env.store.transact((tx) => {
    store.insert(tx, { ...row, owner_id: ownerFor(tx, caller) })
    recordAudit(tx, now, actor, {
      action: 'token.created',
      object: { type: 'token', id: row.guid, name: row.name },
      details: { scopes: [...scopes], expiresAt, neverExpiresBecause: neverBecause },
    })
    return requireToken(tx, row.guid)
  })
  return { token: viewToken(token, now), secret }
}

/** What is made while the clock stands behind the time by which rights end would have ended already. */
function requireClock({ store: { reader }, clock }: Environment): void {
  if (clockIsBehind(reader, clock()) > 0)
    throw new DomainError(
      'conflict',
      'The clock of this computer was set back: a token would have ended already. Say first that the clock is right.',
    )
}

/**
 * Puts a successor in a token's place: same name, scopes and owner, and as long a life. The old one works on for the
 * overlap at most.
 * @throws DomainError `step-up-needed`, `not-found`, `conflict` when it no longer works or has a successor already, or
 * `forbidden` when the token is another's or has more rights than the caller, who would learn its successor's secret
 */
export function rotateToken(
  env: Environment,
  { caller, actor }: Authorship,
  guid: string,
  overlapHours: number,
): RevealedToken {
  const now = env.clock()
  requireStepUp(caller, now)
  requireClock(env)
  const secret = newToken(env.randomBytes)
  const successorGuid = env.newId()
  return env.store.transact((tx) => {
    const old = requireToken(tx, guid)
    refuseOthers(tx, caller, old)
    if (!isUsable(old, now)) throw new DomainError('conflict', 'This token works no longer. Create a new one.')
    if (old.successor_id !== null)
      throw new DomainError('conflict', 'This token was rotated before. Rotate its successor.')
    requireMayGive({ caller, actor, scopes: scopesOf(caller) }, { kind: 'rights', rights: scopesFrom(old.scopes) }, now)
    const life = old.expires_at === null ? null : Math.min(old.expires_at - old.created_at, 365 * day)
    const successorId = store.insert(tx, {
      guid: successorGuid,
      name: old.name,
      secret_hash: hashSecret(secret),
      scopes: old.scopes,
      owner_id: old.owner_id,
      created_at: now,
      created_by: actor.name,
      expires_at: life === null ? null : now + life,
      never_expires_because: old.never_expires_because,
      revision: 1,
    })
    const end = Math.min(old.expires_at ?? Number.POSITIVE_INFINITY, now + overlapHours * hour)
    store.succeed(tx, old.id, successorId, end)
    recordAudit(tx, now, actor, {
      action: 'token.rotated',
      object: { type: 'token', id: guid, name: old.name },
      details: { successor: successorGuid, oldEndsAt: end },
    })
    return { token: viewToken(requireToken(tx, successorGuid), now), secret }
  })
}

/**
 * Ends a token, from the next request on.
 * @throws DomainError `not-found`, or `conflict` when it was revoked before
 */
export function revokeToken(env: Environment, { actor }: Authorship, guid: string, reason: string): Token {
  const now = env.clock()
  return env.store.transact((tx) => {
    const token = requireToken(tx, guid)
    if (!store.revoke(tx, token.id, now, reason)) throw new DomainError('conflict', 'This token was revoked before.')
    recordAudit(tx, now, actor, {
      action: 'token.revoked',
      object: { type: 'token', id: guid, name: token.name },
      details: { reason },
    })
    return viewToken(requireToken(tx, guid), now)
  })
}

/** Ends all tokens of a user, in the transaction that disables the user. */
export function revokeTokensOf(tx: Writer, userId: number, now: number, reason: string): number {
  return store.revokeOf(tx, userId, now, reason)
}

/** @throws DomainError `not-found` */
export function getToken(env: Environment, guid: string): Token {
  const token = store.find(env.store.reader, guid)
  if (!token) throw notFound('token')
  return viewToken(token, rightsTime(env.store.reader, env.clock()))
}

export interface TokenQuery {
  readonly state: Token['state'] | null
  /** Only tokens older than this row; null begins with the newest. */
  readonly before: number | null
  readonly limit: number
}

/** Newest first. @returns the tokens, how many the filter leaves, and where the next page begins */
export function listTokens(
  env: Environment,
  { state, before, limit }: TokenQuery,
): { items: Token[]; total: number; next: number | null } {
  const now = rightsTime(env.store.reader, env.clock())
  const filter = { state, now, soon: now + 14 * day }
  const rows = store.list(env.store.reader, filter, before ?? Number.MAX_SAFE_INTEGER, limit + 1)
  const shown = rows.slice(0, limit)
  return {
    items: shown.map((row) => viewToken(row, now)),
    total: store.count(env.store.reader, filter),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

function requireToken(tx: Writer, guid: string): store.StoredToken {
  const token = store.find(tx, guid)
  if (!token) throw notFound('token')
  return token
}

/**
 * A token acts as its owner: whoever else learned its secret would decide as that person. What belongs to nobody is the
 * operator's, and that of scripts which belong to nobody themselves.
 */
function refuseOthers(tx: Writer, caller: Caller, token: store.StoredToken): void {
  if (caller.kind === 'operator' || ownerFor(tx, caller) === token.owner_id) return
  const owner = token.owner === null ? 'the operator of this machine' : `its owner, ${token.owner},`
  throw new DomainError('forbidden', `Only ${owner} rotates this token. You may revoke it.`)
}

/** A token that a token makes belongs to the same person, and ends with them. */
function ownerFor(tx: Writer, caller: Caller): number | null {
  if (caller.kind === 'person') return caller.userId
  return caller.kind === 'token' ? (store.findById(tx, caller.tokenId)?.owner_id ?? null) : null
}

function viewToken(token: store.StoredToken, now: number): Token {
  return {
    id: token.guid,
    name: token.name,
    scopes: [...scopesFrom(token.scopes)],
    owner: token.owner,
    state: stateOf(token, now),
    createdAt: instant(token.created_at),
    createdBy: token.created_by,
    expiresAt: instantOrNull(token.expires_at),
    neverExpiresBecause: token.expires_at === null ? token.never_expires_because : null,
    lastUsedAt: instantOrNull(token.last_used_at),
    revokedAt: instantOrNull(token.revoked_at),
    revokedBecause: token.revoked_because,
    successorId: token.successor,
    revision: token.revision,
  }
}
