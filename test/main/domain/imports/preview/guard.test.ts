import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GuardLimits } from '../../../../../src/contract/applications.ts'
import { changeKindNames, type ChangeCounts } from '../../../../../src/contract/imports.ts'
import { evaluateGuard, type GuardInput, removalLimit } from '../../../../../src/main/domain/imports/preview/guard.ts'

const limits = GuardLimits.parse({})
const counts = (some: Partial<ChangeCounts> = {}): ChangeCounts => ({
  ...(Object.fromEntries(changeKindNames.map((kind) => [kind, 0])) as ChangeCounts),
  ...some,
})

function question(accounts: number, change: Partial<GuardInput> = {}): GuardInput {
  return {
    limits,
    before: { accounts, grants: accounts * 5 },
    counts: counts(),
    privilegedLost: 0,
    rowsRead: accounts * 5,
    rowsUsed: accounts * 5,
    unread: { unknown: 0, quarantined: 0, noted: 0, keys: 0, sharedKeys: 0, breakOffs: 0 },
    lastExtractAt: 1000,
    extractAt: 2000,
    lastRows: accounts * 5,
    ...change,
  }
}
const codes = (input: GuardInput) => evaluateGuard(input).map(({ code }) => code)

/** Accounts → the most that may leave in silence: at most max(2, 5 %), always fewer than half. */
const table: readonly (readonly [accounts: number, mayLeave: number])[] = [
  [1, 0],
  [2, 0],
  [6, 2],
  [10, 2],
  [99, 4],
  [100, 5],
  [10_000, 500],
]

describe.each(table)('the guard of an application with %i accounts', (accounts, mayLeave) => {
  it('is quiet when nothing is lost', () => {
    expect(codes(question(accounts))).toEqual([])
  })

  it(`lets ${mayLeave} accounts go and stops at one more`, () => {
    expect(codes(question(accounts, { counts: counts({ leaves: mayLeave }) }))).toEqual([])
    expect(codes(question(accounts, { counts: counts({ leaves: mayLeave + 1 }) }))).toContain('removed-accounts')
  })

  it('stops when everybody would leave, however few they are', () => {
    expect(codes(question(accounts, { counts: counts({ leaves: accounts }) }))).toContain('removed-accounts')
  })

  it('stops when all grants would go while the accounts stay', () => {
    expect(codes(question(accounts, { counts: counts({ loses: accounts * 5 }) }))).toContain('removed-grants')
  })

  it('stops an empty file', () => {
    const lost = counts({ leaves: accounts, loses: accounts * 5 })
    expect(codes(question(accounts, { rowsRead: 0, counts: lost }))).toContain('empty-file')
  })

  it('stops a file of less than half the rows of the last one', () => {
    expect(codes(question(accounts, { rowsRead: Math.ceil((accounts * 5) / 2) - 1 }))).toContain(
      'shorter-than-last-file',
    )
  })

  it('stops a file that is older than the one that counts', () => {
    expect(codes(question(accounts, { extractAt: 999 }))).toEqual(['older-than-last-file'])
  })

  it('stops when grants would more than double', () => {
    expect(codes(question(accounts, { counts: counts({ gains: accounts * 5 + 1 }) }))).toContain('added-grants')
  })

  it('stops when more than a handful of privileged grants would go', () => {
    expect(codes(question(accounts, { privilegedLost: 3 }))).toEqual(['lost-privileged-access'])
  })
})

describe('the guard', () => {
  it('has nothing to protect before the first import, but does not take an empty one', () => {
    const first = question(0, {
      lastExtractAt: null,
      lastRows: null,
      counts: counts({ joins: 50, gains: 500 }),
      rowsRead: 500,
      rowsUsed: 500,
    })
    expect(codes(first)).toEqual([])
    expect(codes({ ...first, rowsRead: 0 })).toEqual(['empty-file'])
  })

  it('never lets half or more of any population go in silence, whatever the limits', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.nat(1000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (population, removalsCount, removalsShare) => {
          const limit = removalLimit(population, { ...limits, removalsCount, removalsShare })
          expect(limit === 0 || limit < population / 2).toBe(true)
        },
      ),
    )
  })

  it('stops a file of which no row can be used', () => {
    expect(
      evaluateGuard(question(10, { lastExtractAt: null, lastRows: null, rowsRead: 7, rowsUsed: 0 })),
    ).toMatchObject([{ code: 'empty-file', message: 'None of its 7 rows could be used.' }])
  })

  it('says what it found in words with the figures', () => {
    const [finding] = evaluateGuard(question(60, { counts: counts({ leaves: 34 }) }))
    expect(finding?.message).toBe('34 of 60 accounts would be removed; the limit is 3.')
  })
})
