import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { internal, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

let stage: OpenIdm
let idm: Login
beforeAll(async () => {
  stage = await startOpenIdm()
  idm = await stage.person('idm', internal('openidm-admin'))
})
afterAll(() => stage.close())

const token = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
  stage.call('token', method, path, body, headers)
const error = (code: number, reason: string) => ({
  status: code,
  body: expect.objectContaining({ code, reason, message: expect.any(String), requestId: expect.any(String) }),
})

/** Sends bytes that no client library would send. @returns the status */
async function raw(text: string): Promise<number> {
  const { hostname, port, host } = new URL(stage.root)
  const socket = connect(Number(port), hostname)
  socket.end(text.replaceAll('HOST', host).replaceAll('TOKEN', stage.token).replaceAll('\n', '\r\n'))
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
}

describe('addresses', () => {
  it('that no operation answers are 404, and 401 without credentials', async () => {
    expect(await token('GET', 'access-request/nothing/here')).toMatchObject(error(404, 'Not Found'))
    expect((await token('GET', 'nowhere')).body.message).toBe("Resource 'nowhere' not found")
    expect(await stage.call(null, 'GET', 'nowhere')).toMatchObject({
      ...error(401, 'Unauthorized'),
      body: expect.objectContaining({ message: 'Access Denied' }),
    })
  })

  it('count repeated slashes once and a trailing one not at all', async () => {
    for (const path of ['managed//user//idm', '/managed/user/idm/', 'managed/user/idm//'])
      expect((await token('GET', path)).status).toBe(200)
  })

  it('in broken percent escapes are refused', async () => {
    for (const path of ['managed/user/%E0%A4%A', 'access-request/item/%ff', 'repo/governance/request/%C3'])
      expect((await token('GET', path)).status).toBe(400)
  })

  it('refuse a method and an action that they lack with 501, and a missing action with 400', async () => {
    const patch = await token('PATCH', 'repo/governance/request/x', {}, [])
    expect(patch).toMatchObject(error(501, 'Not Implemented'))
    const put = await token('PUT', 'access-request/request', {}, {})
    expect([put.status, put.headers.get('allow')]).toEqual([501, expect.stringContaining('POST')])
    const unknown = await token('POST', 'access-request/request?_action=dance', {}, {})
    expect(unknown).toMatchObject(error(501, 'Not Implemented'))
    expect(unknown.body.message).toContain('cancelconsult')
    expect((await token('POST', 'access-request/bundle/x', {}, {})).body.message).toContain('_action=update')
  })
})

describe('a request', () => {
  it('is read with underscore parameters in any letter case, and each comes once', async () => {
    const { body } = await token('GET', 'managed/user/idm?_FIELDS=sn&_PrettyPrint=TRUE')
    expect(body).toEqual({ _id: 'idm', _rev: body._rev, sn: 'Doe' })
    expect((await token('GET', 'managed/user/idm?_fields=sn&_Fields=sn')).status).toBe(400)
    expect((await token('POST', 'commons/glossary?_ACTION=CREATE', {}, {})).status).toBe(400)
  })

  it('may ask for an indented answer', async () => {
    const read = async (query: string) =>
      (await fetch(`${stage.root}/info/ping${query}`, { headers: { authorization: `Bearer ${stage.token}` } })).text()
    expect(await read('?_prettyPrint=true')).toContain('\n  "shortDesc"')
    expect(await read('')).not.toContain('\n')
  })

  it('may name the protocol up to 2.1', async () => {
    const version = (text: string) => token('GET', 'info/version', { 'accept-api-version': text })
    expect((await version('protocol=2.1,resource=1.0')).status).toBe(200)
    expect((await version('resource=1.0')).status).toBe(200)
    expect((await version('protocol=2.2')).status).toBe(400)
    expect((await version('protocol=3.0,resource=1.0')).status).toBe(400)
  })

  it('may say its method in a header, when it is a POST', async () => {
    const put = { 'x-http-method-override': 'PUT' }
    expect((await token('POST', 'managed/role/over', put, { name: 'Over' })).status).toBe(201)
    const patch = { 'x-http-method-override': 'patch' }
    const change = [{ operation: 'replace', field: 'name', value: 'Ridden' }]
    expect((await token('POST', 'managed/role/over', patch, change)).body.name).toBe('Ridden')
    expect((await token('GET', 'managed/role/over', { 'x-http-method-override': 'DELETE' })).status).toBe(200)
    expect((await token('POST', 'managed/role/over', { 'x-http-method-override': 'DELETE' })).status).toBe(200)
    expect((await token('GET', 'managed/role/over')).status).toBe(404)
  })

  it('needs content where something is made, and none where something is removed', async () => {
    const json = { 'content-type': 'application/json' }
    expect((await token('POST', 'managed/role', json)).status).toBe(400)
    expect((await token('PUT', 'managed/role/gone', json)).status).toBe(400)
    for (const body of [undefined, {}, { anything: 'goes' }]) {
      await stage.made('PUT', 'managed/role/gone', { name: 'Gone' })
      expect(await token('DELETE', 'managed/role/gone', json, body)).toMatchObject({
        status: 200,
        body: { _id: 'gone', name: 'Gone' },
      })
    }
  })

  it.each([
    ['{"name": "x"} trailing', 'application/json'],
    ['{"name": ', 'application/json'],
    ['[]', 'application/json'],
    ['"text"', 'application/json'],
    ['{"name": "x"}', 'text/plain'],
    ['{"name": "x"}', 'application/json;charset=utf-16'],
    ['name=x', 'application/x-www-form-urlencoded'],
  ])('with the content %s as %s is 400', async (body, type) => {
    expect(await token('POST', 'managed/role', { 'content-type': type }, body)).toMatchObject(error(400, 'Bad Request'))
  })

  it('with a content type in its usual forms is read', async () => {
    for (const type of ['application/json;charset=utf-8', 'Application/JSON; charset="UTF-8"'])
      expect((await token('POST', 'managed/role', { 'content-type': type }, { name: 'x' })).status).toBe(201)
  })

  it('that is too deep or too large is refused before it is built', async () => {
    expect((await token('POST', 'managed/role', {}, `${'['.repeat(40)}${']'.repeat(40)}`)).status).toBe(400)
    expect((await token('POST', 'managed/role', {}, { name: 'x'.repeat(16 * 1024 * 1024) })).status).toBe(413)
  })

  const mebibyte = 1024 * 1024
  it.each([
    ['a role', 'managed/role', { name: 'x'.repeat(mebibyte) }],
    ['a request', 'access-request/request', { userIds: [], items: [], comment: 'x'.repeat(mebibyte) }],
    [
      'a file whose name is as long as another file',
      'access-request/request?_action=upload',
      { requestId: 'r', fileName: 'x'.repeat(mebibyte), content: '' },
    ],
  ])('of more than a mebibyte without the content of a file is too large: %s', async (_, path, body) => {
    expect(await token('POST', path, {}, body)).toMatchObject(error(413, 'Request Entity Too Large'))
  })

  it('of a file is as large as the file', async () => {
    const upload = { requestId: 'nowhere', fileName: 'a.pdf', content: 'A'.repeat(2 * mebibyte) }
    expect((await token('POST', 'access-request/request?_action=upload', {}, upload)).status).toBe(404)
  })
})

describe('an answer', () => {
  it('is JSON that is not cached, with its revision as ETag', async () => {
    const { headers, body } = await token('GET', 'managed/user/idm')
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(headers.get('cache-control')).toContain('no-cache')
    expect(headers.get('etag')).toBe(`"${body._rev}"`)
    expect(headers.get('set-cookie')).toBeNull()
  })

  it('to a create is 201 and says where', async () => {
    const created = await token('POST', 'managed/role', {}, { name: 'Made' })
    expect([created.status, created.headers.get('location')]).toEqual([
      201,
      `/openidm/managed/role/${created.body._id}`,
    ])
    expect((await token('POST', 'managed/role?_action=CREATE', {}, { name: 'Made' })).status).toBe(201)
    const put = await token('PUT', 'managed/role/chosen', {}, { name: 'Made' })
    expect([put.status, put.headers.get('location')]).toEqual([201, '/openidm/managed/role/chosen'])
    expect((await token('PUT', 'managed/role/chosen', {}, { name: 'Made' })).status).toBe(200)
  })

  it('to a wrong content names every field at once', async () => {
    const { status, body } = await token('POST', 'access-request/request?_action=upload', {}, { itemIds: 'x' })
    expect(status).toBe(400)
    const fields = body.detail.errors.map(({ field }: { field: string }) => field)
    expect(fields).toEqual(expect.arrayContaining(['requestId', 'itemIds', 'fileName', 'content']))
    expect(body).toMatchObject({ type: 'urn:castellan:problem:bad-request', title: 'Bad Request', status: 400 })
  })
})

describe('a revision', () => {
  const role = async () => stage.made('PUT', 'managed/role/rev', { name: 'Rev' })
  const put = (headers: Record<string, string>, id = 'rev') =>
    token('PUT', `managed/role/${id}`, headers, { name: 'R' })

  it('must be the current one when a change names it, with or without quotes', async () => {
    const { _rev: rev } = await role()
    expect((await put({ 'if-match': '"999"' })).status).toBe(412)
    expect((await put({ 'if-match': 'nonsense' })).status).toBe(412)
    const { body } = await put({ 'if-match': `"${rev}"` })
    expect(Number(body._rev)).toBe(Number(rev) + 1)
    expect((await put({ 'if-match': body._rev })).status).toBe(200)
    expect((await token('PUT', 'managed/role/rev', {}, { name: 'R', _rev: '0' })).status).toBe(412)
    expect((await token('PATCH', 'managed/role/rev', { 'if-match': '"0"' }, [])).status).toBe(412)
    expect((await token('DELETE', 'managed/role/rev', { 'if-match': '"0"' })).status).toBe(412)
  })

  it('* updates only, and none creates only', async () => {
    await role()
    expect((await put({ 'if-match': '*' })).status).toBe(200)
    expect((await put({ 'if-match': '*' }, 'not-there')).status).toBe(412)
    expect((await put({ 'if-none-match': '*' })).status).toBe(412)
    expect((await put({ 'if-none-match': '*' }, 'fresh')).status).toBe(201)
    expect((await put({ 'if-none-match': '"1"' }, 'fresh')).status).toBe(400)
    expect((await token('DELETE', 'managed/role/fresh', { 'if-match': '*' })).status).toBe(200)
  })

  it('that the client has is not sent again', async () => {
    const { _rev: rev } = await role()
    const same = await token('GET', 'managed/role/rev', { 'if-none-match': `"${rev}"` })
    expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, null, `"${rev}"`])
    expect((await token('GET', 'managed/role/rev', { 'if-none-match': '"999"' })).status).toBe(200)
  })

  it('means nothing for other methods, and times mean nothing at all', async () => {
    const { _rev: rev } = await role()
    const match = { 'if-match': `"${rev}"` }
    expect((await token('GET', 'managed/role/rev', match)).status).toBe(412)
    expect((await token('POST', 'managed/role', match, { name: 'x' })).status).toBe(412)
    const none = { 'if-none-match': '*' }
    expect((await token('POST', 'managed/role', none, { name: 'x' })).status).toBe(412)
    expect((await token('PATCH', 'managed/role/rev', none, [])).status).toBe(412)
    expect((await token('DELETE', 'managed/role/rev', none)).status).toBe(412)
    const since = { 'if-modified-since': 'Sun, 01 Nov 2026 00:00:00 GMT' }
    expect((await token('GET', 'managed/role/rev', since)).status).toBe(409)
    expect((await token('PUT', 'managed/role/rev', { 'if-unmodified-since': 'x' }, { name: 'x' })).status).toBe(409)
  })
})

