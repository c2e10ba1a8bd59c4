import type { ExtractAge } from '../../../contract/home.ts'

const day = 86_400_000
/** An extract is late by half of what is usual, and at least by a day: a report may run some hours later. */
const lateness = 1.5

/** What the times of extracts say, the newest first. @param now in milliseconds, like the times */
export function standingOfExtracts(
  times: readonly number[],
  now: number,
): Pick<ExtractAge, 'ageDays' | 'usualDays' | 'standing'> {
  const [newest] = times
  if (newest === undefined) return { ageDays: null, usualDays: null, standing: 'missing' }
  const age = Math.max(0, now - newest)
  const ageDays = Math.floor(age / day)
  const gaps = times.slice(1).map((time, i) => (times[i] ?? time) - time)
  if (gaps.length < 2) return { ageDays, usualDays: null, standing: 'irregular' }
  const usual = median(gaps)
  const isLate = age > Math.max(usual * lateness, usual + day)
  return { ageDays, usualDays: Math.max(1, Math.round(usual / day)), standing: isLate ? 'stale' : 'fresh' }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]]
  return (low + high) / 2
}
