import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RevealedToken } from '../../src/contract/tokens.ts'
import { type Caller } from '../../src/main/api/http/caller.ts'
import { createHost } from '../../src/main/host/host.ts'
import { appears } from './appears.ts'
import { type Load, load } from './load.ts'
import { line, median, title } from './report.ts'

const people = Number(process.env['PEOPLE'] ?? 100_000)
const departments = 40
const operator: Caller = { kind: 'operator' }

/** The list and the single read of the program against the least that could answer the same. */
export async function benchApi(rounds: number): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-bench-'))
  const children: ChildProcess[] = []
  try {
    title(`Answers over 127.0.0.1 with ${people.toLocaleString('en')} people, ${rounds} rounds, medians`)
    const dataDir = join(dir, 'data')
    const { token, ids } = await seed(dataDir, join(dir, 'imports'))
    const ready = join(dir, 'ready.json')
    const served = spawn(
      process.execPath,
      [
        ...(process.env['PROFILE'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env['PROFILE']}`]),
        'src/main/cli.ts',
        'serve',
        // The limit of calls is not what is measured.
        '--calls-a-minute',
        '999999999',
        '--data',
        dataDir,
        '--imports',
        join(dir, 'imports'),
        '--port',
        '0',
        '--ready-file',
        ready,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    children.push(served)
    const { port } = await appears<{ port: number }>(ready)
    const bare = spawn(
      process.execPath,
      [join(import.meta.dirname, 'bare-server.ts'), join(dataDir, 'castellan.db'), token],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    children.push(bare)
    const barePort = await new Promise<number>((resolve) =>
      bare.stdout?.once('data', (text) => resolve((JSON.parse(String(text)) as { port: number }).port)),
    )

    const headers = `Authorization: Bearer ${token}\r\n`
    const lists = Array.from(
      { length: departments },
      (_, i) => `/v1/people?department=${encodeURIComponent(`Department ${i}`)}&limit=50`,
    )
    const ones = ids.map((id) => `/api/identities/${id}`)
    const ask = (target: 'bare' | 'castellan', paths: readonly string[], seconds = 3) =>
      load({
        port: target === 'bare' ? barePort : port,
        pid: (target === 'bare' ? bare : served).pid ?? 0,
        headers,
        paths,
        connections: 16,
        seconds,
      })
    // Until the compiler has seen both: what is compared is how they answer all day.
    for (const paths of [lists, ones]) for (const target of ['bare', 'castellan'] as const) await ask(target, paths, 6)
    const measured: { list: Load; bareList: Load; one: Load; bareOne: Load }[] = []
    for (let round = 0; round < rounds; round++) {
      measured.push({
        bareList: await ask('bare', lists),
        list: await ask('castellan', lists),
        bareOne: await ask('bare', ones),
        one: await ask('castellan', ones),
      })
    }
    const of = (pick: (round: (typeof measured)[number]) => number) => median(measured.map(pick))
    line(
      'list 50, filter, count, token: CPU / bare server',
      of(({ list, bareList }) => list.cpuMicros / bareList.cpuMicros),
      '≤ 1.5, aim 1.3',
      `${of(({ list }) => list.cpuMicros).toFixed(0)} µs against ${of(({ bareList }) => bareList.cpuMicros).toFixed(0)}`,
    )
    line(
      'get one with token: throughput / bare server',
      of(({ one, bareOne }) => one.perSecond / bareOne.perSecond),
      '≥ 0.5, aim 0.8',
      `${of(({ one }) => one.perSecond).toFixed(0)} against ${of(({ bareOne }) => bareOne.perSecond).toFixed(0)} a second`,
    )
    line(
      'the same, CPU',
      of(({ one, bareOne }) => one.cpuMicros / bareOne.cpuMicros),
      '',
      `${of(({ one }) => one.cpuMicros).toFixed(0)} µs against ${of(({ bareOne }) => bareOne.cpuMicros).toFixed(0)}`,
    )
  } finally {
    for (const child of children) child.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function seed(dataDir: string, importsDir: string): Promise<{ token: string; ids: string[] }> {
  mkdirSync(importsDir, { recursive: true })
  const host = await createHost({
    dataDir,
    importsDir,
    stillMs: 0,
    worker: new URL('../../src/main/workers/import.worker.ts', import.meta.url),
  })
  const call = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    const init =
      body === undefined
        ? { method }
        : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...more } }
    const response = await host.fetch(new Request(`http://127.0.0.1${path}`, init), operator)
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Record<string, unknown>
  }
  const columns = {
    employeeId: 'emp',
    firstName: 'first',
    lastName: 'last',
    email: 'mail',
    department: 'dept',
    title: 'title',
  }
  const group = {
    id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02',
    name: 'People',
    pattern: 'hr*.csv',
    profile: 'hr-roster',
    columns,
  }
  await call('POST', '/v1/applications', { kind: 'roster', name: 'HR roster', rules: { fileGroups: [group] } })
  const rows = Array.from(
    { length: people },
    (_, i) => `${i},First${i % 977},Last${(i * 7919) % people},p${i}@cu.example,Department ${i % departments},Teller`,
  )
  writeFileSync(join(importsDir, 'hr.csv'), ['emp,first,last,mail,dept,title', ...rows].join('\n'))
  await host.sweep()
  await host.sweep()
  await host.idle()
  const [staged] = ((await call('GET', '/v1/imports')) as { items: { id: string; digest: string }[] }).items
  await call('POST', `/v1/imports/${staged?.id}/apply`, { digest: staged?.digest })
  await host.idle()
  const { revision } = (await call('GET', '/v1/settings/api')) as { revision: number }
  await call('PUT', '/v1/settings/api', { enabled: true }, { 'if-match': `"${revision}"` })
  const revealed = RevealedToken.parse(await call('POST', '/v1/tokens', { name: 'bench', scopes: ['*'] }))
  const page = (await call('GET', '/v1/people?limit=500')) as { items: { id: string }[] }
  await host.close()
  return { token: revealed.secret, ids: page.items.map(({ id }) => id) }
}
