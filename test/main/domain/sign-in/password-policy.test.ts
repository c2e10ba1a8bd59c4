import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countOfCommonPasswords, isCommonPassword } from '../../../../src/main/domain/sign-in/blocklist.ts'
import { validatePassword } from '../../../../src/main/domain/sign-in/password-policy.ts'

const ana = { username: 'ana.silva', name: 'Ana Silva' }
const judged = (password: string) => validatePassword(password, ana)

describe('a password is taken', () => {
  it.each([
    ['a plain sentence', 'my dog eats cold soup'],
    ['15 characters', 'plum-kettle-rye'],
    ['64 characters and more', 'nine herons stand in the reeds while seven plums ripen on a wall of brick'],
    [
      '128 characters',
      'correct horse battery staple '.repeat(4).slice(0, 100) + 'and now for something quite diff'.slice(0, 28),
    ],
    ['characters of any script', 'Пять слив и ржавый чайник'],
    ['emoji, spaces and quotes', `🦔 'under' the "old" bridge`],
    ['nothing but digits, if nobody would guess them', '8306 5517 2940 6638'],
    ['a word of this place among others', 'castellan keeps purple umbrellas'],
  ])('%s', (_, password) => expect(judged(password)).toEqual([]))
})

describe('a password is refused', () => {
  it.each([
    ['14 characters', 'plum-kettle-ry', /at least 15/],
    ['129 characters', 'plum kettle '.repeat(11).slice(0, 129), /at most 128/],
    ['one of the common ones', '1qaz2wsx3edc4rfv', /tried first/],
    ['one of the common ones in capitals', 'QWERTYUIOP12345', /tried first/],
    ['a word twice', 'plumkettleplumkettle', /repeats/],
    ['a short word many times and a bit', 'abcabcabcabcabca', /repeats/],
    ['a few characters only', 'aabbaabbababababa', /repeats/],
    ['the alphabet', 'abcdefghijklmnopqr', /sequence/],
    ['digits downwards', '9876543210987654', /sequence/],
    ['the name of the program', 'Castellan-2026!!!', /anybody would try here/],
    ['words of the place', 'Bank Security Officer', /anybody would try here/],
    ['the season and the year', 'Summer 2026 Summer 2027', /anybody would try here/],
    ['the user’s own name', 'Ana-Silva-Ana.Silva-1', /anybody would try here/],
    ['the vendor’s default account', 'openidm-admin openidm-admin', /./],
  ])('%s', (_, password, why) => expect(judged(password).join()).toMatch(why))

  it('counts characters, not bytes or halves of them', () => {
    expect(judged('🦔🦊🐻🐼🐨🐯🦁').join()).toMatch(/it has 7/)
  })
})

it('knows at least 3,000 common passwords that would be long enough, without a network', () => {
  expect(countOfCommonPasswords()).toBeGreaterThan(9_000)
  expect(isCommonPassword('PasswordPassword')).toBe(true)
})

it('refuses next to nothing that is random', () => {
  const random = fc.string({ unit: 'grapheme-ascii', minLength: 20, maxLength: 60 })
  let refused = 0
  fc.assert(
    fc.property(random, (password) => {
      if (judged(password).length > 0) refused++
    }),
    { numRuns: 1_000 },
  )
  expect(refused).toBeLessThan(50)
})
