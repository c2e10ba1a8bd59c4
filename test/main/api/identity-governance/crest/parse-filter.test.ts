import fc from 'fast-check'
import { type Filter as ScimFilter, parse } from 'scim2-parse-filter'
import { describe, expect, it } from 'vitest'
import { FilterError, limits, parseFilter } from '../../../../../src/main/api/identity-governance/crest/parse-filter.ts'
import type { Filter, Operator, Value } from '../../../../../src/main/domain/shared/filter.ts'
import { fuzzFilters } from '../../../../support/filter-fuzz.ts'
import { anyValue, crest, filters, scim, text, write } from '../../../../support/filters.ts'

const eq = (field: string, value: string | number | boolean): Filter => ({
  kind: 'compare',
  field,
  operator: 'eq',
  value,
})
const not = (of: Filter): Filter => ({ kind: 'not', of })
const [a, b, c] = [eq('a', 1), eq('b', 2), eq('c', 3)]

describe('a filter', () => {
  it.each<[string, Filter]>([
    ['true', { kind: 'always', value: true }],
    ['FALSE', { kind: 'always', value: false }],
    ['a eq 1', a],
    ['/a EQ 1', a],
    ['  a   eq\t1 ', a],
    ['(a eq 1)', a],
    ['((((a eq 1))))', a],
    ['a pr', { kind: 'present', field: 'a' }],
    ['/a/b/0 Pr', { kind: 'present', field: 'a/b/0' }],
    ['a eq 1 and b eq 2 or c eq 3', { kind: 'or', of: [{ kind: 'and', of: [a, b] }, c] }],
    ['a eq 1 or b eq 2 AND c eq 3', { kind: 'or', of: [a, { kind: 'and', of: [b, c] }] }],
    ['(a eq 1 or b eq 2)and(c eq 3)', { kind: 'and', of: [{ kind: 'or', of: [a, b] }, c] }],
    ['!(a eq 1)', not(a)],
    ['! (a eq 1)', not(a)],
    ['!a eq 1', not(a)],
    ['b eq 2 and !(a eq 1)', { kind: 'and', of: [b, not(a)] }],
    ['!(!(a eq 1))', not(not(a))],
    ['a eq -1', eq('a', -1)],
    ['a eq 1.5', eq('a', 1.5)],
    ['a eq TRUE', eq('a', true)],
    ['a eq "true"', eq('a', 'true')],
    [`a eq 'it''s'`.replace("''", "\\'"), eq('a', "it's")],
    ['a eq "say \\"x\\" \\\\ \\n"', eq('a', 'say "x" \\ n')],
    ['a eq ""', eq('a', '')],
    ['a eq "(b and c) or !"', eq('a', '(b and c) or !')],
    ['true eq 1', eq('true', 1)],
    ['a ew "x"', { kind: 'unsupported', field: 'a', operator: 'ew' }],
    ['a my.op_1 5', { kind: 'unsupported', field: 'a', operator: 'my.op_1' }],
    ['a in ["x","y]z",1]', { kind: 'in', field: 'a', values: ['x', 'y]z', 1] }],
    [`a in '["x", "y"]'`, { kind: 'in', field: 'a', values: ['x', 'y'] }],
    ['a in ["x (y)"] and b eq 2', { kind: 'and', of: [{ kind: 'in', field: 'a', values: ['x (y)'] }, b] }],
  ])('%s', (written, read) => expect(parseFilter(written)).toEqual(read))

  it.each([
    '',
    '   ',
    '()',
    '(a eq 1',
    'a eq 1)',
    'a',
    'a eq',
    'a eq 1 and',
    'and a eq 1',
    'a eq 1 b eq 2',
    'a eq bar',
    'a eq null',
    'a eq 1e5',
    'a eq 1.',
    'a eq .5',
    'a eq "open',
    'a eq \'open"',
    'a eq "x\\',
    'a op! 1',
    'a eq (1)',
    '"a" eq 1',
    '/ eq 1',
    '!',
    '!()',
    'a pr 1',
    'true false',
    'a in "x"',
    'a in [1,',
    'a in [{"x":1}]',
    'a in ["x"',
  ])('is refused with the place: %s', (written) => {
    try {
      parseFilter(written)
      expect.unreachable(`${written} was read`)
    } catch (error) {
      expect(error).toBeInstanceOf(FilterError)
      expect((error as FilterError).message).toMatch(/\(at character \d+\)$/)
    }
  })

  it('has at most so many characters, conditions and parentheses within each other', () => {
    const deep = (n: number) => '('.repeat(n) + 'a eq 1' + ')'.repeat(n)
    const long = (n: number) => Array.from({ length: n }, () => 'a eq 1').join(' or ')
    expect(parseFilter(deep(limits.depth))).toEqual(a)
    expect(() => parseFilter(deep(limits.depth + 1))).toThrow(FilterError)
    expect(parseFilter(long(limits.clauses))).toMatchObject({ kind: 'or' })
    expect(() => parseFilter(long(limits.clauses + 1))).toThrow(FilterError)
    const padded = (n: number) => 'a eq 1'.padEnd(n)
    expect(parseFilter(padded(limits.characters))).toEqual(a)
    expect(() => parseFilter(padded(limits.characters + 1))).toThrow(FilterError)
    expect(() => parseFilter(`a in [${'1,'.repeat(limits.clauses)}1]`)).toThrow(FilterError)
  })

  it('is read as what it was written from, in either quotes', () => {
    const shape = { fields: ['a', 'b/c', 'items/0/d', 'true'], value: anyValue(), ours: true }
    fc.assert(
      fc.property(filters(shape), fc.constantFrom('"' as const, "'" as const), (filter, quote) => {
        expect(flat(parseFilter(write(filter, crest(quote))))).toEqual(flat(filter))
      }),
      { numRuns: 1000 },
    )
  })

  it('means what an independent parser of SCIM filters reads in its translation', () => {
    // That parser reads no backslash but before a quote, no control characters, and no negative number but at the end.
    const value = fc.oneof(text(['\\', '\0']), fc.nat(9), fc.constant(1.5), fc.boolean())
    const shape = { fields: ['a', 'b/c', 'd/e/f'], value, ours: false }
    fc.assert(
      fc.property(filters(shape), (filter) => {
        const theirs = fromScim(parse(write(filter, scim)))
        expect(flat(parseFilter(write(filter, crest())))).toEqual(flat(theirs))
      }),
      { numRuns: 1000 },
    )
  })

  it('of any letters is read or refused in words, and what is read runs as SQL', () => fuzzFilters(5000))
})

/** Conditions that the same word joins stand in one list. */
function flat(filter: Filter): Filter {
  if (filter.kind === 'not') return { kind: 'not', of: flat(filter.of) }
  if (filter.kind !== 'and' && filter.kind !== 'or') return filter
  return {
    kind: filter.kind,
    of: filter.of.map(flat).flatMap((operand) => (operand.kind === filter.kind ? operand.of : [operand])),
  }
}

/** The other parser's tree in ours. */
function fromScim(filter: ScimFilter): Filter {
  const fieldOf = (path: string) => path.replaceAll('.', '/')
  switch (filter.op) {
    case 'and':
    case 'or':
      return { kind: filter.op, of: (filter as { filters: ScimFilter[] }).filters.map(fromScim) }
    case 'not':
      return not(fromScim((filter as { filter: ScimFilter }).filter))
    case 'pr':
      return { kind: 'present', field: fieldOf((filter as { attrPath: string }).attrPath) }
    default: {
      const { op, attrPath, compValue } = filter as { op: Operator; attrPath: string; compValue: Value }
      return { kind: 'compare', field: fieldOf(attrPath), operator: op, value: compValue }
    }
  }
}
