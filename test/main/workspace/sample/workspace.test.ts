import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import { ApplicationList } from '../../../../src/contract/applications.ts'
import { AuditPage, AuditVerification } from '../../../../src/contract/audit.ts'
import { AccountPage, PersonDetail, PersonPage } from '../../../../src/contract/identities.ts'
import { type Import, ImportPage } from '../../../../src/contract/imports.ts'
import { OpenedSample, SampleStatus } from '../../../../src/contract/sample.ts'
import { Session } from '../../../../src/contract/session.ts'
import type { Caller } from '../../../../src/main/api/http/caller.ts'
import { createHost, type Host } from '../../../../src/main/host/host.ts'
import { isSample } from '../../../../src/main/data-dir/sample-directory.ts'
import { makeSample, removeSample } from '../../../../src/main/workspace/sample/make-sample.ts'
import { DirectoryTakenError, openWorkspace, type Workspace } from '../../../../src/main/workspace/workspace.ts'
import { castellan, inProcess } from '../../cli/castellan.ts'
import { workerFile } from '../../../support/test-host.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
const operator: Caller = { kind: 'operator' }
const parts = { worker: workerFile, page: tmpdir(), preload: '' }

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'castellan-sample-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function ask<T>(host: Host, schema: z.ZodType<T>, path: string, caller = operator, method = 'GET'): Promise<T> {
  const response = await host.fetch(new Request(`http://127.0.0.1${path}`, { method }), caller)
  if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${await response.text()}`)
  return schema.parse(await response.json())
}

describe('the sample workspace', () => {
  let host: Host
  beforeAll(async () => {
    await makeSample(join(root, 'made'), workerFile, Date.parse('2026-07-10T09:00:00Z'))
    host = await createHost({ dataDir: join(root, 'made'), importsDir: null, worker: workerFile })
  })
  afterAll(() => host.close())

  const imports = async (name: string): Promise<Import[]> =>
    (await ask(host, ImportPage, '/v1/imports?limit=100')).items.filter(({ application }) => application.name === name)
  const person = async (words: string) => {
    const { items } = await ask(host, PersonPage, `/v1/people?q=${encodeURIComponent(words)}`)
    return ask(host, PersonDetail, `/v1/people/${items[0]?.id}`)
  }

  it('has a roster and three applications, two months applied and the third waiting', async () => {
    const { items } = await ask(host, ApplicationList, '/v1/applications')
    expect(items.map(({ name, kind, generation }) => [name, kind, generation])).toEqual([
      ['Core Banking', 'application', 2],
      ['HR roster', 'roster', 2],
      ['Loan Origination', 'application', 2],
      ['Wire Desk', 'application', 2],
    ])
    for (const { name } of items) {
      expect((await imports(name)).map(({ state }) => state)).toEqual(['staged', 'applied', 'applied'])
    }
  })

  it('stops at the export that broke off, and where rows could not be read', async () => {
    const [core] = await imports('Core Banking')
    expect(core?.guard?.verdict).toBe('tripped')
    expect(core?.guard?.findings.map(({ code }) => code)).toContain('shorter-than-last-file')
    for (const name of ['HR roster', 'Loan Origination', 'Wire Desk']) {
      const codes = (await imports(name)).flatMap(({ guard }) => guard?.findings.map(({ code }) => code) ?? [])
      expect([name, codes]).toEqual([name, name === 'HR roster' ? ['unread-rows'] : []])
    }
  })

  it('has rows that could not be used, with the books balanced', async () => {
    const [, , first] = await imports('Core Banking')
    expect(first?.reconciliation).toMatchObject({ unknown: 1, quarantined: 1, duplicate: 2 })
    const { read, applied, unknown, quarantined, duplicate, ignored } = first!.reconciliation!
    expect(read).toBe(applied + unknown + quarantined + duplicate + ignored)
    expect((await imports('HR roster'))[2]?.reconciliation).toMatchObject({ quarantined: 1 })
  })

  it('has accounts of people who left, and accounts that nobody owns', async () => {
    const { items } = await ask(host, AccountPage, '/v1/accounts?match=none&limit=100')
    const names = items.map(({ application, userName }) => `${application.name}: ${userName}`)
    expect(names).toContain('Core Banking: rkeane')
    expect(names).toContain('Core Banking: drivethru')
    expect(names).toContain('Core Banking: svc_batch')
    expect(names).toContain('Wire Desk: robert.keane@larkspur-cu.example')
    expect(items.length).toBeLessThan(15)
  })

  it('has somebody with a new name, who stays the same person', async () => {
    const { items } = await ask(host, PersonPage, '/v1/people?q=winter')
    expect(items).toHaveLength(1)
    expect((await person('winter')).accounts.map(({ application }) => application.name).sort()).toEqual([
      'Core Banking',
      'Loan Origination',
    ])
  })

  it('proves its whole history', async () => {
    const found = await ask(host, AuditVerification, '/v1/audit/verify', operator, 'POST')
    expect(found).toMatchObject({ problems: [], notices: [], imports: { applied: 8, proved: 8 } })
  })
})

describe('trying it from a workspace', () => {
  let workspace: Workspace
  const own = () => join(root, 'own')
  beforeAll(async () => {
    workspace = await openWorkspace({ dataDir: own(), importsDir: null, mode: 'serve', parts })
  })
  afterAll(() => workspace.close())

  it('opens a session in it, beside what is here, and leaves it again', async () => {
    const { host } = workspace
    expect(await ask(host, SampleStatus, '/v1/sample')).toEqual({ state: 'none', dataDir: join(own(), 'sample') })
    const opened = await ask(host, OpenedSample, '/v1/sample', operator, 'POST')
    expect(opened).toMatchObject({ username: 'sample', dataDir: join(own(), 'sample') })

    const inside = await host.identify(`Bearer ${opened.token}`, 'wire')
    expect(inside).toMatchObject({ kind: 'person', username: 'sample' })
    expect(await ask(host, SampleStatus, '/v1/sample', inside)).toEqual({ state: 'inside', dataDir: null })
    expect(await ask(host, Session, '/v1/session', inside)).toMatchObject({ state: 'open' })
    expect((await ask(host, ApplicationList, '/v1/applications', inside)).items).toHaveLength(4)
    expect((await ask(host, ApplicationList, '/v1/applications')).items).toHaveLength(0)
    expect(await ask(host, SampleStatus, '/v1/sample')).toMatchObject({ state: 'open' })

    const signOut = await host.fetch(new Request('http://127.0.0.1/v1/session', { method: 'DELETE' }), inside)
    expect(signOut.status).toBe(204)
    expect(await host.identify(`Bearer ${opened.token}`, 'wire')).toMatchObject({ kind: 'anonymous' })
    const { items } = await ask(host, AuditPage, '/v1/audit')
    expect(items[0]).toMatchObject({ action: 'sample.opened', actor: { name: 'local operator' } })
  })

  it('is a data directory that is taken while it is open here', async () => {
    const again = await ask(workspace.host, OpenedSample, '/v1/sample', operator, 'POST')
    const taken = openWorkspace({ dataDir: again.dataDir, importsDir: null, mode: 'serve', parts })
    await expect(taken).rejects.toBeInstanceOf(DirectoryTakenError)
  })

  it('is for people only, and can’t be removed from inside', async () => {
    const token: Caller = { kind: 'token', tokenId: 1, name: 'script', scopes: ['*'] }
    const post = (caller: Caller, method: string) =>
      workspace.host.fetch(new Request('http://127.0.0.1/v1/sample', { method }), caller)
    expect((await post(token, 'POST')).status).toBe(403)
    expect((await post({ kind: 'anonymous', channel: 'wire' }, 'POST')).status).toBe(401)
    const opened = await ask(workspace.host, OpenedSample, '/v1/sample', operator, 'POST')
    const inside = await workspace.host.identify(`Bearer ${opened.token}`, 'wire')
    expect((await post(inside, 'DELETE')).status).toBe(409)
    expect((await post(inside, 'POST')).status).toBe(409)
  })

  it('goes when it is removed, and only it', async () => {
    const remove = () => workspace.host.fetch(new Request('http://127.0.0.1/v1/sample', { method: 'DELETE' }), operator)
    expect((await remove()).status).toBe(204)
    expect(existsSync(join(own(), 'sample'))).toBe(false)
    expect(existsSync(join(own(), 'castellan.db'))).toBe(true)
    expect((await remove()).status).toBe(404)
    expect(() => removeSample(own())).toThrow(/no sample/)
  })

  it('does not overwrite what lies in its place', async () => {
    mkdirSync(join(own(), 'sample'))
    writeFileSync(join(own(), 'sample', 'mine.txt'), 'mine')
    const response = await workspace.host.fetch(new Request('http://127.0.0.1/v1/sample', { method: 'POST' }), operator)
    expect(response.status).toBe(409)
    expect(readdirSync(join(own(), 'sample'))).toEqual(['mine.txt'])
  })
})

it('castellan sample makes one to serve, and refuses a directory that holds something', async () => {
  const cli = castellan()
  try {
    const made = await inProcess(['sample', '--data', cli.at('data'), '--json'])
    expect(made.code).toBe(0)
    const { username, password } = JSON.parse(made.stdout) as { username: string; password: string }
    expect(isSample(cli.at('data'))).toBe(true)
    expect((await inProcess(['sample', '--data', cli.at('data')])).code).toBe(2)
    const { ready } = await cli.serve()
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const body = JSON.stringify({ username, password })
    expect((await fetch(`${ready.url}/v1/session`, { ...init, body })).status).toBe(201)
  } finally {
    await cli.dispose()
  }
})
