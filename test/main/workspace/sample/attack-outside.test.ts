import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { FolderList } from '../../../../src/contract/folder.ts'
import { ReceivedFilePage } from '../../../../src/contract/files.ts'
import { CurrentMailSettings } from '../../../../src/contract/mail.ts'
import { OpenedSample } from '../../../../src/contract/sample.ts'
import type { Caller } from '../../../../src/main/api/http/caller.ts'
import type { Route } from '../../../../src/main/api/http/route.ts'
import { identityGovernanceOperations } from '../../../../src/main/api/identity-governance/operations.ts'
import { nativeRoutes } from '../../../../src/main/api/mounts.ts'
import { vendorRoutes } from '../../../../src/main/api/permission-assist/routes.ts'
import { createHost } from '../../../../src/main/host/host.ts'
import { openStore } from '../../../../src/main/storage/store.ts'
import { markSample } from '../../../../src/main/data-dir/sample-directory.ts'
import { openWorkspace, type Workspace } from '../../../../src/main/workspace/workspace.ts'
import { castellan } from '../../cli/castellan.ts'
import { unknownId } from '../../../support/vendor.ts'
import { workerFile } from '../../../support/test-host.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
const operator: Caller = { kind: 'operator' }
const routes: readonly Route[] = [...nativeRoutes, ...vendorRoutes]

let root: string
let elsewhere: string
let mailServer: Server
let calls: string[]
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'castellan-inside-'))
  elsewhere = join(root, 'elsewhere')
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, 'payroll.csv'), 'name,salary\nZoe Quist,91000\n')
  mailServer = createServer((socket) => socket.destroy())
  await new Promise<void>((done) => mailServer.listen(0, '127.0.0.1', done))
})
afterAll(() => {
  mailServer.close()
  rmSync(root, { recursive: true, force: true })
})
beforeEach(() => {
  calls = []
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...to: unknown[]) {
    calls.push(JSON.stringify(to))
    return this.destroy(Object.assign(new Error('nobody may call'), { code: 'ECONNREFUSED' }))
  })
})
afterEach(() => vi.restoreAllMocks())

const mailPort = () => (mailServer.address() as { port: number }).port
/** Everything that lies outside the sample workspace, with its content. */
const untouched = () => readdirSync(elsewhere).map((name) => [name, readFileSync(join(elsewhere, name), 'utf8')])

interface Door {
  readonly name: string
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
}

const door = (name: string, host: () => Workspace['host'], caller: () => Caller): Door => ({
  name,
  ask: (method, path, body, headers = {}) =>
    host().fetch(
      new Request(`http://127.0.0.1${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
      caller(),
    ),
})

describe('whoever is in the sample workspace', () => {
  let workspace: Workspace
  let sampleDir: string
  let inside: Caller
  beforeAll(async () => {
    workspace = await openWorkspace({
      dataDir: join(root, 'own'),
      importsDir: null,
      mode: 'serve',
      parts: { worker: workerFile, page: tmpdir(), preload: '' },
    })
    const response = await door(
      '',
      () => workspace.host,
      () => operator,
    ).ask('POST', '/v1/sample')
    const opened = OpenedSample.parse(await response.json())
    sampleDir = opened.dataDir
    inside = await workspace.host.identify(`Bearer ${opened.token}`, 'wire')
  })
  afterAll(() => workspace.close())
  const owner = door(
    'its owner',
    () => workspace.host,
    () => inside,
  )

  it('watches no folder outside it, nor the folders of the real workspace', async () => {
    const intake = join(root, 'own', 'intake')
    for (const path of [elsewhere, intake, '/', join(sampleDir, '..'), join(sampleDir, 'imports', '..', '..', '..')]) {
      const response = await owner.ask('POST', '/v1/folders', { path })
      expect([path, response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
        path,
        403,
        'This is the sample workspace: it watches no folder but its own. It touches nothing outside itself, whoever is signed in.',
      ])
    }
    const { items } = FolderList.parse(await (await owner.ask('GET', '/v1/folders')).json())
    expect(items.map(({ path }) => path)).toEqual([join(sampleDir, 'imports')])
  })

  it('names no mail server, and sends nothing', async () => {
    const now = await owner.ask('GET', '/v1/settings/mail')
    const settings = {
      enabled: true,
      host: '127.0.0.1',
      port: mailPort(),
      security: 'none',
      username: '',
      from: 'a@b.test',
    }
    const put = await owner.ask('PUT', '/v1/settings/mail', settings, { 'if-match': now.headers.get('etag') ?? '' })
    const test = await owner.ask('POST', '/v1/settings/mail/test', { to: 'x@y.test' })
    expect([put.status, test.status, calls]).toEqual([403, 403, []])
  })

  it('keeps nothing in the key store of the machine', async () => {
    expect((await owner.ask('POST', '/v1/session/keep')).status).toBe(403)
  })

  it('reaches nothing outside by any route of the three APIs, with whatever it says', async () => {
    const before = untouched()
    const etag = '"1"'
    const hostile = [
      { path: elsewhere, polling: true, intervalSeconds: 1 },
      {
        enabled: true,
        host: '127.0.0.1',
        port: mailPort(),
        security: 'none',
        username: '',
        from: 'a@b.test',
        to: 'x@y.test',
      },
      { to: 'x@y.test' },
      {
        host: '127.0.0.1',
        url: `http://127.0.0.1:${mailPort()}/`,
        folder: elsewhere,
        dataDir: elsewhere,
        file: join(elsewhere, 'payroll.csv'),
      },
      {},
    ]
    const addresses = [
      ...routes.map(({ method, path }) => [method, path] as const),
      ...identityGovernanceOperations.map(({ method, path }) => [method, path] as const),
    ].filter(([method, path]) => !/^\/v1\/(?:events|session)/.test(path) || method === 'GET')
    for (const [method, path] of addresses) {
      if (path === '/v1/events') continue
      const place = path.replaceAll(/:[A-Za-z]+|\{[A-Za-z]+\}/g, unknownId)
      for (const body of method === 'GET' || method === 'DELETE' ? [undefined] : hostile) {
        const response = await owner.ask(method, place, body, { 'if-match': etag })
        await response.arrayBuffer()
        expect([method, place, response.status >= 500 && response.status !== 503]).toEqual([method, place, false])
      }
    }
    expect([untouched(), calls]).toEqual([before, []])
    const { items } = FolderList.parse(await (await owner.ask('GET', '/v1/folders')).json())
    expect(items.map(({ path }) => path)).toEqual([join(sampleDir, 'imports')])
  })
})

