import { describe, expect, it } from 'vitest'
import { goodPassword } from '../../support/people.ts'
import { inProcess, operatorCredential, overTheWire, type TestChannel } from '../../support/doors.ts'
import { extract } from '../../support/test-host.ts'
import { coreGroup, unknownId } from '../../support/vendor.ts'

/** What answers say that later requests need: ids, tags, tokens. */
type Memory = Record<string, string>
type Json = Record<string, unknown>
type Who = 'operator' | 'olga' | 'script' | 'narrow' | 'nobody' | 'stranger'

interface Step {
  readonly as: Who
  readonly line: string | ((memory: Memory) => string)
  readonly body?: Json | ((memory: Memory) => Json)
  readonly bytes?: string
  readonly headers?: Record<string, string> | ((memory: Memory) => Record<string, string>)
  /** Keeps what later steps need. */
  readonly keep?: (body: Json, response: Response) => Memory
  /** Waits until imports stand still, before. */
  readonly idle?: boolean
}

const content = extract([
  ['ana', 'Vault'],
  ['ben', 'Wires'],
])
const columns = {
  userName: 'User',
  fullName: 'Name',
  email: 'Email',
  group: 'Group',
  permission: 'Permission',
  access: 'Access',
}
const rules = { fileGroups: [{ id: coreGroup, name: 'Grants', pattern: 'core*.csv', columns }] }
const upload = { 'content-type': 'application/octet-stream', 'x-castellan-upload': '1' }
const multipart = { 'content-type': 'multipart/form-data; boundary=b' }
const form = (group: string, name: string, bytes: string) =>
  `--b\r\nContent-Disposition: form-data; name="${group}"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n${bytes}\r\n--b--\r\n`
const key = { 'idempotency-key': 'a-key' }
const username = 'olga'
const password = goodPassword(username)
const id = (name: string) => (body: Json) => ({ [name]: String(body['id']) })

