import { expect, test } from 'vitest'
import { monthEnds, sampleFiles } from '../../../../../src/main/workspace/sample/data/files.ts'
import { threeMonths } from '../../../../../src/main/workspace/sample/data/months.ts'

const now = Date.parse('2026-07-10T09:00:00Z')
const months = sampleFiles(now)

test('the same files every time, about three hundred people, small', () => {
  expect(sampleFiles(now)).toEqual(months)
  expect(months.map((month) => month.map(({ name }) => name))).toEqual(
    ['2026-04', '2026-05', '2026-06'].map((month) => [
      `hr-roster-${month}.csv`,
      `core-users-${month}.csv`,
      `loan-origination-${month}.csv`,
      `wire-desk-${month}.txt`,
    ]),
  )
  const [april] = threeMonths()
  expect(april.roster.length).toBeGreaterThan(280)
  expect(april.roster.length).toBeLessThan(320)
  expect(new Set(april.roster.map(({ number }) => number)).size).toBe(april.roster.length)
  expect(new Set(april.roster.map(({ login }) => login)).size).toBe(april.roster.length)
})

test('the months are the last three that have ended, also in January', () => {
  expect(monthEnds(now).map((at) => new Date(at).toISOString().slice(0, 10))).toEqual([
    '2026-04-30',
    '2026-05-31',
    '2026-06-30',
  ])
  const january = monthEnds(Date.parse('2027-01-01T00:00:00Z')).map((at) => new Date(at).toISOString().slice(0, 10))
  expect(january).toEqual(['2026-10-31', '2026-11-30', '2026-12-31'])
})

test('each file is in its own dialect', () => {
  const [roster, core, loans, wires] = months[0]!.map(({ bytes }) => bytes)
  expect([...roster!.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(roster!.includes('\r\n')).toBe(true)
  // A letter that UTF-8 would write with two bytes.
  expect(core!.includes(0xe9)).toBe(true)
  expect(new TextDecoder('utf-8').decode(core)).toContain('\u{fffd}')
  expect(core!.toString('latin1')).toContain(';Security Group;')
  expect(loans!.toString()).toMatch(/^\w+,"[^"]+, [^"]+",/m)
  expect(wires!.toString()).toContain('Login\tName\tProfile')
})
