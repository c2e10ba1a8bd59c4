import { recordAudit } from '../../domain/audit/audit.service.ts'
import { system } from '../../domain/shared/actor.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import { instant } from '../../domain/shared/instant.ts'
import { clockIsBehind } from '../../domain/shared/rights-time.ts'
import { bestEffort } from '../../storage/best-effort.ts'
import { highestTime, raiseHighestTime } from '../../storage/highest-time.ts'
import { tickWhenWell } from './tick.ts'

const minute = 60_000

/**
 * Writes down once a minute how late it is, and notes when the clock stands behind what was written before.
 * @returns how to stop
 */
export function watchClock({ store, clock }: Environment): () => void {
  let noted = false
  const look = (): void =>
    store.transact((tx) => {
      const at = clock()
      const isBehind = clockIsBehind(tx, at) > 0
      if (isBehind && !noted)
        recordAudit(tx, at, system, {
          action: 'clock.set-back',
          object: { type: 'clock', id: 'system' },
          details: { highest: instant(highestTime(tx)), at: instant(at) },
        })
      noted = isBehind
      raiseHighestTime(tx, at)
    })
  tickWhenWell(store, look)
  const ticking = setInterval(() => tickWhenWell(store, look), minute)
  ticking.unref()
  return () => {
    clearInterval(ticking)
    bestEffort(look)
  }
}
