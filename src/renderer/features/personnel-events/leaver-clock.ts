import type { PersonnelEventDetail } from '../../../contract/personnel-events.ts'
import { text } from './text.ts'

const dayMs = 86_400_000

/** Whole days from one moment to another; a business date begins at its midnight here. */
const daysBetween = (from: number, to: number): number => Math.floor((to - from) / dayMs)

const startOf = (day: string): number => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date).getTime()
}

/** How long a leaver has had access since the notice and since the last day, in words. */
export function leaverClock(clock: NonNullable<PersonnelEventDetail['clock']>, now: number): string {
  const { noticedAt, lastDay, unproved, provedAt } = clock
  const end = provedAt === null ? now : Date.parse(provedAt)
  const sinceNotice = daysBetween(Date.parse(noticedAt), end)
  const sinceLastDay = daysBetween(startOf(lastDay), end)
  if (provedAt !== null) return text.clock.proved(sinceNotice, sinceLastDay)
  if (sinceLastDay < 0) return text.clock.ahead(-sinceLastDay)
  return unproved === null
    ? text.clock.notBegun(sinceNotice, sinceLastDay)
    : text.clock.running(sinceNotice, sinceLastDay, unproved)
}
