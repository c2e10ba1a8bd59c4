import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { roles } from '../../../src/contract/user-roles.ts'
import { User } from '../../../src/contract/users.ts'
import type { Caller } from '../../../src/main/api/http/caller.ts'
import { pointerSegments } from '../../../src/main/api/http/json-pointer.ts'
import type { Route } from '../../../src/main/api/http/route.ts'
import { identityGovernanceOperations } from '../../../src/main/api/identity-governance/operations.ts'
import type { Operation } from '../../../src/main/api/identity-governance/operation.ts'
import { nativeRoutes } from '../../../src/main/api/mounts.ts'
import { vendorRoutes } from '../../../src/main/api/permission-assist/routes.ts'
import { goodPassword } from '../../support/people.ts'
import { createCore, startTestHost, switchApi, type TestHost } from '../../support/test-host.ts'
import { coreGroup, unknownId } from '../../support/vendor.ts'
import { isAbsent, resolves, resolvesDotted, schemaKnows, wrongBodies } from '../../support/wrong-bodies.ts'
import { type Call, specimens } from './identity-governance/authorization-specimens.ts'
import { openStage, type Stage, type StagePerson } from './identity-governance/authorization-stage.ts'
import { secretStores } from '../../support/webhook-receiver.ts'

/*
 * Sends each body with one wrong value of each member, and holds that each place that an error names is in the body that
 * was sent; of a missing member, that what it is missing in is there, and that the schema knows it.
 */

/** A place in an error that is not in the body that was sent. */
interface Stray {
  readonly route: string
  readonly what: string
  readonly place: string
  readonly message: string
}

