/**
 * Imports one extract after another and says what was acknowledged, until somebody kills it.
 *
 *     node test/main/host/kill-child.ts DATA_DIR FROM_SEQ
 */
import { writeSync } from 'node:fs'
import { ReceivedFile } from '../../../src/contract/files.ts'
import { Import } from '../../../src/contract/imports.ts'
import { createHost } from '../../../src/main/host/host.ts'
import { extractNumber } from './extracts.ts'

const [dataDir = '', from = '1'] = process.argv.slice(2)
const worker = new URL('../../../src/main/workers/import.worker.ts', import.meta.url)
const host = await createHost({ dataDir, importsDir: null, worker })

async function call(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<unknown> {
  const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
  const init = {
    method,
    duplex: 'half',
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  } as RequestInit
  const response = await host.fetch(new Request(`http://127.0.0.1${path}`, init), { kind: 'operator' })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

// Written at once: a pipe that is flushed later would lose what was acknowledged.
const say = (text: string) => writeSync(1, `${text}\n`)

say('ready')
for (let n = Number(from); ; n++) {
  const at = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString()
  const file = ReceivedFile.parse(
    await call('POST', `/v1/files?name=core-${n}.csv&modifiedAt=${at}`, new Uint8Array(Buffer.from(extractNumber(n)))),
  )
  say(`received ${n}`)
  await host.idle()
  const staged = Import.parse(await call('GET', `/v1/imports/${file.importId}`))
  say(`staged ${n}`)
  if (staged.state !== 'staged') continue
  const override = { reason: 'the kill loop' }
  await call('POST', `/v1/imports/${staged.id}/apply`, JSON.stringify({ digest: staged.digest, override }))
  say(`approved ${n}`)
  await host.idle()
  const ended = Import.parse(await call('GET', `/v1/imports/${staged.id}`))
  if (ended.state !== 'applied')
    throw new Error(
      `import ${n} is ${ended.state}: ${JSON.stringify(await call('GET', `/v1/imports/${staged.id}/log`))}`,
    )
  say(`applied ${n}`)
}
