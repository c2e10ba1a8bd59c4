import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../../support/test-host.ts'

const june = extract([['ana', 'Vault']])
const july = extract([
  ['ana', 'Vault'],
  ['bo', 'Vault'],
])
const copied = '2026-08-03T08:00:00.000Z'

describe('extracts whose names hold their days', () => {
  let test: TestHost
  beforeEach(async () => {
    test = await startTestHost()
    await createCore(test, {}, { extractDate: { from: 'name', pattern: 'yyyyMMdd' } })
  })
  afterEach(() => test.close())

  it('are of those days, whichever was copied last', async () => {
    const later = await apply(test, await stage(test, july, 'core_20260731.csv', copied))
    expect(later.extractAt).toBe('2026-07-31T23:59:59.999Z')
    const earlier = await stage(test, june, 'core_20260630.csv', '2026-08-03T09:00:00.000Z')
    expect(earlier.extractAt).toBe('2026-06-30T23:59:59.999Z')
    expect(earlier.guard?.findings.map(({ code }) => code)).toContain('older-than-last-file')
  })

  it('are refused when their names hold none', async () => {
    const refused = await stage(test, june, 'core.csv', copied)
    expect(refused.state).toBe('failed')
    expect(refused.failure?.problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining('holds no day') as string }),
    ])
  })
})
