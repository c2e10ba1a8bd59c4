import { describe, expect, it } from 'vitest'
import { nextTime } from '../../../../../src/main/domain/applications/schedule.ts'
import { fromQuartz, toQuartz } from '../../../../../src/main/domain/policies/scans/quartz.ts'

const cron = (text: string) => {
  const read = fromQuartz(text)
  return 'cron' in read ? read.cron : read.problem
}

describe('a Quartz schedule', () => {
  it.each([
    ['28 2 0 1 1/1 ?', '2 0 1 1-12/1 *'],
    ['0 0 6 L * ?', '0 6 L * *'],
    ['0 0 6 ? * 6#3', '0 6 * * 5#3'],
    ['0 0 6 ? * 6L', '0 6 * * 5L'],
    ['0 0 6 ? * MON', '0 6 * * 1'],
    ['0 0 6 ? * 2', '0 6 * * 1'],
    ['0 30 22 ? * MON-FRI *', '30 22 * * 1-5'],
    ['0 0/15 8-17 * JAN,JUL ?', '0-59/15 8-17 * 1,7 *'],
    ['0 0 6 1,15 * ?', '0 6 1,15 * *'],
    ['0 0 6 ? * sun', '0 6 * * 0'],
  ])('%s is %s', (quartz, five) => {
    expect(cron(quartz)).toBe(five)
    expect(nextTime({ cron: five, timeZone: 'UTC' }, 0)).not.toBeNull()
  })

  it.each([
    ['0 6 * * 1', /^is no Quartz schedule/],
    ['* 0 6 ? * MON', /one second/],
    ['0/10 0 6 ? * MON', /one second/],
    ['0 0 6 ? * MON 2030', /must not name a year/],
    ['0 0 24 ? * MON', /^is no Quartz schedule/],
    ['0 0 6 ? * 8', /^is no Quartz schedule/],
    ['0 0 6 ? * FRI-MON', /^is no Quartz schedule/],
    ['0 0 6/0 ? * MON', /^is no Quartz schedule/],
    ['', /^is no Quartz schedule/],
  ])('%s is refused in words', (quartz, problem) => expect(cron(quartz)).toMatch(problem))

  it('is what five fields are written as, and means the same', () => {
    expect(toQuartz('0 6 * * 1-5')).toBe('0 0 6 ? * 2-6')
    expect(toQuartz('30 6 1 * *')).toBe('0 30 6 1 * ?')
    for (const five of ['0 6 * * 1', '5 22 * * 0,3', '0 6 1 1-12/2 *', '*/20 * * * 1-6/2']) {
      const back = cron(toQuartz(five))
      let [a, b] = [0, 0]
      for (let i = 0; i < 20; i++) {
        a = nextTime({ cron: five, timeZone: 'UTC' }, a) ?? -1
        b = nextTime({ cron: back, timeZone: 'UTC' }, b) ?? -2
        expect([five, b]).toEqual([five, a])
      }
    }
  })
})
