import type { TokenCall } from '../../../../contract/tokens.ts'
import { bestEffort } from '../../../storage/best-effort.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound } from '../../shared/errors.ts'
import { instant } from '../../shared/instant.ts'
import * as store from './calls.store.ts'
import * as tokens from './tokens.store.ts'
import { day } from './tokens.ts'

/** One answered call of a token. `path` is without its query, which may hold names. */
export interface LoggedCall {
  readonly tokenId: number
  readonly method: string
  readonly path: string
  readonly status: number
  readonly durationMs: number
  readonly requestId: string
}

const storedFor = 90 * day
const pruneEvery = 60 * 60_000
const prunedAtOnce = 5000
/** Beyond this the log is written at once rather than kept in memory. */
const mostInMemory = 5000
const longestPath = 300

/** The per-token log of calls: waiting in memory, written once a second, outside the audit chain. Calls of 90 days are kept. */
export function createCallLog(env: Pick<Environment, 'store' | 'clock'>) {
  let waiting: (LoggedCall & { at: number })[] = []
  let nextPrune = 0

  function flush(): void {
    const now = env.clock()
    if (waiting.length === 0 && now < nextPrune) return
    const calls = waiting
    waiting = []
    let written = false
    bestEffort(() => {
      write(calls, now)
      written = true
    })
    // What found no room waits for it, the newest of it.
    if (!written) waiting = [...calls, ...waiting].slice(-mostInMemory)
  }

  function write(calls: readonly (LoggedCall & { at: number })[], now: number): void {
    env.store.transact((tx) => {
      store.insert(
        tx,
        calls.map((call) => ({
          token_id: call.tokenId,
          at: call.at,
          method: call.method,
          path: call.path.slice(0, longestPath),
          status: call.status,
          duration_ms: Math.round(call.durationMs),
          request_id: call.requestId,
        })),
      )
      if (now < nextPrune) return
      // What is left of a long backlog waits for the next second.
      if (store.prune(tx, now - storedFor, prunedAtOnce) < prunedAtOnce) nextPrune = now + pruneEvery
    })
  }

  return {
    note(call: LoggedCall): void {
      waiting.push({ ...call, at: env.clock() })
      if (waiting.length >= mostInMemory) flush()
    },
    flush,
  }
}

/** What a token called, newest first. @throws DomainError `not-found` */
export function listCalls(
  env: Environment,
  guid: string,
  before: number | null,
  limit: number,
): { items: TokenCall[]; total: number; next: number | null } {
  const { reader } = env.store
  if (!tokens.find(reader, guid)) throw notFound('token')
  const rows = store.list(reader, guid, before ?? Number.MAX_SAFE_INTEGER, limit + 1)
  const shown = rows.slice(0, limit)
  return {
    items: shown.map((row) => ({
      id: row.id,
      at: instant(row.at),
      method: row.method,
      path: row.path,
      status: row.status,
      durationMs: row.duration_ms,
      requestId: row.request_id,
    })),
    total: store.count(reader, guid),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}
