import { z } from 'zod'
import { Problem } from '../../../contract/common.ts'
import { scopes } from '../../../contract/scopes.ts'
import type { Route } from '../http/route.ts'
import { VendorError } from '../permission-assist/wire.ts'
import { type Components, components, inline, type JsonSchema } from './components.ts'
import { namedSchemas } from './named-schemas.ts'
import { answerName, operationId, tagOf, templateOf } from './operation-names.ts'

/** The routes of one API, and the shape of its errors. */
export interface Mount {
  readonly routes: readonly Route[]
  readonly errors: 'problem' | 'vendor'
}

/** The OpenAPI 3.1 document of everything that is answered, made from the schemas that validate it. */
export function openApiDocument(mounts: readonly Mount[]): JsonSchema {
  const all = mounts.flatMap(({ routes, errors }) => routes.map((route) => ({ route, errors })))
  const answers = new Map<string, z.ZodType>([
    ['Problem', Problem],
    ['VendorError', VendorError],
  ])
  const bodies = new Map<string, z.ZodType>()
  for (const { route } of all) {
    if (route.answers.schema) answers.set(answerName(route), route.answers.schema)
    if (route.body) bodies.set(`${answerName(route)}Body`, route.body)
  }
  const parts = components(namedSchemas(), answers, bodies)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { route, errors } of all) {
    const path = (paths[templateOf(route.path)] ??= {})
    path[route.method.toLowerCase()] = operation(route, errors, parts)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Castellan',
      version: '1',
      summary: 'Access governance on one machine: extracts in, decisions and evidence out.',
      description:
        'The native API (/v1) is what the window itself uses; /api answers scripts written for Permission Assist 6.5. ' +
        '/openidm, which answers scripts written for ForgeRock Identity Governance 7.1.1, is as its vendor describes it and ' +
        'is not described here. ' +
        'Within version 1 fields and addresses are added, never changed or removed: pass over what you do not know.',
      license: { name: 'All rights reserved', identifier: 'LicenseRef-Castellan' },
    },
    servers: [{ url: '/', description: 'The Castellan that answered with this document' }],
    tags: [...new Map(all.map(({ route: { path } }) => [tagOf(path), path.split('/').slice(0, 3).join('/')]))].map(
      ([name, path]) => ({ name, description: `Everything at ${path}` }),
    ),
    paths,
    components: {
      schemas: parts.schemas,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: `An API token, or the token of a session. What a token may do is told by its scopes:\n\n${Object.entries(
            scopes,
          )
            .map(([scope, what]) => `- \`${scope}\`: ${what}`)
            .join('\n')}\n- \`*\`: everything`,
        },
      },
    },
  }
}

function operation(route: Route, errors: Mount['errors'], parts: Components): JsonSchema {
  const { access } = route
  const secured = access !== 'public'
  const scope = typeof access === 'object' ? [access.scope] : []
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [tagOf(route.path)],
    security: secured ? [{ bearer: scope }] : [],
    ...parametersOf(route),
    ...bodyOf(route, parts),
    responses: {
      [route.answers.status]: goodAnswer(route, parts),
      ...(secured ? { 401: refusal('No credential, or one that does not hold', errors, parts) } : {}),
      ...(secured ? { 403: refusal('Not allowed, or the API is switched off', errors, parts) } : {}),
      ...(route.params ? { 404: refusal('Nobody knows this id', errors, parts) } : {}),
      '4XX': refusal('What was sent does not fit, or does not fit the state of things', errors, parts),
      '5XX': refusal('Something went wrong inside', errors, parts),
    },
  }
}

function goodAnswer(route: Route, parts: Components): JsonSchema {
  const { schema, produces } = route.answers
  const description = route.summary
  if (schema) return { description, content: { [produces ?? 'application/json']: { schema: parts.answer(schema) } } }
  return produces === undefined
    ? { description }
    : { description, content: { [produces]: { schema: { type: 'string' } } } }
}

function refusal(description: string, errors: Mount['errors'], parts: Components): JsonSchema {
  const type = errors === 'vendor' ? 'application/json' : 'application/problem+json'
  const schema = parts.answer(errors === 'vendor' ? VendorError : Problem)
  return { description, content: { [type]: { schema } } }
}

function bodyOf({ body, rawBody }: Route, parts: Components): JsonSchema {
  if (body) return { requestBody: { required: true, content: { 'application/json': { schema: parts.body(body) } } } }
  if (rawBody === undefined) return {}
  const schema =
    rawBody === 'multipart/form-data'
      ? { type: 'object', additionalProperties: { type: 'string', contentMediaType: 'application/octet-stream' } }
      : {}
  return { requestBody: { required: true, content: { [rawBody]: { schema } } } }
}

function parametersOf(route: Route): JsonSchema {
  const once = route.method === 'POST' && route.path.startsWith('/v1/') && route.access !== 'public'
  const parameters = [
    ...fields(route.params).map(([name, schema]) => ({ name, in: 'path', required: true, schema })),
    ...fields(route.query).map(([name, schema, required]) => ({ name, in: 'query', required, schema })),
    ...(route.needsIfMatch
      ? [header('If-Match', true, 'The ETag that was read last: its revision in quotes, as "3"')]
      : []),
    ...(once ? [header('Idempotency-Key', false, 'Sent again with the same key within a day, it is done once')] : []),
  ]
  return parameters.length === 0 ? {} : { parameters }
}

const header = (name: string, required: boolean, description: string): JsonSchema => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
})

function fields(schema: z.ZodType | undefined): [name: string, schema: JsonSchema, required: boolean][] {
  if (!(schema instanceof z.ZodObject)) return []
  const required = (inline(schema)['required'] ?? []) as readonly string[]
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => [
    name,
    inline(field),
    required.includes(name),
  ])
}
