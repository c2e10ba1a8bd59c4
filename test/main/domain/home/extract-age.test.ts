import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standingOfExtracts } from '../../../../src/main/domain/home/extract-age.ts'

const day = 86_400_000
const now = Date.parse('2026-11-30T09:00:00Z')
const ago = (...days: number[]) => days.map((count) => now - count * day)

describe('the age of extracts', () => {
  it.each([
    [[], { ageDays: null, usualDays: null, standing: 'missing' }],
    [ago(61), { ageDays: 61, usualDays: null, standing: 'irregular' }],
    [ago(61, 92), { ageDays: 61, usualDays: null, standing: 'irregular' }],
    [ago(61, 92, 122), { ageDays: 61, usualDays: 31, standing: 'stale' }],
    [ago(31, 61, 92), { ageDays: 31, usualDays: 31, standing: 'fresh' }],
    [ago(1, 2, 3), { ageDays: 1, usualDays: 1, standing: 'fresh' }],
    [ago(3, 4, 5), { ageDays: 3, usualDays: 1, standing: 'stale' }],
  ])('%j', (times, standing) => expect(standingOfExtracts(times, now)).toEqual(standing))

  it('never says fresh of what is older than half as long again as usual, and a day', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 3, maxLength: 13 }), (days) => {
        const times = ago(...days.toSorted((a, b) => a - b))
        const { standing, usualDays, ageDays } = standingOfExtracts(times, now)
        if (standing === 'fresh') expect(ageDays ?? 0).toBeLessThanOrEqual(Math.max((usualDays ?? 0) * 1.5, 1) + 1)
      }),
    )
  })
})
