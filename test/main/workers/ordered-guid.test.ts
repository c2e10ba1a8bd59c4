import { expect, test } from 'vitest'
import { Guid } from '../../../src/contract/common.ts'
import { orderedGuids } from '../../../src/main/workers/ordered-guid.ts'

test('each GUID is greater than the one before, also when the clock stands still, is overtaken or goes back', () => {
  const times = [1_800_000_000_000, 1_800_000_000_000, 1_799_999_999_000]
  let calls = 0
  const next = orderedGuids(() => times[Math.min(times.length - 1, Math.floor(calls++ / 10_000))] ?? 0)
  const guids = Array.from({ length: 30_000 }, next)
  expect(guids.every((guid, i) => i === 0 || guid > (guids[i - 1] ?? ''))).toBe(true)
  expect(new Set(guids).size).toBe(guids.length)
})

test('it is a GUID of version 7 that tells its time', () => {
  const guid = orderedGuids(() => 0x0195_1234_5678)()
  expect(guid).toMatch(/^01951234-5678-7000-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Guid.safeParse(guid).success).toBe(true)
})
