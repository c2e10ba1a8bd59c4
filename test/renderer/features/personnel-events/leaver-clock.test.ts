import { expect, test } from 'vitest'
import { leaverClock } from '../../../../src/renderer/features/personnel-events/leaver-clock.ts'

const at = (text: string) => new Date(text).getTime()
const clock = {
  noticedAt: new Date(at('2026-06-30T10:00:00')).toISOString(),
  lastDay: '2026-07-03',
  unproved: null,
  provedAt: null,
}

test('the leaver clock counts from the notice and from the last day until every removal is proved', () => {
  expect(leaverClock(clock, at('2026-07-01T12:00:00'))).toBe('Last day in 2 days')
  expect(leaverClock(clock, at('2026-07-05T12:00:00'))).toContain('2 days since the last day. Nothing is removed yet.')
  expect(leaverClock({ ...clock, unproved: 1 }, at('2026-07-05T12:00:00'))).toBe(
    '5 days since the notice, 2 days since the last day. 1 removal is not proved.',
  )
  const provedAt = new Date(at('2026-07-04T09:00:00')).toISOString()
  expect(leaverClock({ ...clock, unproved: 0, provedAt }, at('2027-01-01T00:00:00'))).toBe(
    'All removals proved 3 days after the notice, 1 day after the last day',
  )
})
