import { type Filter, type Operator, operators, type Value } from '../../../domain/shared/filter.ts'

/** What is wrong with a filter, and where: the offset counts characters from 0. */
export class FilterError extends Error {
  override readonly name = 'FilterError'
  readonly offset: number
  constructor(message: string, offset: number) {
    super(`${message} (at character ${offset + 1})`)
    this.offset = offset
  }
}

/** No script meets them: 256 levels are the contract's, and an address is not longer. */
export const limits = { characters: 65_536, depth: 256, clauses: 5000 } as const

interface Token {
  readonly text: string
  readonly at: number
  /** A quoted string keeps its content apart from a word of the same letters. */
  readonly quoted: boolean
}

/**
 * Reads a `_queryFilter` (D.4):
 *
 *     Expr    = AndExpr *( "or" AndExpr )
 *     AndExpr = NotExpr *( "and" NotExpr )
 *     NotExpr = [ "!" ] Primary
 *     Primary = "(" Expr ")" | Pointer Op Value | Pointer "pr" | "true" | "false"
 *
 * Keywords ignore case. A leading `!` negates also without a space or a parenthesis.
 * @throws FilterError which names the place
 */
export function parseFilter(text: string): Filter {
  if (text.length > limits.characters)
    throw new FilterError(`A filter has at most ${limits.characters} characters`, limits.characters)
  const tokens = tokenize(text)
  const reader = { tokens, at: 0, end: text.length, clauses: 0 }
  const filter = readOr(reader, 0)
  const rest = tokens[reader.at]
  if (rest) throw new FilterError(`Nothing is expected after the end, but found ${show(rest)}`, rest.at)
  return filter
}

interface Reader {
  readonly tokens: readonly Token[]
  at: number
  readonly end: number
  clauses: number
}

function readOr(reader: Reader, depth: number): Filter {
  if (depth > limits.depth) throw new FilterError(`Parentheses go at most ${limits.depth} deep`, here(reader))
  const of = [readAnd(reader, depth)]
  while (takeWord(reader, 'or')) of.push(readAnd(reader, depth))
  return of.length === 1 && of[0] ? of[0] : { kind: 'or', of }
}

function readAnd(reader: Reader, depth: number): Filter {
  const of = [readNot(reader, depth)]
  while (takeWord(reader, 'and')) of.push(readNot(reader, depth))
  return of.length === 1 && of[0] ? of[0] : { kind: 'and', of }
}

function readNot(reader: Reader, depth: number): Filter {
  if (!takeWord(reader, '!')) return readPrimary(reader, depth)
  return { kind: 'not', of: readPrimary(reader, depth) }
}

function readPrimary(reader: Reader, depth: number): Filter {
  if (takeWord(reader, '(')) {
    const inner = readOr(reader, depth + 1)
    if (!takeWord(reader, ')')) throw new FilterError('A parenthesis is not closed', here(reader))
    return inner
  }
  const first = next(reader, 'a field, a parenthesis, true or false')
  if (first.quoted || first.text === ')')
    throw new FilterError(`A field is expected, but found ${show(first)}`, first.at)
  if (++reader.clauses > limits.clauses)
    throw new FilterError(`A filter has at most ${limits.clauses} conditions`, first.at)
  const word = first.text.toLowerCase()
  if ((word === 'true' || word === 'false') && !startsComparison(reader))
    return { kind: 'always', value: word === 'true' }
  const field = first.text.replace(/^\//, '')
  if (field === '') throw new FilterError('A field has a name', first.at)
  const operator = next(reader, `an operator after ${field}`)
  if (operator.quoted || !/^[A-Za-z_0-9.]+$/.test(operator.text))
    throw new FilterError(`An operator is expected after ${field}, but found ${show(operator)}`, operator.at)
  const name = operator.text.toLowerCase()
  if (name === 'pr') return { kind: 'present', field }
  if (name === 'in') return { kind: 'in', field, values: readList(reader) }
  const value = readValue(next(reader, `a value after ${operator.text}`))
  const knownOperator = operators.find((candidate): candidate is Operator => candidate === name)
  return knownOperator
    ? { kind: 'compare', field, operator: knownOperator, value }
    : { kind: 'unsupported', field, operator: name }
}

/** `true eq 1` reads a field named `true`. */
function startsComparison({ tokens, at }: Reader): boolean {
  const word = tokens[at]
  return word !== undefined && !word.quoted && !['and', 'or', ')', '('].includes(word.text.toLowerCase())
}

/** `["a","b"]`, quoted as a whole or not. */
function readList(reader: Reader): readonly Value[] {
  const first = next(reader, 'a list after in')
  let list: unknown
  try {
    list = JSON.parse(first.text)
  } catch {
    throw new FilterError('A list is written as ["a","b"]', first.at)
  }
  const isValue = (json: unknown): json is Value => ['string', 'number', 'boolean'].includes(typeof json)
  if (!Array.isArray(list) || !list.every(isValue)) throw new FilterError('A list is written as ["a","b"]', first.at)
  if (list.length > limits.clauses) throw new FilterError(`A list has at most ${limits.clauses} values`, first.at)
  return list
}

function readValue({ text, quoted, at }: Token): Value {
  if (quoted) return text
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  throw new FilterError(`A value is a number, true, false or a quoted text, but found ${text}`, at)
}

function takeWord(reader: Reader, word: string): boolean {
  const token = reader.tokens[reader.at]
  if (!token || token.quoted || token.text.toLowerCase() !== word) return false
  reader.at++
  return true
}

function next(reader: Reader, expected: string): Token {
  const token = reader.tokens[reader.at]
  if (!token) throw new FilterError(`The filter ends where ${expected} is expected`, reader.end)
  reader.at++
  return token
}

const here = (reader: Reader): number => reader.tokens[reader.at]?.at ?? reader.end
const show = ({ text, quoted }: Token): string => (quoted ? JSON.stringify(text) : text)

/** Words end at a space or a parenthesis; a list in brackets may hold both, between quotes. */
function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at] ?? ''
    if (/\s/.test(char)) at++
    else if (char === '(' || char === ')' || (char === '!' && startsFactor(tokens)))
      tokens.push({ text: char, at: at++, quoted: false })
    else if (char === '"' || char === "'") at = readQuoted(text, at, tokens)
    else at = readWord(text, at, tokens)
  }
  return tokens
}

/** A `!` negates at the beginning of a condition, and is part of a word elsewhere. */
function startsFactor(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1)
  return last === undefined || (!last.quoted && ['(', 'and', 'or'].includes(last.text.toLowerCase()))
}

function readQuoted(text: string, start: number, tokens: Token[]): number {
  const quote = text[start]
  let content = ''
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] ?? ''
    if (char === quote) {
      tokens.push({ text: content, at: start, quoted: true })
      return at + 1
    }
    if (char !== '\\') content += char
    else if (++at < text.length) content += text[at] ?? ''
  }
  throw new FilterError('A quote is not closed', start)
}

function readWord(text: string, start: number, tokens: Token[]): number {
  let at = start
  if (text[start] === '[') at = endOfList(text, start)
  else while (at < text.length && !/[\s()]/.test(text[at] ?? '')) at++
  tokens.push({ text: text.slice(start, at), at: start, quoted: false })
  return at
}

/** The bracket that ends a list: one in a quoted value does not. */
function endOfList(text: string, start: number): number {
  let inString = false
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at]
    if (inString && char === '\\') at++
    else if (char === '"') inString = !inString
    else if (char === ']' && !inString) return at + 1
  }
  throw new FilterError('A list is not closed', start)
}