describe('credentials', () => {
  const login = (headers: Record<string, string>) => stage.call(null, 'GET', 'info/login', undefined, headers)
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

  it('come as the vendor’s headers, as Basic, or as a token', async () => {
    const headers = { 'x-openidm-username': idm.username, 'x-openidm-password': idm.password }
    for (const credentials of [
      headers,
      basic(`${idm.username}:${idm.password}`),
      { ...headers, 'x-openidm-nosession': 'true' },
    ]) {
      const { status, body, headers: sent } = await login(credentials)
      expect([status, body.authorization.id, sent.get('set-cookie')]).toEqual([200, 'idm', null])
      expect(body.authorization.roles).toContain('internal/role/openidm-admin')
    }
    expect((await token('GET', 'info/login')).body.authorization.moduleId).toBe('TOKEN')
  })

  it('may be encoded as RFC 5987 says', async () => {
    const password = 'fünf Gänse, gegen den Strom'
    await stage.made('PUT', 'managed/user/zoe', { userName: 'zoë', password, sn: 'Doe' })
    const encoded = (text: string) => `UTF-8''${encodeURIComponent(text)}`
    const good = { 'x-openidm-username': encoded('zoë'), 'x-openidm-password': encoded(password) }
    expect((await login(good)).body.authorization.id).toBe('zoe')
    expect((await login({ ...good, 'x-openidm-password': "utf-8''%E0%A4%A" })).status).toBe(401)
  })

  it('rejects partial, empty and common passwords', async () => {
    for (const credentials of [
      {},
      { 'x-openidm-username': idm.username },
      { 'x-openidm-password': idm.password },
      { 'x-openidm-username': '', 'x-openidm-password': '' },
      { 'x-openidm-username': 'openidm-admin', 'x-openidm-password': 'openidm-admin' },
      { 'x-openidm-username': 'anonymous', 'x-openidm-password': 'anonymous' },
      basic('nocolon'),
      basic(':'),
      { authorization: 'Basic !!!' },
      { authorization: 'Bearer nonsense' },
    ]) {
      const { status, body, headers } = await login(credentials)
      expect([status, body.reason, headers.get('www-authenticate')]).toEqual([
        401,
        'Unauthorized',
        expect.stringContaining('Basic'),
      ])
    }
  })

  it('that were wrong too often delay further attempts for that name only', async () => {
    const victim = await stage.person('victim')
    const wrong = { 'x-openidm-username': victim.username, 'x-openidm-password': 'not it, whatever it is' }
    const statuses: number[] = []
    for (let i = 0; i < 6; i++) statuses.push((await login(wrong)).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    const late = await login(wrong)
    expect([late.status, Number(late.headers.get('retry-after')) > 0, late.body.reason]).toEqual([
      429,
      true,
      'Too Many Requests',
    ])
    expect((await stage.call(idm, 'GET', 'info/login')).status).toBe(200)
  })

  it('in the address are refused', async () => {
    const secret = encodeURIComponent(idm.password)
    const { status } = await stage.call(
      null,
      'GET',
      `info/login?X-OpenIDM-Username=user.idm&X-OpenIDM-Password=${secret}`,
    )
    expect(status).toBeGreaterThanOrEqual(400)
  })

  it('are not asked of who only wants to know whether somebody is there', async () =>
    expect(await stage.call(null, 'GET', 'info/ping')).toMatchObject({ status: 200, body: { state: 'ACTIVE_READY' } }))
})

describe('bytes that no library sends', () => {
  it('get an answer, not an end of the program', async () => {
    const head = (line: string, more = '') =>
      `${line} HTTP/1.1\nHost: HOST\nConnection: close\nAuthorization: Bearer TOKEN\n${more}\n`
    expect(
      await raw(head('DELETE /openidm/managed/role/none', 'Content-Type: application/json\nContent-Length: 0\n')),
    ).toBe(404)
    expect(
      await raw(head('POST /openidm/managed/role', 'Content-Type: application/json\nContent-Length: 2\n') + '{}'),
    ).toBe(400)
    expect(await raw(head('GET /openidm/managed/user/%00'))).toBeGreaterThanOrEqual(400)
    expect(await raw(head('GET /openidm/../v1/users'))).toBeGreaterThanOrEqual(400)
    expect(await raw(head('GET /openidm/info/ping'))).toBe(200)
  })
})
