import { z } from 'zod'
import {
  createDocument,
  type CreateDocumentOptions,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi'
import { Problem } from '../../../contract/common.ts'
import { scopes } from '../../../contract/scopes.ts'
import type { Route } from '../http/route.ts'
import { VendorError } from '../permission-assist/wire.ts'
import { namedSchemas } from './named-schemas.ts'
import { answerName, operationId, tagOf, templateOf } from './operation-names.ts'

/** The routes of one API, and the shape of its errors. */
export interface Mount {
  readonly routes: readonly Route[]
  readonly errors: 'problem' | 'vendor'
}

/** The OpenAPI 3.1 document of everything that is answered, made from the schemas that validate it. */
export function openApiDocument(mounts: readonly Mount[]): object {
  const all = mounts.flatMap(({ routes, errors }) => routes.map((route) => ({ route, errors })))
  nameSchemas(all.map(({ route }) => route))
  const paths: ZodOpenApiPathsObject = {}
  for (const { route, errors } of all) {
    const path = (paths[templateOf(route.path)] ??= {})
    path[route.method.toLowerCase() as 'get'] = operation(route, errors)
  }
  return createDocument(
    {
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
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: scopesInWords() } } },
    },
    options,
  )
}

const scopesInWords = (): string => {
  const lines = Object.entries(scopes).map(([scope, what]) => `- \`${scope}\`: ${what}`)
  return `An API token, or the token of a session. The scopes of a token say what it may do:\n\n${lines.join('\n')}\n- \`*\`: everything`
}

/** Gives each schema the name that it has in the contract; what has none is named after its operation. */
function nameSchemas(routes: readonly Route[]): void {
  const name = (schema: z.ZodType | null | undefined, id: string): void => {
    if (schema && !z.globalRegistry.has(schema)) z.globalRegistry.add(schema, { id })
  }
  for (const [id, schema] of namedSchemas()) name(schema, id)
  for (const route of routes) {
    name(route.answers.schema, answerName(route))
    name(route.body, `${answerName(route)}Body`)
  }
}

const options: CreateDocumentOptions = {
  allowEmptySchema: { any: true, unknown: true, custom: true, transform: true },
  override({ jsonSchema, zodSchema, io }) {
    // The format says it; patterns and the limits of a double add nothing for a reader.
    if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    // A record of known keys is an object with those properties, which readers of documents understand better.
    if (zodSchema instanceof z.ZodRecord && zodSchema.def.keyType instanceof z.ZodEnum && jsonSchema.required) {
      const value = jsonSchema.additionalProperties
      const keys = zodSchema.def.keyType.options.map(String)
      jsonSchema.properties = Object.fromEntries(keys.map((key) => [key, typeof value === 'object' ? value : {}]))
      delete jsonSchema.propertyNames
      delete jsonSchema.additionalProperties
    }
    // An answer may get fields within a version (C34): only what is sent is closed.
    if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  },
}

function operation(route: Route, errors: Mount['errors']): ZodOpenApiOperationObject {
  const { access } = route
  const secured = access !== 'public'
  const scope = typeof access === 'object' ? [access.scope] : []
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [tagOf(route.path)],
    security: secured ? [{ bearer: scope }] : [],
    requestParams: parametersOf(route),
    ...bodyOf(route),
    responses: {
      [route.answers.status]: successOf(route),
      ...(secured ? { 401: problem('No credential, or one that does not hold', errors) } : {}),
      ...(secured ? { 403: problem('Not allowed, or the API is switched off', errors) } : {}),
      ...(route.params ? { 404: problem('There is nothing with this id', errors) } : {}),
      '4XX': problem('The request is not valid, or conflicts with the current state', errors),
      '5XX': problem('Something went wrong inside', errors),
    },
  }
}

function successOf(route: Route) {
  const { schema, produces } = route.answers
  const description = route.summary
  if (schema) return { description, content: { [produces ?? 'application/json']: { schema } } }
  return produces === undefined ? { description } : { description, content: { [produces]: { schema: z.string() } } }
}

const problem = (description: string, errors: Mount['errors']) =>
  errors === 'vendor'
    ? { description, content: { 'application/json': { schema: VendorError } } }
    : { description, content: { 'application/problem+json': { schema: Problem } } }

function bodyOf({ body, rawBody }: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (body) return { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
  if (rawBody === undefined) return {}
  const schema =
    rawBody === 'multipart/form-data'
      ? {
          type: 'object' as const,
          additionalProperties: { type: 'string' as const, contentMediaType: 'application/octet-stream' },
        }
      : {}
  return { requestBody: { required: true, content: { [rawBody]: { schema } } } }
}

function parametersOf(route: Route): NonNullable<ZodOpenApiOperationObject['requestParams']> {
  const repeatable = route.method === 'POST' && route.path.startsWith('/v1/') && route.access !== 'public'
  const headers = {
    ...(route.needsIfMatch
      ? { 'If-Match': z.string().meta({ description: 'The ETag that was read last: its revision in quotes, as "3"' }) }
      : {}),
    ...(repeatable
      ? {
          'Idempotency-Key': z
            .string()
            .optional()
            .meta({ description: 'Sent again with the same key within a day, it is done once' }),
        }
      : {}),
  }
  return {
    ...(route.params instanceof z.ZodObject ? { path: route.params } : {}),
    ...(route.query instanceof z.ZodObject ? { query: route.query } : {}),
    ...(Object.keys(headers).length === 0 ? {} : { header: z.object(headers) }),
  }
}