describe('a data directory that was made as a sample', () => {
  const folder = () => mkdtempSync(join(root, 'sample-'))
  const open = async (dataDir: string, importsDir: string | null) => {
    const host = await createHost({ dataDir, importsDir, worker: workerFile, stillMs: 0 })
    return {
      host,
      operator: door(
        'the operator',
        () => host,
        () => operator,
      ),
    }
  }

  it('watches no folder that the start names, that lies behind a link, or that was added before this was forbidden', async () => {
    const dataDir = folder()
    symlinkSync(elsewhere, join(dataDir, 'imports'))
    const before = openStore(dataDir)
    before.transact((tx) =>
      tx
        .prepare(
          `INSERT INTO watched_root (guid, path, at_start, polling, interval_seconds, created_at, created_by) VALUES (?, ?, 0, 0, 5, 0, 'eve')`,
        )
        .run(unknownId, elsewhere),
    )
    before.close()
    markSample(dataDir, {})
    const { host, operator: ask } = await open(dataDir, join(dataDir, 'imports'))
    try {
      for (let i = 0; i < 3; i++) await host.sweep()
      expect(ReceivedFilePage.parse(await (await ask.ask('GET', '/v1/files')).json()).items).toEqual([])
      expect(FolderList.parse(await (await ask.ask('GET', '/v1/folders')).json()).items).toMatchObject([
        { path: elsewhere, state: 'offline', detail: expect.stringContaining('sample workspace') as string },
      ])
      expect(untouched()).toHaveLength(1)
    } finally {
      await host.close()
    }
  })

  it('sends nothing by a mail server that was named before this was forbidden', async () => {
    const dataDir = folder()
    const real = await open(dataDir, null)
    const now = await real.operator.ask('GET', '/v1/settings/mail')
    const settings = {
      enabled: true,
      host: '127.0.0.1',
      port: mailPort(),
      security: 'none',
      username: '',
      from: 'a@b.test',
    }
    const put = await real.operator.ask('PUT', '/v1/settings/mail', settings, {
      'if-match': now.headers.get('etag') ?? '',
    })
    expect(CurrentMailSettings.parse(await put.json()).enabled).toBe(true)
    await real.host.close()
    markSample(dataDir, {})
    const { host, operator: ask } = await open(dataDir, null)
    try {
      expect(await host.sendMail()).toBe(0)
      expect((await ask.ask('POST', '/v1/settings/mail/test', { to: 'x@y.test' })).status).toBe(403)
      expect(calls).toEqual([])
    } finally {
      await host.close()
    }
  })

  it('is served without the folders that the command line names', async () => {
    vi.restoreAllMocks()
    const cli = castellan()
    try {
      mkdirSync(cli.at('data'), { recursive: true })
      mkdirSync(cli.at('data/imports'))
      markSample(cli.at('data'), {})
      const { ready } = await cli.serve()
      expect((await fetch(`${ready.url}/v1/health`)).status).toBe(200)
    } finally {
      await cli.dispose()
    }
  })
})

/** What a caller says that could be a place outside: a new one must be looked at here, and asked for by `env.outside`. */
it('takes a path, a host or an address by the routes that are known to, and by no other', () => {
  const telling =
    /^(?:path|paths|folder|directory|dir|dataDir|file|fileName|host|hostname|port|url|uri|endpoint|server|address|to|target|destination|command)$/i
  const found = routes.flatMap(({ method, path, body, query }) =>
    [body, query].flatMap((schema) =>
      schema === undefined
        ? []
        : namesIn(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }))
            .filter((name) => telling.test(name))
            .map((name) => `${method} ${path} ${name}`),
    ),
  )
  expect([...new Set(found)].sort()).toMatchInlineSnapshot(`
    [
      "GET /v1/access/changes to",
      "PATCH /v1/applications/:id to",
      "POST /v1/applications to",
      "POST /v1/approvals/:id/reassign to",
      "POST /v1/approvals/:id/record fileName",
      "POST /v1/files/:id/try-rules to",
      "POST /v1/folders path",
      "POST /v1/policies/scan target",
      "POST /v1/policies/scans target",
      "POST /v1/requests fileName",
      "POST /v1/requests/:id/files fileName",
      "POST /v1/requests/preview fileName",
      "POST /v1/settings/mail/test to",
      "POST /v1/webhooks url",
      "PUT /v1/policies/scans/:id target",
      "PUT /v1/settings/mail host",
      "PUT /v1/settings/mail port",
      "PUT /v1/webhooks/:id url",
    ]
  `)
})

function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value as object), ...Object.values(value as object).flatMap(namesIn)]
      : namesIn(value),
  )
}
