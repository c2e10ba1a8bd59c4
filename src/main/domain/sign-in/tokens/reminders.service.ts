import { system } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { day } from './tokens.ts'
import * as tokens from './tokens.store.ts'

/** So many days before a token ends, somebody is told: in the log, and in the window by its state. */
const reminderDays = [14, 7, 1] as const
const lookEvery = 60 * 60_000

/**
 * Records which tokens end soon: once each 14, 7 and 1 days before. Of several reminders that passed while nobody looked,
 * only the last counts, and none that lay before the token was made.
 * @returns how many were recorded
 */
export function remindOfExpiry({ store, clock }: Environment): number {
  const now = clock()
  let reminded = 0
  for (const token of tokens.endingBetween(store.reader, now, now + reminderDays[0] * day)) {
    const left = (token.expires_at ?? 0) - now
    const days = reminderDays.findLast((many) => left <= many * day)
    const was = token.reminded_days
    const life = (token.expires_at ?? 0) - token.created_at
    // One that is being replaced ends as it should.
    if (token.successor_id !== null) continue
    if (days === undefined || (was !== null && was <= days) || life <= days * day) continue
    store.transact((tx) => {
      tokens.markReminded(tx, token.id, days)
      recordAudit(tx, now, system, {
        action: 'token.ends-soon',
        object: { type: 'token', id: token.guid, name: token.name },
        details: { days, expiresAt: new Date(token.expires_at ?? 0).toISOString(), owner: token.owner },
      })
    })
    reminded++
  }
  return reminded
}

/** Looks at the start, and then once an hour. */
export function createReminders(env: Environment): { due(): void } {
  let next = 0
  return {
    due() {
      if (env.clock() < next) return
      remindOfExpiry(env)
      // Only now: what failed is tried again by the next tick.
      next = env.clock() + lookEvery
    },
  }
}
