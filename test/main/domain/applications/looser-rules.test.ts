import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GuardLimits, Rules } from '../../../../src/contract/applications.ts'
import { looserIn, looserVersions } from '../../../../src/main/domain/applications/looser-rules.ts'
import { matchesPattern } from '../../../../src/main/domain/applications/recognition.ts'

const id = '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01'
const rulesWith = ({ pattern = 'core*.csv', ...more }: { pattern?: string } & Partial<Rules> = {}): Rules =>
  Rules.parse({
    fileGroups: [{ id, name: 'Grants', pattern, columns: { userName: 'User', permission: 'Right' } }],
    ...more,
  })

describe('rules that let more through', () => {
  it('take no name that the old pattern did not, unless they are called wider', () => {
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '*', '?'), { minLength: 1, maxLength: 6 })
      .map((all) => all.join(''))
    const name = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }).map((all) => all.join(''))
    fc.assert(
      fc.property(pattern, pattern, fc.array(name, { minLength: 20, maxLength: 20 }), (before, after, names) => {
        if (looserIn(rulesWith({ pattern: before }), rulesWith({ pattern: after })).length > 0) return
        for (const taken of names) if (matchesPattern(after, taken)) expect(matchesPattern(before, taken)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('are named, each kind by itself', () => {
    const before = rulesWith()
    expect(looserIn(before, before)).toEqual([])
    expect(looserIn(before, rulesWith({ pattern: 'core-2026*.csv' }))).toEqual([])
    expect(looserIn(before, rulesWith({ pattern: '*.csv' }))).toEqual(['widened the pattern of Grants to *.csv'])
    expect(looserIn(before, rulesWith({ apply: 'when-guard-quiet' }))).toEqual(['switched on applying by rule'])
    const guard = GuardLimits.parse({ removalsCount: 9, leastShareOfLastFile: 0 })
    expect(looserIn(before, rulesWith({ guard }))).toEqual([
      'loosened the guard (removals: 2 to 9)',
      'loosened the guard (least share of the last file: 0.5 to 0)',
    ])
    expect(looserIn(rulesWith({ guard }), before)).toEqual([])
    const [group] = before.fileGroups
    if (!group) throw new Error('no file group')
    const repeated = { ...before, fileGroups: [{ ...group, fillDown: [group.columns.userName ?? ''] }] }
    expect(looserIn(before, repeated)).toEqual(['changed the mapping of keys of Grants'])
    const columns = { userName: 'Mail', permission: 'Right' }
    expect(looserIn(before, { ...before, fileGroups: [{ ...group, columns }] })).toEqual([
      'changed the mapping of keys of Grants',
    ])
  })

  it('of a new application are its own files, and not more than it had', () => {
    expect(looserIn(null, rulesWith({ pattern: '*' }))).toEqual([])
    expect(looserIn(null, rulesWith({ apply: 'when-guard-quiet' }))).toEqual(['switched on applying by rule'])
  })

  it('count until everything is strict again', () => {
    const version = (at: number, rules: Rules) => ({ version: at, at, by: `person ${at}`, rules })
    const history = [
      version(1, rulesWith({ apply: 'when-guard-quiet' })),
      version(2, rulesWith()),
      version(3, rulesWith({ guard: GuardLimits.parse({ removalsCount: 9 }) })),
      version(4, rulesWith({ apply: 'when-guard-quiet', guard: GuardLimits.parse({ removalsCount: 9 }) })),
    ]
    expect(looserVersions(history).map(({ by, changes }) => [by, changes])).toEqual([
      ['person 3', ['loosened the guard (removals: 2 to 9)']],
      ['person 4', ['switched on applying by rule']],
    ])
  })
})
