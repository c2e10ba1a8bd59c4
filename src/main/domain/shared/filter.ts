import { foldCase } from './fold.ts'

/**
 * What a client asks of a list, once it is read: whoever reads it, from the grammar of the Common REST filters (D.4).
 * Undefined operators match nothing, also when they are negated.
 */
export type Filter =
  | { readonly kind: 'always'; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | { readonly kind: 'present'; readonly field: string }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: Operator; readonly value: Value }
  /** Of the values in a list, any. */
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly Value[] }
  | { readonly kind: 'unsupported'; readonly field: string; readonly operator: string }

export const operators = ['eq', 'co', 'sw', 'lt', 'le', 'gt', 'ge'] as const
export type Operator = (typeof operators)[number]
export type Value = string | number | boolean

/** Fields are JSON pointers without their leading slash: `items/0/outcome`, `requesterId`. */
export function fieldsOf(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'always':
      return []
    case 'and':
    case 'or':
      return filter.of.flatMap(fieldsOf)
    case 'not':
      return fieldsOf(filter.of)
    default:
      return [filter.field]
  }
}

/** Three-valued: what is undefined stays undefined under `not`, and matches nothing in the end. */
type Truth = boolean | undefined

/** Whether an object is meant. A field with several values matches when one of them does. */
export const matches = (filter: Filter, object: unknown): boolean => truth(filter, object) === true

function truth(filter: Filter, object: unknown): Truth {
  switch (filter.kind) {
    case 'always':
      return filter.value
    case 'and':
      return all(filter.of.map((operand) => truth(operand, object)))
    case 'or':
      return any(filter.of.map((operand) => truth(operand, object)))
    case 'not': {
      const inner = truth(filter.of, object)
      return inner === undefined ? undefined : !inner
    }
    case 'present':
      return valuesAt(object, filter.field).length > 0
    case 'compare':
      return valuesAt(object, filter.field).some((actual) => compares(actual, filter.operator, filter.value))
    case 'in':
      return valuesAt(object, filter.field).some((actual) =>
        filter.values.some((value) => compares(actual, 'eq', value)),
      )
    case 'unsupported':
      return undefined
  }
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes(undefined) ? undefined : true
}

function any(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true
  return truths.includes(undefined) ? undefined : false
}

/** The values that a pointer leads to; lists on the way are opened, null counts as missing. */
export function valuesAt(object: unknown, field: string): readonly unknown[] {
  let values: unknown[] = [object]
  for (const step of field.split('/').map(unescape)) {
    values = values.flatMap((element) => {
      if (Array.isArray(element))
        return /^\d+$/.test(step) ? [element[Number(step)]] : element.map((inner) => member(inner, step))
      return [member(element, step)]
    })
  }
  return values.flat().filter((value) => value !== undefined && value !== null)
}

const unescape = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

/** Strings compare without regard to case; values of different types never match. */
function compares(actual: unknown, operator: Operator, value: Value): boolean {
  if (typeof actual !== typeof value) return false
  if (typeof actual === 'string' && typeof value === 'string')
    return compareText(foldCase(actual), operator, foldCase(value))
  if (typeof actual === 'boolean')
    return isEquality(operator) ? actual === value : ordered(Number(actual), operator, Number(value))
  if (typeof actual !== 'number' || typeof value !== 'number') return false
  return isEquality(operator) ? actual === value : ordered(actual, operator, value)
}

/** `co` and `sw` mean equality where there is nothing to contain. */
const isEquality = (operator: Operator): boolean => operator === 'eq' || operator === 'co' || operator === 'sw'

function compareText(actual: string, operator: Operator, value: string): boolean {
  if (operator === 'co') return actual.includes(value)
  if (operator === 'sw') return actual.startsWith(value)
  if (operator === 'eq') return actual === value
  // By bytes of UTF-8, as SQLite compares: units of UTF-16 put what is beyond the basic plane elsewhere.
  return ordered(Buffer.compare(Buffer.from(actual), Buffer.from(value)), operator, 0)
}

function ordered(actual: number, operator: Operator, value: number): boolean {
  switch (operator) {
    case 'lt':
      return actual < value
    case 'le':
      return actual <= value
    case 'gt':
      return actual > value
    default:
      return actual >= value
  }
}

/** Every field that a filter asks for. */
export function fieldsIn(filter: Filter): string[] {
  switch (filter.kind) {
    case 'always':
      return []
    case 'and':
    case 'or':
      return filter.of.flatMap(fieldsIn)
    case 'not':
      return fieldsIn(filter.of)
    default:
      return [filter.field]
  }
}
