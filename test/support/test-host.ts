import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Caller } from '../../src/main/api/http/caller.ts'
import { Application } from '../../src/contract/applications.ts'
import { ReceivedFile } from '../../src/contract/files.ts'
import { Import } from '../../src/contract/imports.ts'
import { ApiSwitch } from '../../src/contract/api-switch.ts'
import { holdToContract } from './contract-recorder.ts'
import { createHost, type Host, type HostConfig } from '../../src/main/host/host.ts'

export const workerFile = new URL('../../src/main/workers/import.worker.ts', import.meta.url)

/** A host on a data directory of its own, called in process as the local operator. */
export interface TestHost {
  readonly host: Host
  readonly dataDir: string
  readonly importsDir: string
  /** Sends a request; objects go as JSON, buffers as bytes. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    caller?: Caller,
  ): Promise<Response>
  /** The same, and the body must fit the schema. @throws when the status is not 2xx */
  ask<T>(
    schema: z.ZodType<T>,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<T>
  drop(name: string, content: string | Buffer): string
  /** Ends the host and opens its data again; what happens `between` finds nobody there. */
  reopen(between?: () => unknown): Promise<void>
  close(): Promise<void>
}

export async function startTestHost(config: Partial<HostConfig> = {}): Promise<TestHost> {
  const root = mkdtempSync(join(tmpdir(), 'castellan-test-'))
  const dataDir = config.dataDir ?? join(root, 'data')
  const importsDir = join(root, 'imports')
  mkdirSync(importsDir, { recursive: true })
  const open = () => createHost({ dataDir, importsDir, worker: workerFile, stillMs: 0, ...config })
  let host = await open()
  const test: TestHost = {
    get host() {
      return host
    },
    dataDir,
    importsDir,
    async call(method, path, body, headers = {}, caller = { kind: 'operator' }) {
      const bytes = body instanceof Uint8Array
      const init: RequestInit & { duplex: 'half' } = {
        method,
        headers: { ...(body === undefined || bytes ? {} : { 'content-type': 'application/json' }), ...headers },
        duplex: 'half',
        ...(body === undefined ? {} : { body: bytes ? Buffer.from(body) : JSON.stringify(body) }),
      }
      const response = await host.fetch(new Request(`http://127.0.0.1${path}`, init), caller)
      await holdToContract(method, path, response)
      return response
    },
    async ask(schema, method, path, body, headers) {
      const response = await test.call(method, path, body, headers)
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${text}`)
      return schema.parse(JSON.parse(text))
    },
    drop(name, content) {
      const path = join(importsDir, name)
      writeFileSync(path, content)
      return path
    },
    async reopen(between) {
      await host.close()
      await between?.()
      host = await open()
    },
    async close() {
      await host.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
  return test
}

/** As an administrator does it; tokens open nothing before. */
export async function switchApi(test: TestHost, enabled: boolean): Promise<void> {
  const etag = (await test.call('GET', '/v1/settings/api')).headers.get('etag') ?? ''
  await test.ask(ApiSwitch, 'PUT', '/v1/settings/api', { enabled }, { 'if-match': etag })
}

const columns = {
  userName: 'User',
  fullName: 'Name',
  email: 'Email',
  group: 'Group',
  permission: 'Permission',
  access: 'Access',
}

/** An application that takes `core*.csv`, one row per grant. */
export function createCore(
  test: TestHost,
  rules: Record<string, unknown> = {},
  group: Record<string, unknown> = {},
  name = 'Core Banking',
): Promise<Application> {
  const fileGroup = {
    id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01',
    name: 'Grants',
    pattern: 'core*.csv',
    columns,
    ...group,
  }
  return test.ask(Application, 'POST', '/v1/applications', {
    name,
    rules: { fileGroups: [fileGroup], ...rules },
  })
}

export type Grant = readonly [
  user: string,
  permission: string,
  access?: string,
  name?: string,
  email?: string,
  group?: string,
]

/** An extract in the layout of `createCore`. */
export function extract(grants: readonly Grant[]): string {
  const rows = grants.map(
    ([user, permission, access = 'Y', name = `${user} Doe`, email = `${user}@cu.example`, group = 'Tellers']) =>
      [user, name, email, group, permission, access].join(','),
  )
  return ['User,Name,Email,Group,Permission,Access', ...rows].join('\n') + '\n'
}

/** Uploads, waits for staging, and returns the import. */
export async function stage(
  test: TestHost,
  content: string | Buffer,
  name = 'core.csv',
  at = '2026-06-30T17:00:00.000Z',
): Promise<Import> {
  const file = await test.ask(
    ReceivedFile,
    'POST',
    `/v1/files?name=${encodeURIComponent(name)}&modifiedAt=${at}`,
    Buffer.from(content),
  )
  if (file.importId === null) throw new Error(`not staged: ${file.why}`)
  await test.host.idle()
  return test.ask(Import, 'GET', `/v1/imports/${file.importId}`)
}

/** Approves a staged import and waits until it counts. */
export async function apply(test: TestHost, staged: Import, reason?: string): Promise<Import> {
  await test.ask(Import, 'POST', `/v1/imports/${staged.id}/apply`, {
    digest: staged.digest,
    ...(reason ? { override: { reason } } : {}),
  })
  await test.host.idle()
  return test.ask(Import, 'GET', `/v1/imports/${staged.id}`)
}
