/**
 * Waits for its order, a line of JSON; then imports one extract after another and says what was acknowledged, until
 * somebody kills it. With a seed, some writes of its main thread fail.
 */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ReceivedFile } from '../../../src/contract/files.ts'
import { Import } from '../../../src/contract/imports.ts'
import { createHost } from '../../../src/main/host/host.ts'
import { failingStore, writeFaults } from '../../support/failing-store.ts'
import { extractNumber } from './extracts.ts'

const order = await createInterface(process.stdin)[Symbol.asyncIterator]().next()
const { dataDir, from, seed } = z
  .object({ dataDir: z.string(), from: z.number(), seed: z.number() })
  .parse(JSON.parse(String(order.value)))
const worker = new URL('../../../src/main/workers/import.worker.ts', import.meta.url)
const layer = failingStore()
const host = await createHost({ dataDir, importsDir: null, worker, wrapWriter: layer.wrapWriter })

/** Every so many writes one fails, and the next ones do not. */
let random = seed
function failNext(): void {
  if (random === 0) return
  random = (random * 48271) % 2147483647
  layer.failAt(1 + (random % 60), writeFaults[random % writeFaults.length])
}
failNext()
setInterval(() => layer.failed && failNext(), 20).unref()

/** A fault of the storage is tried again, as its answer says. */
async function call(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<unknown> {
  const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
  const init = {
    method,
    duplex: 'half',
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  } as RequestInit
  for (;;) {
    const response = await host.fetch(new Request(`http://127.0.0.1${path}`, init), { kind: 'operator' })
    if (response.ok) return response.json()
    if (response.status !== 503 && response.status !== 507)
      throw new Error(`${path}: ${response.status} ${await response.text()}`)
    await sleep(20)
  }
}

async function ended(id: string): Promise<Import> {
  for (;;) {
    await host.idle()
    const found = Import.parse(await call('GET', `/v1/imports/${id}`))
    if (!['queued', 'staging', 'applying'].includes(found.state)) return found
    await sleep(20)
  }
}

// Written at once: a pipe that is flushed later would lose what was acknowledged.
const say = (text: string) => writeSync(1, `${text}\n`)

say('ready')
for (let n = from; ; n++) {
  const at = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString()
  const file = ReceivedFile.parse(
    await call('POST', `/v1/files?name=core-${n}.csv&modifiedAt=${at}`, new Uint8Array(Buffer.from(extractNumber(n)))),
  )
  say(`received ${n}`)
  const staged = await ended(file.importId ?? '')
  say(`staged ${n}`)
  if (staged.state !== 'staged') continue
  const override = { reason: 'the kill loop' }
  await call('POST', `/v1/imports/${staged.id}/apply`, JSON.stringify({ digest: staged.digest, override }))
  say(`approved ${n}`)
  const applied = await ended(staged.id)
  if (applied.state !== 'applied')
    throw new Error(
      `import ${n} is ${applied.state}: ${JSON.stringify(await call('GET', `/v1/imports/${staged.id}/log`))}`,
    )
  say(`applied ${n}`)
}
