import { describe, expect, it } from 'vitest'
import { ago, bytes, count, duration, share } from '../../../src/renderer/ui/format.ts'

describe('formatting', () => {
  it('formats counts with their noun', () => {
    expect([0, 1, 12_345].map((value) => count(value, 'row'))).toEqual(['0 rows', '1 row', '12,345 rows'])
    expect(count(2, 'identity', 'identities')).toBe('2 identities')
  })

  it('formats durations', () => {
    expect([0, 8400, 125_000, 120_000, 3_840_000].map(duration)).toEqual([
      '0 s',
      '8 s',
      '2 min 5 s',
      '2 min',
      '1 h 4 min',
    ])
  })

  it('formats relative times', () => {
    const now = Date.parse('2026-06-30T12:00:00.000Z')
    expect(ago('2026-06-30T11:59:50.000Z', now)).toBe('just now')
    expect(ago('2026-06-30T11:57:00.000Z', now)).toBe('3 minutes ago')
    expect(ago('2026-06-29T12:00:00.000Z', now)).toBe('yesterday')
  })

  it('formats sizes and percentages', () => {
    expect([812, 1500, 110_000_000].map(bytes)).toEqual(['812 B', '1.5 kB', '110 MB'])
    expect([share(1, 3), share(1, 0)]).toEqual(['33.3%', '0%'])
  })
})
