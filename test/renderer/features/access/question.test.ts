import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDay, readQuestion } from '../../../../src/renderer/features/access/question.ts'

const today = new Date(2026, 10, 30)

describe('a question in the palette', () => {
  it.each([
    ['who has wire approval', { kind: 'who-has', what: 'wire approval', on: undefined }],
    ['Who has wire approval?', { kind: 'who-has', what: 'wire approval', on: undefined }],
    ['who had Vault on 30 June', { kind: 'who-has', what: 'Vault', on: '2026-06-30' }],
    ['who had sign on access on June 30 2025', { kind: 'who-has', what: 'sign on access', on: '2025-06-30' }],
    ['what changed for Ana Silva since May', { kind: 'what-changed', who: 'Ana Silva', since: '2026-05-01' }],
    ['what changed for Ana since 2026-02-28', { kind: 'what-changed', who: 'Ana', since: '2026-02-28' }],
  ])('%s', (words, question) => expect(readQuestion(words, today)).toEqual(question))

  it.each([
    'wire approval',
    'who had Vault on 31 June',
    'who had Vault on some day',
    'what changed for Ana since Mayo',
    '',
  ])('"%s" is none, and is searched for as it is', (words) => expect(readQuestion(words, today)).toBeUndefined())
})

describe('a day in words', () => {
  it.each([
    ['today', '2026-11-30'],
    ['yesterday', '2026-11-29'],
    ['1 Dec', '2025-12-01'],
    ['30 Nov', '2026-11-30'],
    ['sept 5', '2026-09-05'],
    ['sep 5', '2026-09-05'],
    ['29 february', undefined],
    ['29 february 2024', '2024-02-29'],
    ['0 May', undefined],
  ])('%s', (words, day) => expect(readDay(words, today)).toBe(day))

  it('is never in the future unless its year says so, and always a real date', () => {
    const aMonth = fc.constantFrom(
      'January',
      'feb',
      'Mar',
      'april',
      'May',
      'JUN',
      'july',
      'aug',
      'September',
      'oct',
      'nov',
      'Dec',
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), aMonth, (day, month) => {
        const found = readDay(`${day} ${month}`, today)
        if (found === undefined) return
        expect(found <= '2026-11-30').toBe(true)
        expect(new Date(`${found}T00:00:00Z`).toISOString().slice(0, 10)).toBe(found)
      }),
    )
  })
})
