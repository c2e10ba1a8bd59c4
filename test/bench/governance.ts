import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { PersonPage } from '../../src/contract/identities.ts'
import { PolicyScan } from '../../src/contract/policies.ts'
import { OpenedSession } from '../../src/contract/session.ts'
import type { Caller } from '../../src/main/api/http/caller.ts'
import { createHost, type Host } from '../../src/main/host/host.ts'
import { appears } from './appears.ts'
import { load } from './load.ts'
import { line, median, title } from './report.ts'
import { seedGovernance } from './governance-seed.ts'

const operator: Caller = { kind: 'operator' }
const worker = new URL('../../src/main/workers/import.worker.ts', import.meta.url)
const size = {
  people: Number(process.env['PEOPLE'] ?? 100_000),
  items: 5_000,
  requests: Number(process.env['REQUESTS'] ?? 200_000),
  policies: 200,
}

/** Requests, approvals and policies at the size that is promised. */
export async function benchGovernance(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-bench-'))
  const dataDir = join(dir, 'data')
  const open = () => createHost({ dataDir, importsDir: null, worker })
  await (await open()).close()
  seedGovernance(dataDir, size)
  const first = await open()
  const { token } = await signIn(first, 'lister', manager)
  await first.close()
  title(
    `Governance with ${size.people.toLocaleString('en')} people, ${size.items.toLocaleString('en')} items, ${size.requests.toLocaleString('en')} requests, ${size.policies} policies`,
  )
  try {
    await withHost(open, async (host) => {
      await asks(host)
      await scan(host)
    })
    // What was just asked for waits in one inbox: a page of it is full.
    await lists(dataDir, token)
    await withHost(open, decides)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function withHost(open: () => Promise<Host>, work: (host: Host) => Promise<void>): Promise<void> {
  const host = await open()
  try {
    await work(host)
  } finally {
    await host.close()
  }
}

const manager = 'person 000051'
const colleague = 'person 000060'

/** Requests of somebody for themselves, which go to their manager, and what would come of others. */
async function asks(host: Host): Promise<void> {
  const staff = await signIn(host, 'staff', colleague)
  const catalogue = await staff('GET', '/v1/catalogue?limit=1000&q=role%203')
  // No policy names these, so that none is refused.
  const entries = z
    .object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
    .parse(catalogue)
    .items.filter(({ name }) => Number(name.slice(5)) > 2_000)
  const { items } = PersonPage.parse(
    await (await host.fetch(get(`/v1/people?q=${encodeURIComponent(colleague)}`), operator)).json(),
  )
  const me = `managed/user/${items[0]?.id}`
  let at = 0
  const next = () => entries[at++ % entries.length]?.id
  const created = await timed(200, () =>
    staff('POST', '/v1/requests', { people: [me], items: [{ itemId: next() }], comment: 'for work' }),
  )
  line('create request, p95 in ms', created.p95, '<= 25')
  const what = await timed(100, () =>
    host.fetch(post('/v1/policies/what-if', { personId: me, items: [{ itemId: next(), action: 'add' }] }), operator),
  )
  line('policy check of one request, p95 in ms', what.p95, '<= 10')
}

async function decides(host: Host): Promise<void> {
  const boss = await signIn(host, 'lister', manager)
  const { items } = z
    .object({ items: z.array(z.object({ id: z.string(), revision: z.number() })) })
    .parse(await boss('GET', '/v1/approvals?limit=200'))
  let at = 0
  const decided = await timed(Math.min(150, items.length), () => {
    const one = items[at++]
    return boss('POST', `/v1/approvals/${one?.id}/decide`, { all: 'yes' }, { 'if-match': `"${one?.revision}"` })
  })
  line('approve, p95 in ms', decided.p95, '<= 25', `${Math.min(150, items.length)} of ${items.length} shown`)
}

async function scan(host: Host): Promise<void> {
  const began = performance.now()
  await host.fetch(post('/v1/policies/scan', undefined), operator)
  for (;;) {
    const { state, found } = PolicyScan.parse(await (await host.fetch(get('/v1/policies/scan'), operator)).json())
    if (state === 'failed') throw new Error('the scan failed')
    if (state === 'done')
      return line('scan of everybody, s', (performance.now() - began) / 1000, '<= 20', `${found} violations`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const address = (path: string) => `http://127.0.0.1${path}`
const get = (path: string) => new Request(address(path))
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  new Request(address(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

/** A user who is this person, and how to call as them. */
async function signIn(host: Host, username: string, name: string) {
  const password = `nine ${username} walnuts & a slow canoe`
  const people = PersonPage.parse(
    await (await host.fetch(get(`/v1/people?q=${encodeURIComponent(name)}`), operator)).json(),
  )
  const user = { username, password, roles: ['owner'], identityId: people.items[0]?.id }
  const made = await host.fetch(post('/v1/users', user), operator)
  // Who has signed in before is there.
  if (!made.ok && made.status !== 409) throw new Error(await made.text())
  const opened = await host.fetch(post('/v1/session', { username, password }), { kind: 'anonymous', channel: 'wire' })
  const { token } = OpenedSession.parse(await opened.json())
  const caller = await host.identify(`Bearer ${token}`, 'wire')
  const call = async (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<unknown> => {
    const response = await host.fetch(method === 'GET' ? get(path) : post(path, body, headers), caller)
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${await response.text()}`)
    return response.json()
  }
  return Object.assign(call, { token })
}

/** The list of approvals against a bare server's prepared query, each in a process of its own, in turn. */
async function lists(dataDir: string, token: string): Promise<void> {
  const ready = join(dataDir, '..', 'ready.json')
  const served = spawn(
    process.execPath,
    [
      'src/main/cli.ts',
      'serve',
      // The limit of calls is not what is measured.
      '--calls-a-minute',
      '999999999',
      '--data',
      dataDir,
      '--imports',
      join(dataDir, '..', 'imports'),
      '--port',
      '0',
      '--ready-file',
      ready,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const bare = spawn(
    process.execPath,
    [join(import.meta.dirname, 'bare-approvals.ts'), join(dataDir, 'castellan.db'), token, '51'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    const { port: own } = await appears<{ port: number }>(ready)
    const barePort = await new Promise<number>((resolve) =>
      bare.stdout.once('data', (text) => resolve((JSON.parse(String(text)) as { port: number }).port)),
    )
    const ask = (port: number, pid: number | undefined, seconds = 3) =>
      load({
        port,
        pid: pid ?? 0,
        headers: `Authorization: Bearer ${token}\r\n`,
        paths: ['/v1/approvals?limit=50'],
        connections: 8,
        seconds,
      })
    await ask(barePort, bare.pid, 4)
    await ask(own, served.pid, 4)
    const rounds: number[] = []
    for (let round = 0; round < 3; round++) {
      const [least, ours] = [await ask(barePort, bare.pid), await ask(own, served.pid)]
      rounds.push(ours.perSecond / least.perSecond)
    }
    line(
      'list of approvals, throughput / bare',
      median(rounds),
      '>= 0.6',
      rounds.map((one) => one.toFixed(2)).join(' '),
    )
  } finally {
    bare.kill()
    served.kill()
    await new Promise((resolve) => served.once('exit', resolve))
  }
}

/** Does something several times. @returns the time that all but one in twenty stayed below, in ms */
async function timed(times: number, work: () => Promise<unknown>): Promise<{ p95: number }> {
  const took: number[] = []
  for (let i = 0; i < times; i++) {
    const began = performance.now()
    await work()
    took.push(performance.now() - began)
  }
  const sorted = took.toSorted((a, b) => a - b)
  return { p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0 }
}
