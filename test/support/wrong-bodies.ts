import { z } from 'zod'

export type Path = readonly (string | number)[]
/** A body with one wrong value, and what was done to it. */
export interface WrongBody {
  readonly what: string
  readonly body: unknown
}

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The paths of all members of a body, elements of lists included. */
export function pathsIn(body: unknown, at: Path = []): Path[] {
  if (!isContainer(body)) return []
  return Object.entries(body).flatMap(([name, value]) => {
    const path = [...at, Array.isArray(body) ? Number(name) : name]
    return [path, ...pathsIn(value, path)]
  })
}

const replacements: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a number', 3_000_000_000],
  ['a negative number', -1],
  ['a fraction', 0.5],
  ['text', 'no such thing'],
  ['an id of nobody', '11111111-1111-4111-8111-111111111111'],
  ['the object id of nobody', 'managed/user/nobody'],
  ['a moment in the past', '1999-01-01T00:00:00Z'],
  ['a long text', 'x'.repeat(100_001)],
  ['empty text', ''],
  ['true', true],
  ['an empty list', []],
  ['a list of numbers', [7]],
  ['a list of unknown ids', ['managed/user/nobody', 'no.such/thing']],
  ['an empty object', {}],
  ['an object with an unknown member', { 'no.such/member': 1 }],
]

function changed(body: unknown, path: Path, change: (holder: Record<string, unknown>, name: string) => void): unknown {
  const copy = structuredClone(body)
  const holder = path.slice(0, -1).reduce<unknown>((at, name) => (at as Record<string, unknown>)[String(name)], copy)
  change(holder as Record<string, unknown>, String(path.at(-1)))
  return copy
}

/** One body for each wrong value of each member, one without the member, and of lists one that repeats an element. */
export function wrongBodies(body: unknown): WrongBody[] {
  return pathsIn(body).flatMap((path) => {
    const name = path.join('.')
    const wrong = replacements.map(([what, value]) => ({
      what: `${name} is ${what}`,
      body: changed(body, path, (holder, last) => (holder[last] = value)),
    }))
    const without = changed(body, path, (holder, last) => {
      if (Array.isArray(holder)) holder.splice(Number(last), 1)
      else delete holder[last]
    })
    const twice = changed(body, path, (holder, last) => {
      const value = holder[last]
      if (Array.isArray(value)) value.push(...structuredClone(value))
      else holder[`${last}2`] = value
    })
    return [...wrong, { what: `${name} is missing`, body: without }, { what: `${name} comes twice`, body: twice }]
  })
}

/** Whether a path leads to something in a body. */
export function resolves(body: unknown, segments: readonly string[]): boolean {
  const [name, ...rest] = segments
  if (name === undefined) return true
  return isContainer(body) && Object.hasOwn(body, name) && resolves(body[name], rest)
}

/** Whether a path leads to nothing, in an object or list that is there: what is missing may itself stand in something missing. */
export function isAbsent(body: unknown, segments: readonly string[]): boolean {
  const [name, ...rest] = segments
  if (name === undefined || !isContainer(body)) return false
  return !Object.hasOwn(body, name) || isAbsent(body[name], rest)
}

/** The same for a dotted name, whose members may have dots themselves. */
export function resolvesDotted(body: unknown, field: string): boolean {
  if (!isContainer(body)) return false
  return Object.keys(body).some(
    (name) =>
      field === name || (field.startsWith(`${name}.`) && resolvesDotted(body[name], field.slice(name.length + 1))),
  )
}

/** Whether a schema knows a member, whatever it stands in. */
export function schemaKnows(schema: z.ZodType, segments: readonly string[]): boolean {
  const [name, ...rest] = segments
  if (name === undefined) return true
  if (schema instanceof z.ZodObject) {
    const inner = (schema.shape as Record<string, z.ZodType>)[name]
    return inner !== undefined && schemaKnows(inner, rest)
  }
  if (schema instanceof z.ZodArray) return /^\d+$/.test(name) && schemaKnows(schema.element as z.ZodType, rest)
  if (schema instanceof z.ZodRecord) return schemaKnows(schema.valueType as z.ZodType, rest)
  if (schema instanceof z.ZodUnion) return schema.options.some((option) => schemaKnows(option as z.ZodType, segments))
  const inner =
    (schema.def as { innerType?: z.ZodType; in?: z.ZodType }).innerType ?? (schema.def as { in?: z.ZodType }).in
  return inner !== undefined && schemaKnows(inner, segments)
}