describe('/v1 and /api', () => {
  let test: TestHost
  let caller: Caller
  const ids: Record<string, string> = {}
  const json = async (response: Promise<Response>) => JSON.parse((await (await response).text()) || '{}')
  const create = async (method: string, path: string, body?: unknown, by: Caller = { kind: 'operator' }) => {
    const response = await test.call(method, path, body, {}, by)
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${await response.text()}`)
    return response.status === 204 ? null : response.json()
  }

  beforeAll(async () => {
    test = await startTestHost({ webhookSecrets: secretStores() })
    await switchApi(test, true)
    for (const id of ['ana', 'ben', 'mia', 'ivo'])
      await create('PUT', `/openidm/managed/user/${id}`, { userName: `user.${id}`, givenName: id, sn: 'Doe' })
    const people = z.object({ items: z.array(z.object({ id: z.string(), firstName: z.string() })) })
    const { items } = await test.ask(people, 'GET', '/v1/people?limit=50')
    for (const { id, firstName } of items) ids[firstName] = id
    const password = goodPassword('ana')
    const all = { username: 'ana', password, roles, identityId: ids['ana'] }
    const user = await test.ask(User, 'POST', '/v1/users', all)
    ids['user'] = user.id
    ids['session'] = (await create('POST', '/v1/session', { username: 'ana', password })).token
    caller = await test.host.identify(`Bearer ${ids['session']}`, 'wire')
    const vault = await create('POST', '/v1/catalogue', { kind: 'role', name: 'Vault' })
    ids['vault'] = vault.id
    const field = {
      name: 'Daily limit, e.g. 500/day',
      inputType: 'select',
      inputOptions: ['500', '900'],
      required: true,
    }
    ids['field'] = (await create('POST', '/v1/request-fields', field)).id
    const change = { approvers: ['managed/user/mia'], requestFields: [field.name] }
    const etag = { 'if-match': `"${vault.revision}"` }
    await test.call('PATCH', `/v1/catalogue/${vault.id}`, change, etag)
    ids['policy'] = (await create('POST', '/v1/policies', bodies['POST /v1/policies']?.())).id
    ids['scan'] = (await create('POST', '/v1/policies/scans', bodies['POST /v1/policies/scans']?.())).id
    ids['application'] = (await createCore(test)).id
    ids['token'] = (await create('POST', '/v1/tokens', { name: 'nightly', scopes: ['requests:make'] })).token.id
    ids['webhook'] = (await create('POST', '/v1/webhooks', aWebhook())).webhook.id
    ids['model'] = (await create('POST', '/v1/access-models', aModel())).id
    ids['event'] = (await create('POST', '/v1/personnel-events', anEvent())).event.id
    await makeRequest()
  })
  afterAll(() => test.close())

  async function makeRequest(): Promise<void> {
    const { items } = await create('POST', '/v1/requests', bodies['POST /v1/requests']?.(), caller)
    ids['request'] = items[0].id
    const { tasks } = await create('GET', `/v1/requests/${ids['request']}`)
    ids['task'] = tasks[0].id
    ids['taskRevision'] = tasks[0].revision
  }

  const later = '2090-01-01T00:00:00Z'
  const upload = { fileName: 'note.txt', fileType: 'text/plain', content: 'aGVsbG8=' }
  const condition = { operator: 'EQUALS', operand: { targetName: 'sn', targetValue: 'nobody' } }
  const expression = { operator: 'AND', operand: [condition, { operator: 'NOT', operand: [condition] }] }
  const fileGroup = () => ({
    id: coreGroup,
    name: 'Grants',
    pattern: 'core*.csv',
    columns: { userName: 'User', group: 'Group' },
    ignoredColumns: ['Phone'],
    keyColumns: ['User'],
    constants: { access: 'Yes' },
    valueMaps: { group: { A: 'B' } },
    filters: [{ column: 'User', is: 'equal-to', value: 'x' }],
    format: { encoding: 'auto', delimiter: ';' },
  })
  const rules = () => ({ fileGroups: [fileGroup()], schedule: { cron: '0 6 * * 1-5', timeZone: 'America/Chicago' } })
  const aRequest = () => ({
    people: ['managed/user/ben'],
    items: [{ itemId: ids['vault'], action: 'add', fields: { 'Daily limit, e.g. 500/day': '500' }, endsAt: later }],
    comment: 'please',
  })
  const aField = () => ({ name: 'Why', description: '', inputType: 'select', inputOptions: ['a'], objectType: null })
  const aScan = () => ({
    target: expression,
    policyIds: ids['policy'] === undefined ? [] : [ids['policy']],
    expirationDays: 7,
  })
  const aPlan = () => ({ name: 'Weekly', ...aScan(), schedule: { cron: '0 6 * * 1', timeZone: 'America/Chicago' } })
  const aPolicy = () => ({ name: 'Two hands', expression, riskLevel: 5, ownerId: 'managed/user/mia', active: true })
  const aPerson = { firstName: 'Nora', lastName: 'Reyes', email: 'nora@cu.example', supervisorId: 'managed/user/mia' }
  const anEvent = () => ({
    kind: 'onboard',
    person: { ...aPerson, department: 'Wires', customField1: 'a' },
    effectiveOn: '2090-01-01',
    effectiveTime: '08:00',
    late: { trueSince: '2026-01-01', reason: 'told late' },
    modelIds: ids['model'] === undefined ? [] : [ids['model']],
    comment: 'welcome',
  })
  const aModel = () => ({
    name: 'Tellers',
    ownerId: 'managed/user/mia',
    conditions: [{ attribute: 'department', values: ['Wires'] }],
    entitlements: [],
  })
  const aWebhook = () => ({
    name: 'Tickets',
    url: 'https://tickets.example.com/hook',
    topics: ['imports'],
    applicationId: ids['application'],
  })
  const vendorIdentity = () => ({ ...aPerson, supervisorId: ids['mia'], identityType: 'ServiceAccount' })
  const decision = () => ({
    items: [{ itemId: ids['vault'], outcome: 'approved', comment: 'yes' }],
  })

  /** A body for each route that takes one, in which everything is right or nearly so. */
  const bodies: Readonly<Record<string, () => unknown>> = {
    'POST /v1/imports': () => ({ fileId: unknownId, applicationId: ids['application'] }),
    'POST /v1/imports/:id/holds': () => ({ changeId: 1, reason: 'not yet' }),
    'POST /v1/imports/:id/release-doubts': () => ({ reason: 'the total line' }),
    'POST /v1/imports/:id/apply': () => ({ digest: 'abc', override: { reason: 'it is right' } }),
    'POST /v1/imports/restore': () => ({ applicationId: ids['application'], generation: 1 }),
    'POST /v1/files/:id/try-rules': () => ({ fileGroup: fileGroup() }),
    'POST /v1/files/:id/assign': () => ({ applicationId: ids['application'] }),
    'POST /v1/folders': () => ({ path: 'relative/folder', polling: true, intervalSeconds: 5 }),
    'PATCH /v1/folders/:id': () => ({ polling: true, intervalSeconds: 5 }),
    'POST /v1/applications': () => ({ name: 'Loans', owners: [ids['ana']], rules: rules() }),
    'PATCH /v1/applications/:id': () => ({ name: 'Core', owners: [ids['ana']], rules: rules() }),
    'POST /v1/audit/verify': () => ({ against: [{ name: 'a', text: 'b' }] }),
    'PATCH /v1/people/:id': () => ({ set: { title: 'Teller' }, reason: 'moved' }),
    'PUT /v1/accounts/:id/match': () => ({ personId: ids['ben'], reason: 'same badge' }),
    'POST /v1/session': () => ({ username: 'ben', password: 'wrong' }),
    'POST /v1/session/step-up': () => ({ password: 'wrong' }),
    'PUT /v1/settings/api': () => ({ enabled: true }),
    'POST /v1/users': () => ({
      username: `user-${Object.keys(ids).length}`,
      name: 'Somebody',
      password: goodPassword('somebody'),
      roles: ['approver'],
      identityId: ids['ben'],
    }),
    'PATCH /v1/users/:id': () => ({ name: 'Ana', roles, identityId: ids['ana'], disabled: false }),
    'PUT /v1/users/:id/password': () => ({ current: 'wrong', password: 'short' }),
    'POST /v1/tokens': () => ({ name: 'script', scopes: ['requests:make'], expires: { days: 30 } }),
    'POST /v1/tokens/:id/rotate': () => ({ overlapHours: 1 }),
    'POST /v1/tokens/:id/revoke': () => ({ reason: 'lost' }),
    'POST /v1/requests': aRequest,
    'POST /v1/requests/preview': aRequest,
    'POST /v1/requests/:id/cancel': () => ({ reason: 'changed my mind' }),
    'POST /v1/requests/:id/comments': () => ({ comment: 'Why?', items: [ids['vault']], hidden: false }),
    'POST /v1/requests/:id/files': () => ({ ...upload, items: [ids['vault']] }),
    'POST /v1/approvals/decide': () => ({
      tasks: [{ id: ids['task'], revision: 1 }],
      all: 'yes',
      comment: 'fine by me',
    }),
    'POST /v1/approvals/:id/decide': decision,
    'POST /v1/approvals/:id/record': () => ({
      decider: 'managed/user/mia',
      all: 'yes',
      comment: 'by mail',
      evidence: upload,
    }),
    'POST /v1/approvals/:id/reassign': () => ({ to: 'managed/user/ben' }),
    'POST /v1/approvals/:id/consult': () => ({ adviser: 'managed/user/ivo' }),
    'POST /v1/catalogue': () => ({ kind: 'bundle', name: 'Both', description: '', contents: [ids['vault']] }),
    'POST /v1/catalogue/publish': () => ({
      ids: [1],
      applicationId: ids['application'],
      q: 'x',
      provisionerId: 'managed/user/ivo',
      ownerId: 'managed/user/ivo',
      riskLevel: 1,
      approvers: ['manager'],
    }),
    'PATCH /v1/catalogue/:id': () => ({
      name: 'Vault',
      requestable: true,
      riskLevel: 1,
      ownerId: 'managed/user/ivo',
      provisionerId: 'managed/user/ivo',
      approvers: ['manager'],
      removalApprovers: ['manager'],
      parallel: false,
      requestFields: ['Daily limit, e.g. 500/day'],
      contents: [ids['vault']],
    }),
    'POST /v1/catalogue/:id/approvers': () => ({
      personId: 'managed/user/ben',
      action: 'add',
      change: { ownerId: 'managed/user/ivo', provisionerId: 'managed/user/ivo', approvers: ['manager'] },
    }),
    'POST /v1/request-fields': aField,
    'PUT /v1/request-fields/:id': aField,
    'POST /v1/policies/scan': aScan,
    'PUT /v1/policies/scan-settings': () => ({ afterImports: false, expirationDays: 7 }),
    'POST /v1/policies/scans': aPlan,
    'PUT /v1/policies/scans/:id': aPlan,
    'POST /v1/policies': aPolicy,
    'POST /v1/policies/what-if': () => ({
      personId: 'managed/user/ben',
      items: [{ itemId: ids['vault'], action: 'add' }],
    }),
    'POST /v1/policies/violations/:id/decide': () => ({ decision: 'exception', until: later, comment: 'known' }),
    'PUT /v1/policies/:id': aPolicy,
    'PATCH /v1/settings/governance': () => ({
      daysToCompleteApprovalTask: 5,
      defaultApproverGroup: 'internal/role/access-request-admin',
      defaultApprovers: ['manager'],
      workflows: [{ key: 'a', name: 'b' }],
    }),
    'POST /v1/delegations': () => ({
      personId: 'managed/user/ana',
      delegateId: 'managed/user/ben',
      from: '2089-01-01T00:00:00Z',
      until: later,
    }),
    'PUT /v1/notification-templates/:name': () => ({ subject: 'A task', body: 'For {{requestee}}', enabled: true }),
    'PUT /v1/settings/mail': () => ({
      enabled: false,
      host: 'mail.example',
      port: 25,
      security: 'none',
      username: 'a',
      from: 'a@example.org',
      password: 'secret',
    }),
    'POST /v1/settings/mail/test': () => ({ to: 'a@example.org' }),
    'POST /v1/webhooks': aWebhook,
    'PUT /v1/webhooks/:id': aWebhook,
    'POST /v1/webhooks/:id/rotate-secret': () => ({ overlapHours: 1 }),
    'PUT /v1/settings/webhook-networks': () => ({ networks: ['10.20.0.0/16'] }),
    'POST /v1/personnel-events': anEvent,
    'PATCH /v1/personnel-events/:id': () => ({
      person: aPerson,
      effectiveOn: '2090-01-02',
      endOn: '2090-02-01',
      modelIds: [ids['model']],
      leftOutIds: [ids['application']],
    }),
    'POST /v1/personnel-events/:id/votes': () => ({ answer: 'approved', comment: 'yes' }),
    'POST /v1/personnel-events/:id/cancel': () => ({ reason: 'not any more' }),
    'POST /v1/personnel-events/:id/resume': () => ({ on: '2090-01-01' }),
    'POST /v1/personnel-events/:id/comments': () => ({ comment: 'Why?' }),
    'POST /v1/personnel-events/proposals/:id/report': () => ({ effectiveOn: '2090-01-01' }),
    'POST /v1/personnel-events/proposals/:id/dismiss': () => ({ reason: 'a typing error' }),
    'PATCH /v1/settings/personnel-events': () => ({
      leadDays: 5,
      holidays: ['2026-12-25'],
      securityOfficers: 'internal/role/access-request-admin',
    }),
    'POST /v1/access-models': aModel,
    'PUT /v1/access-models/:id': aModel,
    'POST /api/personnel-events/onboard': () => ({
      identity: vendorIdentity(),
      effectiveDate: '2090-01-01',
      comment: 'hi',
    }),
    'POST /api/personnel-events/offboard': () => ({ identityId: ids['ben'], effectiveDate: '2090-01-01' }),
    'POST /api/personnel-events/role-transition': () => ({
      identityId: ids['ben'],
      effectiveDate: '2090-01-01',
      endDate: '2090-02-01',
      identity: vendorIdentity(),
    }),
    'POST /api/personnel-events/leave-of-absence': () => ({
      identityId: ids['ben'],
      effectiveDate: '2090-01-01T00:00:00Z',
      endDate: '2090-02-01',
    }),
    'POST /api/access-requests/:id/callbacks/:delivery': () => ({ status: 'done', comment: 'Ticket 4711' }),
    'POST /api/application-imports/stage': () => ({ applicationId: ids['application'] }),
    'POST /api/application-imports/cancel': () => ({ applicationImportId: unknownId }),
  }

  const objects: Readonly<Record<string, string>> = {
    '/v1/requests/': 'request',
    '/v1/personnel-events/proposals/': 'nothing',
    '/v1/personnel-events/': 'event',
    '/v1/access-models/': 'model',
    '/v1/webhooks/': 'webhook',
    '/v1/approvals/': 'task',
    '/v1/catalogue/': 'vault',
    '/v1/request-fields/': 'field',
    '/v1/policies/scans/': 'scan',
    '/v1/policies/violations/': 'nothing',
    '/v1/policies/': 'policy',
    '/v1/applications/': 'application',
    '/v1/people/': 'ben',
    '/v1/users/': 'user',
    '/v1/tokens/': 'token',
  }
  function addressOf({ path }: Route): string {
    const [, object = ''] = Object.entries(objects).find(([start]) => path.startsWith(start)) ?? []
    return path
      .replace(':id', ids[object] ?? unknownId)
      .replace(':delivery', unknownId)
      .replace(':name', 'APPROVAL_TASK_CREATED')
  }

  async function ifMatch(route: Route): Promise<Record<string, string>> {
    if (route.needsIfMatch !== true) return {}
    const address = addressOf(route)
    const parents = [address, address.slice(0, address.lastIndexOf('/'))]
    for (const path of parents) {
      const tag = (await test.call('GET', path, undefined, {}, caller)).headers.get('etag')
      if (tag !== null) return { 'if-match': tag }
    }
    return { 'if-match': '"1"' }
  }

  const takesBody = [...nativeRoutes, ...vendorRoutes].filter(({ body }) => body !== undefined)
  const nameOf = ({ method, path }: Route) => `${method} ${path}`

  it('has a body for each route that takes one', () => {
    expect(Object.keys(bodies).toSorted()).toEqual(takesBody.map(nameOf).toSorted())
  })

  it.each(takesBody.map((route) => [nameOf(route), route] as const))(
    '%s',
    { timeout: 180_000 },
    async (name, route) => {
      const strays: Stray[] = []
      const good = bodies[name]?.()
      expect(route.body?.safeParse(good).error).toBeUndefined()
      for (const { what, body } of [{ what: 'as it is', body: good }, ...wrongBodies(good)]) {
        const response = await test.call(route.method, addressOf(route), body, await ifMatch(route), caller)
        if (response.ok && /\/(requests\/:id|approvals)/.test(route.path)) await makeRequest()
        if (response.ok) continue
        const problem = await json(Promise.resolve(response))
        for (const { pointer, field, message } of problem.errors ?? []) {
          const place: string = pointer ?? field
          const fits =
            pointer === undefined
              ? resolvesDotted(body, field) || knownToSchema(route, field.split('.'), body)
              : resolves(body, pointerSegments(pointer)) || knownToSchema(route, pointerSegments(pointer), body)
          if (!fits) strays.push({ route: name, what, place, message })
        }
      }
      expect(strays).toEqual([])
    },
  )

  /** A missing member may stand in one that was left out because it has a default. */
  const knownToSchema = (route: Route, segments: readonly string[], body: unknown): boolean =>
    isAbsent(body, segments) && route.body !== undefined && schemaKnows(route.body, segments)
})

describe('/openidm', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  const nameOf = ({ method, path, action }: Operation) =>
    [method, path, action === undefined ? '' : ` ${typeof action === 'string' ? action : action[0]}`]
      .join(' ')
      .trimEnd()
      .replace('  ', ' ')

  /** Who may do it and is a person: some operations ask for one. */
  function personFor({ access, path, action }: Operation): StagePerson {
    if (Array.isArray(access)) return (access as readonly StagePerson[])[0] ?? 'arAdmin'
    if (path.endsWith('/approval') && path.includes('request/')) return 'approver'
    return ['reassign', 'consult', 'cancelconsult'].includes(String(action?.[0])) ? 'approver' : 'requester'
  }

  /** What a specimen leaves out, so that each member is tried. */
  const more: Readonly<Record<string, (body: Record<string, unknown>) => Record<string, unknown>>> = {
    'POST access-request/request': (body) => ({
      ...body,
      items: (body['items'] as object[]).map((item) => ({
        ...item,
        fields: [{ name: 'Limit', value: '5' }],
        endDate: '2090-01-01',
      })),
      comment: 'please',
    }),
    'POST access-request/request/approval complete': (body) => ({
      ...body,
      approvalData: (body['approvalData'] as object[]).map((data) => ({ ...data, comment: 'yes' })),
    }),
    'POST managed/user': (body) => ({ ...body, roles: [{ _ref: 'managed/role/vault' }], manager: null, 'a.b/c': 'x' }),
    'PUT repo/governance/approvalTask/:id': (body) => ({ ...body, consultId: 'managed/user/consult' }),
  }

  /** Members that a specimen leaves out or writes as text. */
  const documented: Readonly<Record<string, readonly string[]>> = {
    'POST governance/adminPolicy *': ['expression.operator', 'expression.operand'],
    'POST governance/adminPolicy/:id *': ['expression.operator', 'expression.operand'],
  }

  const takesBody = identityGovernanceOperations.filter(({ method }) => ['POST', 'PUT', 'PATCH'].includes(method))

  it.each(takesBody.map((operation) => [nameOf(operation), operation] as const))(
    '%s',
    { timeout: 120_000 },
    async (name, operation) => {
      const [specimen] = Object.values(specimens[name] ?? {})
      if (!specimen) throw new Error(`no specimen of ${name}`)
      const person = personFor(operation)
      const fresh = async (): Promise<Call> => {
        const call = await specimen(stage)
        const body =
          typeof call.body === 'function' ? (call.body as (person: StagePerson) => unknown)(person) : call.body
        return { path: call.path, body: more[name]?.(body as Record<string, unknown>) ?? body }
      }
      let call = await fresh()
      const strays: Stray[] = []
      for (const at of wrongBodies(call.body).keys()) {
        const wrong = wrongBodies(call.body)[at]
        if (!wrong) continue
        const { status, body } = await stage.call(person, operation.method, call.path, wrong.body)
        for (const { field, message } of body?.detail?.errors ?? []) {
          if (resolvesDotted(wrong.body, field) || isMissing(call.body, wrong.body, field, operation)) continue
          strays.push({ route: name, what: wrong.what, place: field, message })
        }
        if (status < 300) call = await fresh()
      }
      expect(strays).toEqual([])
    },
  )

  /** A patch speaks of the object: its errors name properties that one of its operations changes. */
  function isMissing(good: unknown, sent: unknown, field: string, operation: Operation): boolean {
    if (operation.method === 'PATCH')
      return Array.isArray(sent) && sent.some((step) => String(step?.field).replace(/^\//, '').startsWith(field))
    const at = field.lastIndexOf('.')
    const parentIsThere = at < 0 || resolvesDotted(sent, field.slice(0, at))
    return parentIsThere && (resolvesDotted(good, field) || documented[nameOf(operation)]?.includes(field) === true)
  }
})