/** One list of requests, run through every channel. */
const steps: readonly Step[] = [
  { as: 'nobody', line: 'GET /v1/health' },
  { as: 'nobody', line: 'GET /v1/imports' },
  { as: 'nobody', line: 'GET /v1/nothing' },
  { as: 'nobody', line: 'GET /api/applications' },
  { as: 'stranger', line: 'GET /v1/imports' },
  { as: 'operator', line: 'DELETE /v1/imports' },
  { as: 'operator', line: 'HEAD /v1/imports' },
  {
    as: 'operator',
    line: 'GET /v1/settings/api',
    keep: (_, response) => ({ tag: response.headers.get('etag') ?? '' }),
  },
  { as: 'operator', line: 'PUT /v1/settings/api', body: { enabled: true } },
  {
    as: 'operator',
    line: 'PUT /v1/settings/api',
    body: { enabled: true },
    headers: ({ tag = '' }) => ({ 'if-match': tag }),
  },
  {
    as: 'operator',
    line: 'PUT /v1/settings/api',
    body: { enabled: false },
    headers: ({ tag = '' }) => ({ 'if-match': tag }),
  },
  { as: 'operator', line: 'POST /v1/users', body: { username, password, roles: ['owner'] }, keep: id('user') },
  { as: 'operator', line: 'POST /v1/users', body: { username: 'x', roles: ['king'], more: 1 } },
  { as: 'nobody', line: 'POST /v1/session', body: { username, password: 'wrong' } },
  {
    as: 'nobody',
    line: 'POST /v1/session',
    body: { username, password },
    keep: (body) => ({ olga: String(body['token']) }),
  },
  { as: 'olga', line: 'GET /v1/session' },
  { as: 'olga', line: ({ user }) => `PATCH /v1/users/${user}`, body: { name: 'Olga' }, headers: { 'if-match': '"9"' } },
  {
    as: 'olga',
    line: 'POST /v1/tokens',
    body: { name: 'nightly', scopes: ['*'] },
    keep: (body) => ({ script: String(body['secret']) }),
  },
  {
    as: 'olga',
    line: 'POST /v1/tokens',
    body: { name: 'narrow', scopes: ['audit:read'] },
    keep: (body) => ({ narrow: String(body['secret']) }),
  },
  { as: 'olga', line: 'GET /v1/tokens?limit=1' },
  { as: 'narrow', line: 'GET /v1/imports' },
  { as: 'narrow', line: 'GET /api/applications' },
  {
    as: 'script',
    line: 'POST /v1/applications',
    body: { name: 'Core Banking', rules },
    headers: key,
    keep: id('core'),
  },
  { as: 'script', line: 'POST /v1/applications', body: { name: 'Core Banking', rules }, headers: key },
  { as: 'script', line: 'POST /v1/applications', body: { name: 'Other', rules }, headers: key },
  { as: 'script', line: 'POST /v1/applications', body: { name: 'Core Banking', rules } },
  { as: 'script', line: ({ core }) => `GET /v1/applications/${core}` },
  {
    as: 'script',
    line: ({ core }) => `PATCH /v1/applications/${core}`,
    body: { priority: 'High' },
    headers: { 'if-match': '"1"' },
  },
  { as: 'script', line: 'GET /v1/applications' },
  { as: 'script', line: 'GET /v1/imports?limit=0' },
  { as: 'script', line: 'GET /v1/imports?limit=1&limit=2' },
  { as: 'script', line: 'GET /v1/imports?colour=red' },
  { as: 'script', line: 'GET /v1/imports?cursor=bm9uc2Vuc2U' },
  { as: 'script', line: ({ core }) => `GET /v1/applications/${core}`, headers: { 'if-none-match': '"2"' } },
  { as: 'script', line: `GET /v1/imports/${unknownId}` },
  { as: 'script', line: 'GET /v1/imports/%2e%2e' },
  {
    as: 'script',
    line: 'POST /v1/files?name=core.csv&modifiedAt=2026-06-29T17:00:00.000Z',
    bytes: content,
    headers: upload,
    keep: (body) => ({ import: String(body['importId']) }),
  },
  {
    as: 'script',
    line: 'POST /v1/files?name=r%C3%A9sum%C3%A9.csv',
    bytes: 'a,b\n1,2\n',
    headers: { ...upload, ...key, 'idempotency-key': 'b' },
    keep: id('file'),
  },
  {
    as: 'script',
    line: 'POST /v1/files?name=r%C3%A9sum%C3%A9.csv',
    bytes: 'a,b\n1,2\n',
    headers: { ...upload, 'idempotency-key': 'b' },
  },
  { as: 'script', line: ({ file }) => `GET /v1/files/${file}/inspection` },
  {
    as: 'script',
    line: ({ import: importId }) => `GET /v1/imports/${importId}`,
    idle: true,
    keep: (body) => ({ digest: String(body['digest']) }),
  },
  { as: 'script', line: ({ import: importId }) => `GET /v1/imports/${importId}/changes?limit=2` },
  { as: 'script', line: ({ import: importId }) => `GET /v1/imports/${importId}/log` },
  { as: 'script', line: ({ import: importId }) => `POST /v1/imports/${importId}/apply`, body: { digest: 'other' } },
  {
    as: 'script',
    line: ({ import: importId }) => `POST /v1/imports/${importId}/apply`,
    body: ({ digest }) => ({ digest }),
  },
  { as: 'script', line: ({ import: importId }) => `GET /v1/imports/${importId}`, idle: true },
  { as: 'script', line: ({ import: importId }) => `POST /v1/imports/${importId}/cancel` },
  { as: 'script', line: 'GET /v1/accounts?match=none' },
  { as: 'script', line: 'GET /v1/people' },
  { as: 'script', line: 'GET /v1/files' },
  { as: 'script', line: 'GET /api/applications' },
  { as: 'script', line: ({ core }) => `GET /api/applications/${core?.toUpperCase()}` },
  { as: 'script', line: 'GET /api/applications/?page=2' },
  { as: 'script', line: 'GET /api/application-imports?page=x' },
  { as: 'script', line: 'GET /api/nothing' },
  { as: 'script', line: 'PATCH /api/applications', body: {} },
  { as: 'script', line: 'GET /api/identities' },
  {
    as: 'script',
    line: 'POST /api/application-imports/stage',
    body: ({ core }) => ({ applicationId: core, other: 1 }),
  },
  {
    as: 'script',
    line: 'POST /api/application-imports/stage',
    bytes: '{',
    headers: { 'content-type': 'application/json' },
  },
  {
    as: 'script',
    line: ({ core }) => `POST /api/application-imports/upload?applicationId=${core}`,
    bytes: form(
      coreGroup,
      'core.csv',
      extract([
        ['ana', 'Vault'],
        ['ben', 'Wires'],
        ['eva', 'Wires'],
      ]),
    ),
    headers: multipart,
    keep: id('second'),
  },
  { as: 'script', line: 'POST /api/application-imports/upload', bytes: form('x', 'core.csv', ''), headers: multipart },
  { as: 'script', line: 'POST /api/application-imports/upload', bytes: '--b\r\n', headers: multipart },
  { as: 'script', line: ({ second }) => `GET /api/application-imports/${second}`, idle: true },
  {
    as: 'script',
    line: 'POST /api/application-imports/cancel',
    body: ({ second }) => ({ applicationImportId: second }),
  },
  {
    as: 'script',
    line: 'POST /api/application-imports/cancel',
    body: ({ second }) => ({ applicationImportId: second }),
  },
  { as: 'script', line: 'GET /api/application-imports' },
  { as: 'script', line: 'GET /v1/audit?limit=5' },
  { as: 'olga', line: 'POST /v1/session/lock' },
  { as: 'olga', line: 'GET /v1/imports' },
  { as: 'olga', line: 'DELETE /v1/session' },
  { as: 'olga', line: 'GET /v1/session' },
]

