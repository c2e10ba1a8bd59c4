import { createConfig, lintFromString } from '@redocly/openapi-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopeNames } from '../../../../src/contract/scopes.ts'
import type { Route } from '../../../../src/main/api/http/route.ts'
import { nativeRoutes } from '../../../../src/main/api/mounts.ts'
import { vendorRoutes } from '../../../../src/main/api/permission-assist/routes.ts'
import { client, person } from '../../../support/signed-in.ts'
import { startTestHost, type TestHost } from '../../../support/test-host.ts'
import { script, unknownId } from '../../../support/vendor.ts'

interface Operation {
  readonly operationId: string
  readonly security: { bearer?: string[] }[]
  readonly parameters?: { name: string; in: string }[]
  readonly requestBody?: object
  readonly responses: Record<string, { content?: Record<string, { schema: { $ref: string } }> }>
}
type Json = object | string | number | boolean | null
interface Schema {
  readonly $ref?: string
  readonly properties?: object
  readonly additionalProperties?: unknown
}
interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { schemas: Record<string, { additionalProperties?: unknown; required?: string[] }> }
}

let test: TestHost
let text: string
let document: Document
beforeAll(async () => {
  test = await startTestHost()
  text = await (await test.call('GET', '/v1/openapi.json')).text()
  document = JSON.parse(text) as Document
})
afterAll(() => test.close())

const every = [...nativeRoutes, ...vendorRoutes]
const operationOf = ({ method, path }: Route): Operation | undefined =>
  document.paths[path.replaceAll(/:([A-Za-z]+)/g, '{$1}')]?.[method.toLowerCase()]

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 without a complaint of the linter', async () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    const config = await createConfig({ extends: ['recommended-strict'] })
    const problems = await lintFromString({ source: text, absoluteRef: '/openapi.json', config })
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
  })

  it('has every route, and nothing else, each under a name of its own', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(every.filter((route) => operationOf(route) === undefined).map(({ path }) => path)).toEqual([])
    expect(operations).toHaveLength(every.length)
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(every.length)
  })

  it('says which scope each operation needs, what it takes and how it refuses', () => {
    for (const route of every) {
      const { security, parameters = [], requestBody, responses } = operationOf(route) as Operation
      const scope = typeof route.access === 'object' ? [route.access.scope] : []
      expect([route.path, security]).toEqual([route.path, route.access === 'public' ? [] : [{ bearer: scope }]])
      for (const name of scope) expect(scopeNames).toContain(name)
      expect([route.path, requestBody !== undefined]).toEqual([route.path, Boolean(route.body ?? route.rawBody)])
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
      expect(inPath).toEqual([...route.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name))
      const refusals = Object.entries(responses).filter(([status]) => !status.startsWith('2'))
      const type = route.path.startsWith('/api/') ? 'application/json' : 'application/problem+json'
      expect(refusals.map(([, { content }]) => Object.keys(content ?? {}))).toEqual(refusals.map(() => [type]))
    }
  })

  it('closes every object that is sent to /v1, at any depth', () => {
    const open: string[] = []
    const seen = new Set<string>()
    const visitSchema = (at: string, schema: Json): void => {
      if (typeof schema !== 'object' || schema === null) return
      const name = /^#\/components\/schemas\/(.*)$/.exec(String((schema as Schema).$ref))?.[1]
      if (name !== undefined) {
        // A group of conditions may hold groups: each schema is looked at once.
        if (seen.has(name)) return
        seen.add(name)
        return visitSchema(name, document.components.schemas[name] as Json)
      }
      const { properties, additionalProperties } = schema as Schema
      if (properties !== undefined && additionalProperties !== false) open.push(at)
      for (const [key, value] of Object.entries(schema)) visitSchema(`${at}/${key}`, value as Json)
    }
    for (const route of nativeRoutes) {
      if (route.body) visitSchema(route.path, operationOf(route)?.requestBody as Json)
    }
    expect(open).toEqual([])
  })

  it('closes what is sent and leaves open what is answered, so that fields may be added', () => {
    const { NewToken, Token, Rules, RulesOutput } = document.components.schemas
    expect(NewToken?.additionalProperties).toBe(false)
    expect(Token).not.toHaveProperty('additionalProperties')
    expect([Rules?.required, RulesOutput?.required]).toEqual([
      ['fileGroups'],
      ['fileGroups', 'schedule', 'apply', 'guard'],
    ])
  })

  it('is for every signed-in user and every token, whatever its scopes', async () => {
    const own = await script(test, ['audit:read'])
    expect((await own.send('GET', '/v1/openapi.json')).status).toBe(200)
    expect((await (await person(test, 'olga', ['owner'])).send('GET', '/v1/openapi.json')).status).toBe(200)
    expect((await client(test).send('GET', '/v1/openapi.json')).status).toBe(401)
  })
})

describe('changes of what others may change too', () => {
  const bodies: Record<string, unknown> = {
    '/v1/settings/api': { enabled: true },
    '/v1/people/:id': { set: { title: 'Teller' }, reason: 'it is a test' },
    '/v1/accounts/:id/match': { personId: null, reason: 'it is a test' },
    '/v1/request-fields/:id': { name: 'Why', inputType: 'text' },
    '/v1/policies/:id': { name: 'Two', expression: { operator: 'ALL', operand: [] }, riskLevel: 1 },
    '/v1/policies/scan-settings': { afterImports: true, expirationDays: 15 },
    '/v1/policies/scans/:id': { name: 'Mondays', schedule: { cron: '0 6 * * 1' } },
    '/v1/notification-templates/:name': { subject: 'It is done', body: '', enabled: true },
    '/v1/settings/mail': {
      enabled: false,
      host: 'mail.cu.example',
      port: 587,
      security: 'starttls',
      username: '',
      from: 'castellan@cu.example',
    },
    '/v1/access-models/:id': { name: 'Tellers' },
    '/v1/webhooks/:id': { name: 'Tickets', url: 'https://tickets.example.com/', topics: ['imports'] },
    '/v1/settings/webhook-networks': { networks: [] },
    '/v1/users/:id/password': { password: 'a kettle, nine plums and rye' },
  }

  it('name the state that was seen: 428 without If-Match, 412 with what this server never gave', async () => {
    const changing = nativeRoutes.filter(({ method }) => method === 'PUT' || method === 'PATCH')
    const free = changing.filter(({ needsIfMatch }) => !needsIfMatch).map(({ method, path }) => `${method} ${path}`)
    expect(free).toEqual([])
    for (const { method, path, needsIfMatch } of changing) {
      if (!needsIfMatch) continue
      const ask = (headers = {}) =>
        test.call(
          method,
          path.replace(':id', unknownId).replace(':name', 'OUTCOME_UPDATE'),
          bodies[path] ?? {},
          headers,
        )
      expect([path, (await ask()).status]).toEqual([path, 428])
      expect([path, (await ask({ 'if-match': 'W/"1"' })).status]).toEqual([path, 412])
    }
  })
})
