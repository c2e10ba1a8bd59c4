import { describe, expect, it } from 'vitest'
import { dueTime, nextTime, scheduleProblems, timeWords } from '../../../../src/main/domain/applications/schedule.ts'

const at = (iso: string) => Date.parse(iso)
const weekdays = { cron: '0 6 * * 1-5', timeZone: 'America/Chicago' }

describe('a schedule', () => {
  it('comes next at its time in its zone, summer and winter', () => {
    expect(nextTime(weekdays, at('2026-06-30T12:00:00Z'))).toBe(at('2026-07-01T11:00:00Z'))
    expect(nextTime(weekdays, at('2026-12-04T13:00:00Z'))).toBe(at('2026-12-07T12:00:00Z'))
  })

  it('is due once for all the times that passed, and says how many those were', () => {
    expect(dueTime(weekdays, at('2026-06-30T12:00:00Z'), at('2026-07-01T10:59:59Z'))).toBeUndefined()
    expect(dueTime(weekdays, at('2026-06-30T12:00:00Z'), at('2026-07-01T11:00:00Z'))).toEqual({
      at: at('2026-07-01T11:00:00Z'),
      missed: 0,
    })
    expect(dueTime(weekdays, at('2026-06-26T12:00:00Z'), at('2026-07-01T15:00:00Z'))).toEqual({
      at: at('2026-07-01T11:00:00Z'),
      missed: 2,
    })
  })

  it('does not count the minutes of months', () => {
    const minutely = { cron: '* * * * *', timeZone: 'UTC' }
    expect(dueTime(minutely, at('2026-01-01T00:00:00Z'), at('2026-06-30T09:00:30Z'))).toEqual({
      at: at('2026-06-30T09:00:00Z'),
      missed: 1000,
    })
  })

  it.each([
    [{ cron: '0 6 * *', timeZone: null }, ['cron']],
    [{ cron: '0 0 6 * * 1', timeZone: null }, ['cron']],
    [{ cron: '0 6 31 2 *', timeZone: null }, ['cron']],
    [{ cron: 'every day', timeZone: 'Mars/Olympus' }, ['timeZone', 'cron']],
    [weekdays, []],
    [{ cron: '*/15 * * * *', timeZone: null }, []],
  ])('is judged by its fields: %j', (schedule, fields) => {
    expect(scheduleProblems(schedule).map(({ field }) => field)).toEqual(fields)
  })

  it('is told in words', () => {
    expect(timeWords(at('2026-07-01T11:00:00Z'), 'America/Chicago')).toMatch(/^Wednesday,? 1 July 2026 at 06:00$/)
  })
})
