import { foldCase } from '../shared/fold.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { FieldError } from '../shared/errors.ts'

/** What a condition asks of the values that somebody has under a name. Case makes no difference. */
export const tests = ['EQUALS', 'CONTAINS', 'STARTS_WITH', 'ENDS_WITH', 'EXISTS'] as const
type Test = (typeof tests)[number]

/**
 * The expression of a policy (B.10), read: who meets it violates the policy. On the wire `EQUALS` and its kin carry
 * `{targetName, targetValue}`, groups a list, and `ALL` an empty list.
 */
export type Expression =
  | { readonly kind: 'condition'; readonly test: Test; readonly target: string; readonly value: string }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] }
  /** None of them. */
  | { readonly kind: 'none'; readonly of: readonly Expression[] }
  | { readonly kind: 'everybody' }

export type Condition = Extract<Expression, { kind: 'condition' }>

const mostConditions = 200
const deepest = 10

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads an expression in its wire form, as an object or as JSON text. Reports all errors at once. */
export function readExpression(json: Json): {
  readonly expression: Expression
  readonly errors: readonly FieldError[]
} {
  const errors: FieldError[] = []
  let conditions = 0
  const wrong = (field: string, message: string): Expression => {
    errors.push({ field, message })
    return { kind: 'everybody' }
  }
  function read(value: Json | undefined, fieldPath: string, depth: number): Expression {
    if (depth > deepest) return wrong(fieldPath, `goes deeper than ${deepest} groups`)
    if (!isObject(value)) return wrong(fieldPath, 'must be an object with operator and operand')
    const { operator, operand } = value
    const name = typeof operator === 'string' ? operator.toUpperCase() : ''
    const group = name === 'AND' || name === 'OR' || name === 'NOT'
    if (name === 'ALL') return { kind: 'everybody' }
    if (group) {
      if (!Array.isArray(operand) || operand.length === 0)
        return wrong(`${fieldPath}.operand`, 'must be a non-empty array')
      const of = operand.map((element, i) => read(element, `${fieldPath}.operand.${i}`, depth + 1))
      return { kind: name === 'NOT' ? 'none' : name === 'AND' ? 'and' : 'or', of }
    }
    const test = tests.find((candidate) => candidate === name)
    if (!test) return wrong(`${fieldPath}.operator`, `must be one of AND, OR, NOT, ALL, ${tests.join(', ')}`)
    if (++conditions > mostConditions) return wrong(fieldPath, `has more than ${mostConditions} conditions`)
    const { targetName, targetValue } = isObject(operand) ? operand : {}
    if (typeof targetName !== 'string' || targetName === '')
      return wrong(`${fieldPath}.operand.targetName`, 'is required')
    if (test === 'EXISTS') return { kind: 'condition', test, target: targetName, value: '' }
    if (typeof targetValue === 'object' || targetValue === undefined || targetValue === '')
      return wrong(`${fieldPath}.operand.targetValue`, 'is required')
    return { kind: 'condition', test, target: targetName, value: String(targetValue) }
  }
  let value = json
  if (typeof json === 'string') {
    try {
      value = JSON.parse(json) as Json
    } catch {
      return { expression: wrong('expression', 'is not JSON'), errors }
    }
  }
  return { expression: read(value, 'expression', 0), errors }
}

/** An expression as the wire writes it, whatever the spelling of who wrote it. */
export function writeExpression(expression: Expression): Json {
  switch (expression.kind) {
    case 'condition': {
      const { test, target, value } = expression
      return { operator: test, operand: { targetName: target, ...(test === 'EXISTS' ? {} : { targetValue: value }) } }
    }
    case 'everybody':
      return { operator: 'ALL', operand: [] }
    case 'and':
    case 'or':
      return { operator: expression.kind.toUpperCase(), operand: expression.of.map(writeExpression) }
    case 'none':
      return { operator: 'NOT', operand: expression.of.map(writeExpression) }
  }
}

