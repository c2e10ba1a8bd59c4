/**
 * One fresh process that imports extracts through the whole host: bytes in, preview, approval, generation. Says as JSON
 * what each took, and how the program answered meanwhile.
 *
 *     node test/bench/import-child.ts DATA_DIR IMPORTS_DIR EXTRACT [EXTRACT …]
 */
import { closeSync, copyFileSync, fsyncSync, openSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { ReceivedFilePage } from '../../src/contract/files.ts'
import { Import } from '../../src/contract/imports.ts'
import { createHost } from '../../src/main/host/host.ts'

const [dataDir = '', importsDir = '', ...files] = process.argv.slice(2)
const host = await createHost({
  dataDir,
  importsDir,
  stillMs: 0,
  worker: new URL('../../src/main/workers/import.worker.ts', import.meta.url),
})
const operator = { kind: 'operator' } as const

async function call(method: string, path: string, body?: BodyInit): Promise<unknown> {
  const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
  const init = {
    method,
    duplex: 'half',
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  } as RequestInit
  const response = await host.fetch(new Request(`http://127.0.0.1${path}`, init), operator)
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return JSON.parse(text)
}

const columns = {
  userName: 'user',
  fullName: 'name',
  email: 'email',
  group: 'system',
  permission: 'permission',
  access: 'access',
}
const group = {
  id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01',
  name: 'Grants',
  pattern: '*.csv',
  columns,
  ignoredColumns: ['title', 'branch'],
}
const list = (await call('GET', '/v1/applications')) as { items: { name: string; id: string }[] }
if (list.items.length === 0)
  await call('POST', '/v1/applications', JSON.stringify({ name: 'Bench', rules: { fileGroups: [group] } }))

/** Asks for a list again and again, as a person who looks around would. */
function askAround(): { stop(): Promise<number[]> } {
  let going = true
  const taken: number[] = []
  const done = (async () => {
    while (going) {
      const began = performance.now()
      await call('GET', '/v1/imports?limit=50')
      taken.push(performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  return {
    async stop() {
      going = false
      await done
      return taken
    },
  }
}

const share = (values: number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0
const idle = askAround()
await new Promise((resolve) => setTimeout(resolve, 1500))
const idleTimes = await idle.stop()

/** Writing the extract is somebody else's work, done before it counts; the disk would be busy with it for half a second. */
function settle(file: string): void {
  const fd = openSync(file, 'r+')
  fsyncSync(fd)
  closeSync(fd)
}

for (const file of files) {
  const name = basename(file)
  copyFileSync(file, join(importsDir, name))
  settle(join(importsDir, name))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const around = askAround()
  delay.enable()
  const began = performance.now()
  const cpu = process.cpuUsage()
  await host.sweep()
  await host.sweep()
  await host.idle()
  const [received] = ReceivedFilePage.parse(await call('GET', '/v1/files?limit=1')).items
  if (!received?.importId) throw new Error(`not taken: ${received?.why}`)
  const staged = Import.parse(await call('GET', `/v1/imports/${received.importId}`))
  const stagedAt = performance.now()
  if (staged.state === 'staged') {
    const override = staged.guard?.verdict === 'tripped' ? { override: { reason: 'the bench' } } : {}
    await call('POST', `/v1/imports/${staged.id}/apply`, JSON.stringify({ digest: staged.digest, ...override }))
    await host.idle()
  }
  const ended = Import.parse(await call('GET', `/v1/imports/${staged.id}`))
  const wall = performance.now() - began
  delay.disable()
  const times = await around.stop()
  const { user, system } = process.cpuUsage(cpu)
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024
  process.stdout.write(
    `${JSON.stringify({
      state: ended.state,
      counts: ended.counts,
      wall,
      staging: stagedAt - began,
      cpu: (user + system) / 1000,
      peakMegabytes: peak,
      blockedMs: delay.max / 1e6,
      listP99: share(times, 0.99),
      listIdleP99: share(idleTimes, 0.99),
    })}\n`,
  )
}
await host.close()
