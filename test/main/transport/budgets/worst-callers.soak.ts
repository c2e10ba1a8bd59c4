import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { seedGovernance } from '../../../bench/governance-seed.ts'
import { castellan } from '../../cli/castellan.ts'
import { attackNames, type AttackName, type WorstCaller } from './worst-caller.ts'

const people = Number(process.env['PEOPLE'] ?? 100_000)
const seconds = Number(process.env['SECONDS'] ?? 20)
const password = 'seven-lanterns-over-Quayside-41'
const command = castellan()
let port = 0
let pid = 0
let honest: string[] = []
let facts: Omit<WorstCaller, 'attack'>
let idle = { p50: 0, p99: 0 }

/** Everyday calls of the three APIs. */
const everyday = ['/v1/people?limit=50', '/api/identities?page=3', '/openidm/info/ping', '/v1/applications']
/** Ten honest callers with some six calls a second each, well within their budget. */
const pauseMs = 150

beforeAll(async () => {
  const token = async (name: string) => {
    const made = await command.json(z.unknown(), 'token', 'create', '--name', name, '--scopes', '*')
    return /cst_[0-9A-Za-z]{36}/.exec(JSON.stringify(made))?.[0] ?? ''
  }
  await command.pipe(
    `${password}\n`,
    'user',
    'add',
    '--username',
    'keeper.aldous',
    '--password-stdin',
    '--data',
    command.at('data'),
  )
  honest = []
  for (let i = 0; i < 10; i++) honest.push(await token(`honest ${i}`))
  const worst = await token('worst')
  await command.run('api', 'on', '--data', command.at('data'))
  seedGovernance(command.at('data'), { people, items: 200, requests: 2000, policies: 50 })
  const { ready } = await command.serve()
  ;({ port, pid } = ready)
  const ask = async (method: string, path: string, bearer: string | null, body?: unknown): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${await response.text()}`)
    return response.json()
  }
  const page = z.object({ items: z.array(z.object({ id: z.string() })) })
  const found = page.parse(await ask('GET', '/v1/people?limit=1000', worst)).items.map(({ id }) => id)
  const items = page.parse(await ask('GET', '/v1/catalogue?limit=100', worst)).items.map(({ id }) => id)
  // One who signs in and is one of these people: whoever asks for others is somebody.
  const eve = { username: 'eve.marsh', password: 'nine-herons-under-Millbrook-77' }
  await command.pipe(
    `${eve.password}\n`,
    'user',
    'add',
    '--username',
    eve.username,
    '--roles',
    'owner',
    '--password-stdin',
    '--data',
    command.at('data'),
  )
  const { token: person } = z.object({ token: z.string() }).parse(await ask('POST', '/v1/session', null, eve))
  facts = { port, token: worst, person, login: eve, people: found, items }
  await measure(3)
  idle = await measure(seconds)
  report('nobody', idle, {})
})
afterAll(() => command.dispose())

test.each(attackNames)('%s of one caller keep ten honest ones within their time', async (attack) => {
  const before = { memory: residentMiB(), database: databaseMiB() }
  const worker = new Worker(new URL('./worst-caller.ts', import.meta.url), { workerData: { ...facts, attack } })
  await sleep(1000)
  const took = await measure(seconds)
  worker.postMessage('what came?')
  const [statuses] = (await once(worker, 'message')) as [Record<string, number>]
  await worker.terminate()
  await sleep(2000)
  const memory = residentMiB()
  const grown = databaseMiB() - before.database
  report(attack, took, { ...statuses, 'MiB before': before.memory, after: memory, 'database grew': grown })
  expect(took.failed).toBe(0)
  expect(took.p99).toBeLessThan(250)
  expect(took.p99).toBeLessThan(Math.max(5 * idle.p99, 25))
  expect(memory).toBeLessThan(before.memory * 1.2)
  expect(grown).toBeLessThan(100)
})

function report(attack: AttackName | 'nobody', { p50, p99 }: { p50: number; p99: number }, more: object): void {
  process.stdout.write(`${attack}: others p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms ${JSON.stringify(more)}\n`)
}

/** How long ten callers wait for everyday answers. */
async function measure(forSeconds: number): Promise<{ p50: number; p99: number; failed: number }> {
  const times: number[] = []
  let failed = 0
  const end = performance.now() + forSeconds * 1000
  await Promise.all(
    honest.map(async (bearer, i) => {
      for (let n = i; performance.now() < end; n++) {
        const began = performance.now()
        const response = await fetch(`http://127.0.0.1:${port}${everyday[n % everyday.length]}`, {
          headers: { authorization: `Bearer ${bearer}` },
        }).catch(() => null)
        await response?.arrayBuffer()
        if (response?.ok !== true) failed++
        times.push(performance.now() - began)
        await sleep(pauseMs)
      }
    }),
  )
  times.sort((a, b) => a - b)
  return { p50: times[Math.floor(times.length / 2)] ?? 0, p99: times[Math.floor(times.length * 0.99)] ?? 0, failed }
}

const residentMiB = (): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)

const databaseMiB = (): number =>
  Math.round(
    ['castellan.db', 'castellan.db-wal'].reduce(
      (sum, name) => sum + (statSync(command.at('data', name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    ) / 1_048_576,
  )