/** The values that somebody has under a name. */
export type ValuesOf = (target: string) => readonly string[]

export function evaluate({ test, value }: Condition, values: readonly string[]): boolean {
  const wanted = foldCase(value)
  switch (test) {
    case 'EQUALS':
      return values.some((held) => foldCase(held) === wanted)
    case 'CONTAINS':
      return values.some((held) => foldCase(held).includes(wanted))
    case 'STARTS_WITH':
      return values.some((held) => foldCase(held).startsWith(wanted))
    case 'ENDS_WITH':
      return values.some((held) => foldCase(held).endsWith(wanted))
    case 'EXISTS':
      return values.some((held) => held !== '')
  }
}

/** Whether a person meets an expression. @param without conditions that count as not met, to try a change */
export function evaluateTest(
  expression: Expression,
  values: ValuesOf,
  without: ReadonlySet<Condition> = new Set(),
): boolean {
  switch (expression.kind) {
    case 'condition':
      return !without.has(expression) && evaluate(expression, values(expression.target))
    case 'and':
      return expression.of.every((operand) => evaluateTest(operand, values, without))
    case 'or':
      return expression.of.some((operand) => evaluateTest(operand, values, without))
    case 'none':
      return !expression.of.some((operand) => evaluateTest(operand, values, without))
    case 'everybody':
      return true
  }
}

/**
 * Whether an expression is met whatever else there is: by somebody of whom only some values are known. What is not among
 * them may be elsewhere, so it is unknown and not absent.
 */
export function isSurelyMet(expression: Expression, values: ValuesOf): boolean {
  switch (expression.kind) {
    case 'condition':
      return evaluate(expression, values(expression.target))
    case 'and':
      return expression.of.every((operand) => isSurelyMet(operand, values))
    case 'or':
      return expression.of.some((operand) => isSurelyMet(operand, values))
    case 'none':
      return expression.of.every((operand) => isSurelyNotMet(operand, values))
    case 'everybody':
      return true
  }
}

function isSurelyNotMet(expression: Expression, values: ValuesOf): boolean {
  switch (expression.kind) {
    case 'condition':
    case 'everybody':
      return false
    case 'and':
      return expression.of.some((operand) => isSurelyNotMet(operand, values))
    case 'or':
      return expression.of.every((operand) => isSurelyNotMet(operand, values))
    case 'none':
      return expression.of.some((operand) => isSurelyMet(operand, values))
  }
}

/** The conditions that say what somebody must have, not what they must lack. */
export function conditionsOf(expression: Expression, wanted = true): readonly Condition[] {
  switch (expression.kind) {
    case 'condition':
      return wanted ? [expression] : []
    case 'and':
    case 'or':
      return expression.of.flatMap((operand) => conditionsOf(operand, wanted))
    case 'none':
      return expression.of.flatMap((operand) => conditionsOf(operand, !wanted))
    case 'everybody':
      return []
  }
}

const mostTried = 12

/** What of somebody's values meets in an expression that holds: the conditions that are met. */
export const matchedConditions = (expression: Expression, values: ValuesOf): readonly Condition[] =>
  conditionsOf(expression).filter((condition) => evaluate(condition, values(condition.target)))

/**
 * The fewest conditions to remove so that an expression no longer holds; empty if removing does not help.
 * Among equals, those that come last: what was asked for last is given up first.
 */
export function smallestRemedy(expression: Expression, values: ValuesOf): readonly Condition[] {
  const met = matchedConditions(expression, values).slice(-mostTried).toReversed()
  for (let size = 1; size <= met.length; size++) {
    for (const chosen of combinations(met, size)) if (!evaluateTest(expression, values, new Set(chosen))) return chosen
  }
  return []
}

function* combinations<T>(from: readonly T[], size: number, start = 0): Generator<readonly T[]> {
  if (size === 0) yield []
  else
    for (let i = start; i <= from.length - size; i++)
      for (const rest of combinations(from, size - 1, i + 1)) yield [from[i] as T, ...rest]
}
