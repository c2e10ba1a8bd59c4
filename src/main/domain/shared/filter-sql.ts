import type { Filter, Operator, Value } from './filter.ts'
import { caseFolded, foldCase, searchFolded } from '../../storage/fold.ts'

/** A field that may be asked for, as SQL that gives its one value or null; of `json` the text of any value or list. */
export interface Column {
  readonly sql: string
  readonly type: 'text' | 'number' | 'boolean' | 'json'
}
export type Columns = Readonly<Record<string, Column>>

export interface Condition {
  readonly sql: string
  /** Bound by position, in order: no value of a client is ever part of a statement. */
  readonly values: readonly (string | number)[]
}

export class UnknownField extends Error {
  override readonly name = 'UnknownField'
  constructor(field: string, knownFields: readonly string[]) {
    super(`${field} can’t be asked for. Known are: ${knownFields.join(', ')}.`)
  }
}

const nothing: Condition = { sql: '0', values: [] }
const comparisons: Readonly<Record<Exclude<Operator, 'co' | 'sw'>, string>> = {
  eq: '=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
}

/**
 * A filter as a condition over columns. It selects exactly what `matches` does: a property test holds the two equal.
 * @throws UnknownField for a field that is not among the columns
 */
export function toSql(filter: Filter, columns: Columns): Condition {
  switch (filter.kind) {
    case 'always':
      return { sql: filter.value ? '1' : '0', values: [] }
    case 'and':
    case 'or': {
      const parts = filter.of.map((operand) => toSql(operand, columns))
      return {
        sql: joined(
          parts.map(({ sql }) => sql),
          filter.kind === 'and' ? ' AND ' : ' OR ',
        ),
        values: parts.flatMap(({ values }) => values),
      }
    }
    case 'not': {
      const { sql, values } = toSql(filter.of, columns)
      return { sql: `NOT ${sql}`, values }
    }
    case 'present':
      return { sql: `(${columnOf(filter.field, columns).sql} IS NOT NULL)`, values: [] }
    case 'compare':
      return compare(columnOf(filter.field, columns), filter.operator, filter.value)
    case 'in': {
      const column = columnOf(filter.field, columns)
      const parts = filter.values.map((value) => compare(column, 'eq', value))
      if (parts.length === 0) return nothing
      const sql = joined(
        parts.map((part) => part.sql),
        ' OR ',
      )
      return { sql, values: parts.flatMap(({ values }) => values) }
    }
    case 'unsupported':
      columnOf(filter.field, columns)
      // Unknown in SQL too, so that it stays unknown when it is negated.
      return { sql: '(NULL = 1)', values: [] }
  }
}

/** Halves in parentheses: a long chain would be a deeper tree than SQLite takes. */
function joined(parts: readonly string[], operator: string): string {
  if (parts.length <= 2) return `(${parts.join(operator)})`
  const middle = parts.length >> 1
  return `(${joined(parts.slice(0, middle), operator)}${operator}${joined(parts.slice(middle), operator)})`
}

/** What a list is sorted by. */
export interface SortKey {
  readonly field: string
  readonly descending: boolean
}

/**
 * An order over columns; who has no value comes last.
 * @param last what decides between equals, and alone where nothing was asked
 * @throws UnknownField for a field that is not among the columns
 */
export const orderBy = (sort: readonly SortKey[], columns: Columns, last: string): string =>
  [
    ...sort.map(
      ({ field, descending }) => `${sortable(columnOf(field, columns))} ${descending ? 'DESC' : 'ASC'} NULLS LAST`,
    ),
    last,
  ].join(', ')

const sortable = ({ sql, type }: Column): string =>
  type === 'text' ? searchFolded(sql) : type === 'json' ? `json_extract(${sql}, '$')` : sql

/** Conditions that must all hold. */
export const allOf = (parts: readonly Condition[]): Condition => ({
  sql: parts.map(({ sql }) => sql).join(' AND '),
  values: parts.flatMap(({ values }) => values),
})

function columnOf(field: string, columns: Columns): Column {
  const column = Object.hasOwn(columns, field) ? columns[field] : undefined
  if (!column) throw new UnknownField(field, Object.keys(columns))
  return column
}

/** A missing value fails every comparison, and so its negation holds: hence the `coalesce`. */
function compare(column: Column, operator: Operator, value: Value): Condition {
  const { sql, type } = column
  if (type === 'json') return compareElements(sql, operator, value)
  if (typeof value === 'string') {
    if (type !== 'text') return nothing
    const folded = foldCase(value)
    if (operator === 'co') return { sql: `coalesce(instr(${caseFolded(sql)}, ?) > 0, 0)`, values: [folded] }
    if (operator === 'sw') return { sql: `coalesce(instr(${caseFolded(sql)}, ?) = 1, 0)`, values: [folded] }
    return { sql: `coalesce(${caseFolded(sql)} ${comparisons[operator]} ?, 0)`, values: [folded] }
  }
  if (type !== (typeof value === 'number' ? 'number' : 'boolean')) return nothing
  const sign = operator === 'co' || operator === 'sw' ? '=' : comparisons[operator]
  return { sql: `coalesce(${sql} ${sign} ?, 0)`, values: [Number(value)] }
}

/** The elements of a list, or the one value: a multi-valued field matches when any element does. */
const elementsOf = (sql: string): string =>
  `json_each(CASE WHEN json_type(${sql}) = 'array' THEN ${sql} ELSE json_array(json(${sql})) END)`

const elementTypes = {
  string: { is: "e.type = 'text'", value: 'e.value', type: 'text' },
  number: { is: "e.type IN ('integer', 'real')", value: 'e.value', type: 'number' },
  boolean: { is: "e.type IN ('true', 'false')", value: "(e.type = 'true')", type: 'boolean' },
} as const

function compareElements(sql: string, operator: Operator, value: Value): Condition {
  const element = elementTypes[typeof value as keyof typeof elementTypes]
  const { sql: condition, values } = compare({ sql: element.value, type: element.type }, operator, value)
  return {
    sql: `(${sql} IS NOT NULL AND EXISTS (SELECT 1 FROM ${elementsOf(sql)} e WHERE ${element.is} AND ${condition}))`,
    values,
  }
}
