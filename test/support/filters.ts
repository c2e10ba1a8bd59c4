import fc from 'fast-check'
import { type Filter, operators, type Value } from '../../src/main/domain/shared/filter.ts'

/** Filters of any shape, and their texts: for holding the parser, `matches` and `toSql` to each other and to an oracle. */

/** Letters that have been trouble somewhere: case outside ASCII, beyond the basic plane, wildcards, quotes, NUL. */
const letters = [
  'a',
  'A',
  'b',
  'Z',
  'ä',
  'Ä',
  'İ',
  '\ue000',
  '\ufffd',
  '😀',
  '%',
  '_',
  "'",
  '"',
  '\\',
  '\0',
  ' ',
  '1',
  '(',
  ')',
]
export const text = (without: readonly string[] = []): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...letters.filter((one) => !without.includes(one))), maxLength: 4 })
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -2, max: 2, noNaN: true }).map((n) => Math.round(n * 4) / 4 + 0),
)

interface Shape {
  readonly fields: readonly string[]
  readonly value: fc.Arbitrary<Value>
  /** Whether conditions stand in it that the language of the oracle lacks: `true`, `in`, unknown operators. */
  readonly ours: boolean
}

export const anyValue = (without: readonly string[] = []): fc.Arbitrary<Value> =>
  fc.oneof(text(without), number, fc.boolean())

/** A filter as the parser would give it. */
export function filters({ fields, value, ours }: Shape): fc.Arbitrary<Filter> {
  const field = fc.constantFrom(...fields)
  const compare = fc.record({
    kind: fc.constant('compare' as const),
    field,
    operator: fc.constantFrom(...operators),
    value,
  })
  const present = fc.record({ kind: fc.constant('present' as const), field })
  const more: fc.Arbitrary<Filter>[] = ours
    ? [
        fc.record({ kind: fc.constant('always' as const), value: fc.boolean() }),
        fc.record({ kind: fc.constant('in' as const), field, values: fc.array(value, { maxLength: 3 }) }),
        fc.record({ kind: fc.constant('unsupported' as const), field, operator: fc.constant('ew') }),
      ]
    : []
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: 'small', maxDepth: 4, withCrossShrink: true },
      { arbitrary: compare, weight: 4 },
      present,
      ...more,
      fc.record({ kind: fc.constant('not' as const), of: tie('filter') }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  })).filter
}

/** How one language writes what the other writes too. */
interface Language {
  readonly not: (inner: string) => string
  readonly field: (name: string) => string
  readonly value: (value: Value) => string
}

const quoted = (quote: string) => (value: Value) =>
  typeof value === 'string'
    ? quote + value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote
    : String(value)

export const crest = (quote: '"' | "'" = '"'): Language => ({
  not: (inner) => `!(${inner})`,
  field: (name) => name,
  value: quoted(quote),
})

export const scim: Language = {
  not: (inner) => `not (${inner})`,
  field: (name) => name.replaceAll('/', '.'),
  value: quoted('"'),
}

const strength = { or: 0, and: 1 } as const

/** Writes a filter with no more parentheses than its meaning needs. */
export function write(filter: Filter, language: Language, inside = 0): string {
  const { not, field, value } = language
  switch (filter.kind) {
    case 'always':
      return String(filter.value)
    case 'and':
    case 'or': {
      const own = strength[filter.kind]
      const words = filter.of.map((one) => write(one, language, own + 1)).join(` ${filter.kind} `)
      return own < inside ? `(${words})` : words
    }
    case 'not':
      return not(write(filter.of, language))
    case 'present':
      return `${field(filter.field)} pr`
    case 'compare':
      return `${field(filter.field)} ${filter.operator} ${value(filter.value)}`
    case 'in':
      return `${field(filter.field)} in ${JSON.stringify(filter.values)}`
    case 'unsupported':
      return `${field(filter.field)} ${filter.operator} ""`
  }
}
