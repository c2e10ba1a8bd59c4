import { describe, expect, it } from 'vitest'
import { dateInName, extractTime, onlyDatePattern } from '../../../../../src/main/domain/imports/reading/name-date.ts'

const now = Date.UTC(2026, 7, 3)
const byDay = { extractDate: { from: 'name', pattern: 'yyyyMMdd' } } as const

describe('the day in a name', () => {
  it.each([
    ['core_20260630.csv', 'yyyyMMdd', Date.UTC(2026, 5, 30)],
    ['core 2026-06-30 (2).csv', 'yyyy-MM-dd', Date.UTC(2026, 5, 30)],
    ['core-30062026.csv', 'ddMMyyyy', Date.UTC(2026, 5, 30)],
    ['06302026.csv', 'MMddyyyy', Date.UTC(2026, 5, 30)],
    ['core_20260631.csv', 'yyyyMMdd', undefined],
    ['core_202606301.csv', 'yyyyMMdd', undefined],
    ['core_20260630_20260701.csv', 'yyyyMMdd', undefined],
    ['core.csv', 'yyyyMMdd', undefined],
  ] as const)('of %s as %s', (name, pattern, at) => expect(dateInName(name, pattern)).toBe(at))

  it('is proposed only where there is one way to read it, and the day has begun', () => {
    expect(onlyDatePattern('core_20260630.csv', now)?.pattern).toBe('yyyyMMdd')
    expect(onlyDatePattern('core_06072026.csv', now)).toBeUndefined()
    expect(onlyDatePattern('core_20271231.csv', now)).toBeUndefined()
    expect(onlyDatePattern('core_12345678.csv', now)).toBeUndefined()
  })

  it('counts to its end, though never beyond the time at which the file was written', () => {
    expect(extractTime({ name: 'core_20260630.csv', modifiedAt: now }, byDay)).toBe(Date.UTC(2026, 6, 1) - 1)
    const early = Date.UTC(2026, 5, 30, 6)
    expect(extractTime({ name: 'core_20260630.csv', modifiedAt: early }, byDay)).toBe(early)
    expect(extractTime({ name: 'core_20260630.csv', modifiedAt: now }, { extractDate: null })).toBe(now)
  })
})
