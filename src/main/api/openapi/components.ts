import { z } from 'zod'

/** A JSON schema of the 2020-12 dialect, which is OpenAPI 3.1's own. */
export type JsonSchema = { readonly [key: string]: unknown }

const root = '#/components/schemas/'
const ref = (name: string): JsonSchema => ({ $ref: `${root}${name}` })

export interface Components {
  readonly schemas: Readonly<Record<string, JsonSchema>>
  /** What an answer's body looks like. */
  answer(schema: z.ZodType): JsonSchema
  /** What a request's body may look like: defaults may be left out. */
  body(schema: z.ZodType): JsonSchema
}

/**
 * Turns schemas into the components of a document. Where what is sent and what is answered differ (what has a default may
 * be left out of the one), the sent form is called …Input.
 */
export function components(
  named: ReadonlyMap<string, z.ZodType>,
  answers: ReadonlyMap<string, z.ZodType>,
  bodies: ReadonlyMap<string, z.ZodType>,
): Components {
  const names = new Map([...named].map(([name, schema]) => [schema, name]))
  for (const [name, schema] of [...answers, ...bodies]) if (!names.has(schema)) names.set(schema, name)
  const output = jsonSchemas(names, 'output')
  const input = jsonSchemas(names, 'input')
  const used = reach(
    output,
    [...answers.values()].map((schema) => nameIn(names, schema)),
  )
  const sent = reach(
    input,
    [...bodies.values()].map((schema) => nameIn(names, schema)),
  )
  const differing = differ(used, sent, output, input)
  const rename = (name: string) => (differing.has(name) ? `${name}Input` : name)
  const schemas: Record<string, JsonSchema> = {}
  for (const name of used) schemas[name] = output[name] ?? {}
  for (const name of sent) schemas[rename(name)] = withRefs(input[name] ?? {}, rename)
  return {
    schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => a.localeCompare(b))),
    answer: (schema) => ref(nameIn(names, schema)),
    body: (schema) => ref(rename(nameIn(names, schema))),
  }
}

/** The schema of something small that stands where it is used. */
export const inline = (schema: z.ZodType): JsonSchema =>
  tidy(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: plain }))

function jsonSchemas(names: ReadonlyMap<z.ZodType, string>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [schema, id] of names) registry.add(schema, { id })
  const uri = (id: string) => `${root}${id}`
  const override = io === 'output' ? open : plain
  const { schemas } = z.toJSONSchema(registry, { io, uri, unrepresentable: 'any', override })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, tidy(schema)]))
}

type Override = (context: { jsonSchema: Record<string, unknown>; zodSchema: unknown }) => void

/** The format says it; patterns of half a line and the limits of a double say no more to a reader. */
const plain: Override = ({ jsonSchema, zodSchema }) => {
  if (jsonSchema['format'] === 'uuid' || jsonSchema['format'] === 'date-time') delete jsonSchema['pattern']
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum']
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum']
  // A record of known keys is an object with those properties, which readers of documents understand better.
  if (zodSchema instanceof z.ZodRecord && zodSchema.def.keyType instanceof z.ZodEnum && jsonSchema['required']) {
    const { options } = zodSchema.def.keyType
    jsonSchema['properties'] = Object.fromEntries(options.map((key) => [key, jsonSchema['additionalProperties']]))
    delete jsonSchema['propertyNames']
    delete jsonSchema['additionalProperties']
  }
}

/** An answer may get fields within a version (C34): only what is sent is closed. */
const open: Override = (context) => {
  plain(context)
  if (context.jsonSchema['additionalProperties'] === false) delete context.jsonSchema['additionalProperties']
}

function tidy(schema: object): JsonSchema {
  const { $schema: _, $id: __, ...rest } = schema as Record<string, unknown>
  return rest
}

function nameIn(names: ReadonlyMap<z.ZodType, string>, schema: z.ZodType): string {
  const name = names.get(schema)
  if (name === undefined) throw new Error('a schema of a route is not in the document')
  return name
}

const refsIn = (schema: JsonSchema): string[] =>
  [...JSON.stringify(schema).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name)

const withRefs = (schema: JsonSchema, rename: (name: string) => string): JsonSchema =>
  JSON.parse(
    JSON.stringify(schema).replace(/(?<="\$ref":"#\/components\/schemas\/)[^"]+/g, (name) => rename(name)),
  ) as JsonSchema

/** Everything that the given names lead to. */
function reach(schemas: Readonly<Record<string, JsonSchema>>, from: readonly string[]): Set<string> {
  const found = new Set<string>()
  const look = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    for (const next of refsIn(schemas[name] ?? {})) look(next)
  }
  for (const name of from) look(name)
  return found
}

/** Names that mean one thing in answers and another in requests, or lead to such a one. */
function differ(
  used: ReadonlySet<string>,
  sent: ReadonlySet<string>,
  output: Readonly<Record<string, JsonSchema>>,
  input: Readonly<Record<string, JsonSchema>>,
): Set<string> {
  const both = [...sent].filter((name) => used.has(name))
  const differing = new Set(both.filter((name) => JSON.stringify(output[name]) !== JSON.stringify(input[name])))
  for (let before = -1; before !== differing.size; ) {
    before = differing.size
    for (const name of both) if (refsIn(input[name] ?? {}).some((next) => differing.has(next))) differing.add(name)
  }
  return differing
}
