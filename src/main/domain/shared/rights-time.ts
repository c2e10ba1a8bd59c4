import { highestTime } from '../../storage/highest-time.ts'
import type { Reader } from '../../storage/open.ts'

/**
 * The time by which rights end: of sessions, tokens, codes, step-up, delegations. It never goes back, so a clock that is
 * set back gives nothing back that was over.
 * @param now what the clock says
 */
export const rightsTime = (db: Reader, now: number): number => Math.max(now, highestTime(db))

const minute = 60_000
/** Clocks are put right by some seconds all the time. */
const tolerance = 5 * minute

/** How far the clock stands behind the highest time that was ever seen, in milliseconds; 0 when it does not, or by little. */
export function clockIsBehind(db: Reader, now: number): number {
  const behind = highestTime(db) - now
  return behind > tolerance ? behind : 0
}
