import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StorageStatus } from '../../../src/contract/storage.ts'
import { RevealedToken } from '../../../src/contract/tokens.ts'
import { castellan, type Ready } from './castellan.ts'

/** Real faults below a real `castellan serve`: a small file system, a program that holds the lock, a limit of the system. */
let cli: ReturnType<typeof castellan>
let secret: string
const cleanUp: (() => void)[] = []
beforeEach(() => (cli = castellan()))
afterEach(async () => {
  for (const step of cleanUp.splice(0)) step()
  await cli.dispose()
})

async function prepare(): Promise<void> {
  const user = ['user', 'add', '--data', cli.at('data'), '--username', 'keeper', '--password-stdin']
  expect((await cli.pipe('seven-lanterns-over-Quayside-41\n', ...user)).code).toBe(0)
  secret = (await cli.json(RevealedToken, 'token', 'create', '--name', 'all', '--scopes', '*')).secret
  expect((await cli.run('api', 'on', '--data', cli.at('data'))).code).toBe(0)
}

const call = (ready: Ready, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(ready.url + path, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const write = (ready: Ready): Promise<Response> =>
  call(ready, 'POST', '/v1/tokens', { name: `t${Math.random()}`, scopes: ['audit:read'] })
const trouble = async (ready: Ready) =>
  StorageStatus.parse(await (await call(ready, 'GET', '/v1/storage')).json()).trouble
const filesSeen = async (ready: Ready): Promise<string[]> =>
  ((await (await call(ready, 'GET', '/v1/files')).json()) as { items: { name: string; sha256: string | null }[] }).items
    .filter(({ sha256 }) => sha256 !== null)
    .map(({ name }) => name)

function drop(name: string): void {
  mkdirSync(cli.at('imports'), { recursive: true })
  writeFileSync(cli.at('imports', name), 'user,right\nzoe,one\n')
}

const wait = { timeout: 30_000, interval: 200 }

/** Why there is no small file system here; empty where there is one. */
const noTmpfs =
  process.platform !== 'linux' || process.getuid?.() !== 0 ? ': left out, since only root on Linux can mount one' : ''

describe.skipIf(noTmpfs !== '')(`a disk that is full${noTmpfs}`, () => {
  const filler = () => cli.at('data/filler')

  function mount(): void {
    mkdirSync(cli.at('data'), { mode: 0o700 })
    const options = ['-t', 'tmpfs', '-o', 'size=32m,mode=700', 'tmpfs', cli.at('data')]
    expect(spawnSync('mount', options).status).toBe(0)
    cleanUp.push(() => spawnSync('umount', ['-l', cli.at('data')]))
  }

  function fill(): void {
    const file = openSync(filler(), 'a')
    try {
      for (const size of [65_536, 4096, 1]) {
        const bytes = Buffer.alloc(size)
        try {
          while (writeSync(file, bytes) === size);
        } catch {
          // Smaller pieces may still fit.
        }
      }
    } finally {
      closeSync(file)
    }
  }

  it('refuses writes with 507, reads on, ends nothing, and takes the file that came meanwhile', {
    timeout: 120_000,
  }, async () => {
    mount()
    await prepare()
    const { ready, child } = await cli.serve()
    fill()
    // What SQLite has allocated already may take one more.
    await expect.poll(async () => (await write(ready)).status, wait).toBe(507)
    const refused = await write(ready)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([507, '30'])
    expect((await call(ready, 'GET', '/v1/applications')).status).toBe(200)
    drop('core-1.csv')
    await expect.poll(async () => (await trouble(ready))?.kind, wait).toBe('full')
    for (let n = 0; n < 10; n++) {
      fill()
      await new Promise((done) => setTimeout(done, 300))
      expect(child.exitCode).toBeNull()
    }
    expect(await filesSeen(ready)).toEqual([])
    rmSync(filler())
    await expect.poll(() => trouble(ready), wait).toBeNull()
    await expect.poll(() => filesSeen(ready), wait).toEqual(['core-1.csv'])
    expect((await write(ready)).status).toBe(201)
    child.kill('SIGTERM')
  })

  it('is waited for by a start, which says so and goes on by itself', { timeout: 120_000 }, async () => {
    mount()
    await prepare()
    fill()
    const readyFile = cli.at('ready.json')
    const { child, ended } = cli.start(['serve', ...cli.places, '--port', '0', '--ready-file', readyFile])
    await new Promise((done) => setTimeout(done, 4000))
    expect(child.exitCode).toBeNull()
    rmSync(filler())
    await expect.poll(() => existsSync(readyFile), wait).toBe(true)
    child.kill('SIGTERM')
    const { code, stderr } = await ended
    expect(code).toBe(0)
    expect(stderr).not.toMatch(/fault|at .*:\d+:\d+/)
  })
})

describe('another program that holds the lock', () => {
  const holder = `
    const { default: Database } = await import('better-sqlite3')
    const db = new Database(process.argv[1])
    db.exec('BEGIN IMMEDIATE')
    process.stdout.write('held')
    process.stdin.once('data', () => process.exit(0))`

  async function hold(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, cli.at('data/castellan.db')])
    cleanUp.push(() => void child.kill('SIGKILL'))
    await new Promise((done) => child.stdout.once('data', done))
    return child
  }

  it('gets writes refused with 503, quickly from the second one on, and nothing ends', {
    timeout: 120_000,
  }, async () => {
    await prepare()
    const { ready, child } = await cli.serve()
    const other = await hold()
    drop('core-1.csv')
    const first = await write(ready)
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await first.json()).toMatchObject({ type: 'urn:castellan:problem:database-locked' })
    expect(await trouble(ready)).toMatchObject({ kind: 'locked' })
    const since = performance.now()
    expect((await write(ready)).status).toBe(503)
    expect(performance.now() - since).toBeLessThan(2500)
    expect((await call(ready, 'GET', '/v1/applications')).status).toBe(200)
    // Longer than every patience of the program.
    await new Promise((done) => setTimeout(done, 12_000))
    expect(child.exitCode).toBeNull()
    other.stdin?.write('go')
    await expect.poll(() => trouble(ready), wait).toBeNull()
    await expect.poll(() => filesSeen(ready), wait).toEqual(['core-1.csv'])
    child.kill('SIGTERM')
  })
})

const noLimits = existsSync('/usr/bin/prlimit') ? '' : ': left out, since there is no prlimit here'

describe.skipIf(noLimits !== '')(`a limit on the size of files${noLimits}`, () => {
  it('refuses writes in words, ends nothing, and is over when it is lifted', { timeout: 120_000 }, async () => {
    await prepare()
    const { ready, child } = await cli.serve()
    const limit = (bytes: string) => spawnSync('prlimit', [`--pid=${child.pid}`, `--fsize=${bytes}:`])
    expect(limit('8192').status).toBe(0)
    await expect.poll(async () => (await write(ready)).status, wait).toBeGreaterThanOrEqual(500)
    const refused = await write(ready)
    expect([503, 507]).toContain(refused.status)
    expect(refused.headers.has('retry-after')).toBe(true)
    drop('core-1.csv')
    await new Promise((done) => setTimeout(done, 4000))
    expect(child.exitCode).toBeNull()
    expect((await call(ready, 'GET', '/v1/applications')).status).toBe(200)
    limit('unlimited')
    await expect.poll(() => trouble(ready), wait).toBeNull()
    await expect.poll(() => filesSeen(ready), wait).toEqual(['core-1.csv'])
    child.kill('SIGTERM')
  })
})