const domainHeaders = [
  'content-type',
  'etag',
  'location',
  'allow',
  'www-authenticate',
  'retry-after',
  'idempotent-replayed',
  'link',
  'content-disposition',
]

/** What a random number made gets a name by the order in which it appears; everything else must be the same. */
function namer(): (text: string) => string {
  const names = new Map<string, string>()
  const random =
    /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b|\b[0-9a-f]{32}\b|\bcs[a-z]_[\w-]{20,}|(?<=YWZ0ZXI[\w-]*)[\w-]{22}(?=["&>])/gi
  return (text) =>
    text.replaceAll(random, (value) => {
      const folded = value.length === 36 ? value.toLowerCase() : value
      const replacement = names.get(folded) ?? `<random ${names.size}>`
      names.set(folded, replacement)
      return replacement
    })
}

async function run(channel: TestChannel): Promise<string[]> {
  const memory: Memory = {}
  const name = namer()
  const linesSeen: string[] = []
  for (const step of steps) {
    if (step.idle) await channel.test.host.idle()
    const line = typeof step.line === 'string' ? step.line : step.line(memory)
    const [method = '', path = ''] = line.split(' ')
    const object = typeof step.body === 'function' ? step.body(memory) : step.body
    const headers = typeof step.headers === 'function' ? step.headers(memory) : step.headers
    const body = step.bytes ?? (object === undefined ? undefined : JSON.stringify(object))
    const json: Record<string, string> = object === undefined ? {} : { 'content-type': 'application/json' }
    const as = {
      operator: operatorCredential,
      nobody: null,
      stranger: 'cst_nobodyknowsthis',
      olga: memory['olga'] ?? '',
      script: memory['script'] ?? '',
      narrow: memory['narrow'] ?? '',
    }[step.as]
    const response = await channel.send(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: { ...json, ...headers },
      as,
    })
    const text = await response.text()
    if (step.keep) Object.assign(memory, step.keep(text === '' ? {} : (JSON.parse(text) as Json), response))
    const lines = domainHeaders.map((header) => `${header}: ${response.headers.get(header) ?? '-'}`)
    lines.push(`x-request-id: ${/^[0-9a-f]{32}$/.test(response.headers.get('x-request-id') ?? '')}`)
    linesSeen.push(name([`${step.as} ${line} → ${response.status}`, ...lines, text].join('\n')))
  }
  return linesSeen
}

describe('one program behind two channels', () => {
  const clock = () => Date.parse('2026-06-30T09:00:00.000Z')
  const through = async (open: Promise<TestChannel>): Promise<string[]> => {
    const channel = await open
    try {
      return await run(channel)
    } finally {
      await channel.close()
    }
  }

  // The last one exchanges Request and Response for the rest of this process.
  it('answers the same list of requests alike in process, over the wire, and as "castellan serve" listens', async () => {
    const expected = await through(inProcess(clock))
    const statuses = new Set(expected.map((line) => /→ (\d+)/.exec(line)?.[1]))
    expect([...statuses].sort((a = '', b = '') => a.localeCompare(b))).toEqual([
      '200',
      '201',
      '202',
      '204',
      '304',
      '400',
      '401',
      '403',
      '404',
      '405',
      '409',
      '412',
      '422',
      '428',
    ])
    for (const replaceGlobals of [false, true]) {
      const linesSeen = await through(overTheWire(clock, replaceGlobals))
      for (const [i, lineSeen] of linesSeen.entries()) expect(lineSeen).toBe(expected[i])
    }
  })
})
