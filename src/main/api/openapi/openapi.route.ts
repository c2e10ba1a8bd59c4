import { z } from 'zod'
import { openApiDocument, type Mount } from './document.ts'
import { type Route, route } from '../http/route.ts'

/** The document describes every API, itself included, so it asks for the mounts when it is first read. */
export function openApiRoute(mounts: () => readonly Mount[]): Route {
  let document: unknown
  return route({
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'Describe every operation, as OpenAPI 3.1',
    access: 'signed-in',
    answers: { status: 200, schema: z.looseObject({ openapi: z.string() }) },
    handle: () => ({ body: (document ??= openApiDocument(mounts())) }),
  })
}
