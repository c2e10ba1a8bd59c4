import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MatchLab, type Rows, type SourceName } from '../../../support/match-lab.ts'

const people = ['Ana', 'Ben', 'Cem']
const mails = ['a@x', 'b@x', 'c@x', 'd@x']
const rowsOf = (names: readonly string[]): fc.Arbitrary<Rows> =>
  fc
    .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...mails)), { maxLength: 4 })
    .map((rows) => new Map(rows))
type Step = { readonly source: SourceName; readonly rows: Rows; readonly days: number } | 'undo'
const extract = (source: SourceName, names: readonly string[]): fc.Arbitrary<Step> =>
  fc.record({ source: fc.constant(source), rows: rowsOf(names), days: fc.integer({ min: 1, max: 3 }) })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: extract('roster', people) },
  { weight: 3, arbitrary: extract('core', ['u1', 'u2']) },
  { weight: 2, arbitrary: extract('loans', ['u1', 'u3']) },
  { weight: 3, arbitrary: fc.constant('undo' as const) },
)

/** A state of all sources: the last step that counts in it, and what was seen on each of its days. */
interface State {
  readonly last: { readonly source: SourceName; readonly before: number; readonly state: State } | null
  readonly seen: readonly { readonly day: number; readonly state: readonly string[] }[]
}

/** Who only an import that was taken back knew is nobody of that time. */
const without = (lines: readonly string[], of: RegExp) => lines.filter((line) => !of.test(line))

test('what was true on a day is what the lists said after the last extract of that day, for everything that was not taken back', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 8 }), (steps) => {
      const lab = new MatchLab()
      try {
        let state: State = { last: null, seen: [] }
        let day = 0
        for (const step of steps) {
          if (step === 'undo') {
            // Undoing an undo is undoing: the state before it comes back.
            if (!state.last) continue
            const { source, before, state: earlier } = state.last
            const current: State = state
            lab.back(source, before)
            state = { last: { source, before: lab.seq(source) - 1, state: current }, seen: earlier.seen }
            continue
          }
          day += step.days
          const before = lab.seq(step.source)
          lab.extract(step.source, step.rows, day)
          state = { last: { source: step.source, before, state }, seen: [...state.seen, { day, state: lab.now() }] }
        }
        const removed = /: Removed, 0 accounts$/
        for (let on = 0; on <= day + 1; on++) {
          const expected = state.seen.findLast((seen) => seen.day <= on)?.state ?? []
          const found = lab.state({ kind: 'true', at: on })
          expect([on, without(found, removed)]).toEqual([on, without(expected, removed)])
        }
        expect(lab.state({ kind: 'known', at: lab.clock + 5 })).toEqual(lab.now())
      } finally {
        lab.close()
      }
    }),
    { numRuns: 12 },
  )
})

const rows = (...pairs: readonly (readonly [string, string])[]): Rows => new Map(pairs)
const trueOn = (lab: MatchLab, day: number): string => lab.state({ kind: 'true', at: day }).at(-1) ?? ''

test('what was taken back of one source takes nothing back of another, and a leaver keeps what only an undone import took', () => {
  const lab = new MatchLab()
  lab.extract('roster', rows(['Cem', 'b@x']), 1)
  lab.extract('core', rows(['u1', 'b@x']), 2)
  lab.extract('roster', rows(), 3)
  const before = lab.seq('roster')
  lab.extract('roster', rows(['Cem', 'a@x']), 4)
  expect(lab.now().at(-1)).toBe('core u1: nobody')
  lab.back('roster', before)
  lab.extract('loans', rows(), 5)
  expect(lab.now()).toEqual(['Cem b@x: Removed, 1 accounts', 'core u1: Cem'])
  lab.close()
})

test('a choice by hand holds since the account is known, and for no day once it is cleared', () => {
  const lab = new MatchLab()
  lab.extract('roster', rows(['Ana', 'a@x'], ['Ben', 'b@x']), 1)
  lab.extract('core', rows(['u1', 'a@x']), 2)
  lab.extract('core', rows(['u1', 'a@x'], ['u0', '']), 4)
  expect(trueOn(lab, 3)).toBe('core u1: Ana')
  lab.decide('core u1', 'Ben')
  expect([trueOn(lab, 1), trueOn(lab, 3), trueOn(lab, 9)]).toEqual([
    'Ben b@x: Active, 0 accounts',
    'core u1: Ben',
    'core u1: Ben',
  ])
  lab.decide('core u1', null)
  expect([trueOn(lab, 3), trueOn(lab, 9)]).toEqual(['core u1: nobody', 'core u1: nobody'])
  lab.decide('core u1', 'cleared')
  // Nobody's until the rules look again; what they had found before is what was true before.
  expect([trueOn(lab, 3), trueOn(lab, lab.clock)]).toEqual(['core u1: Ana', 'core u1: nobody'])
  lab.extract('core', rows(['u1', 'b@x'], ['u0', '']), 6)
  expect([trueOn(lab, 3), trueOn(lab, 6), trueOn(lab, lab.clock + 5)]).toEqual([
    'core u1: Ana',
    'core u1: Ben',
    'core u1: Ben',
  ])
  lab.close()
})
