import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isWellFormedToken,
  newToken,
  tokenPattern,
} from '../../../../../src/main/domain/sign-in/tokens/token-format.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.split('')
/** Any token, from bytes that a test chooses; more random ones where too few of them were fair. */
const token = fc.uint8Array({ minLength: 30, maxLength: 30 }).map((bytes) => {
  let first = true
  return newToken((count) => {
    if (!first) return randomBytes(count)
    first = false
    return bytes
  })
})

describe('an API token', () => {
  it('is what it says it is, whatever the random bytes', () => {
    fc.assert(
      fc.property(token, (text) => tokenPattern.test(text) && isWellFormedToken(text)),
      { numRuns: 2_000 },
    )
  })

  it('is refused after any change of one character', () => {
    const change = fc.record({
      token,
      at: fc.nat({ max: 39 }),
      to: fc.constantFrom(...alphabet, '_', '-', ' ', 'é', ''),
    })
    fc.assert(
      fc.property(change, ({ token: text, at, to }) => {
        fc.pre(text[at] !== to)
        return !isWellFormedToken(text.slice(0, at) + to + text.slice(at + 1))
      }),
      { numRuns: 10_000 },
    )
  })

  it('is refused when two neighbours are swapped', () => {
    fc.assert(
      fc.property(token, fc.nat({ max: 38 }), (text, at) => {
        const [a, b] = [text[at] ?? '', text[at + 1] ?? '']
        fc.pre(a !== b)
        return !isWellFormedToken(text.slice(0, at) + b + a + text.slice(at + 2))
      }),
      { numRuns: 2_000 },
    )
  })

  it('uses every character of the alphabet about as often', () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 2_000; i++) {
      for (const char of newToken(randomBytes).slice(4, 34)) counts.set(char, (counts.get(char) ?? 0) + 1)
    }
    const expected = (2_000 * 30) / 62
    // Six standard deviations: a fair draw fails once in millions of runs, `byte % 62` without rejection every time.
    for (const char of alphabet)
      expect(Math.abs((counts.get(char) ?? 0) - expected)).toBeLessThan(6 * Math.sqrt(expected))
  })
})
