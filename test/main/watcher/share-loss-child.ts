import { setTimeout as sleep } from 'node:timers/promises'
import { createHost } from '../../../src/main/host/host.ts'
import { workerFile } from '../../support/test-host.ts'

/** Watches a folder whose system calls are made to fail from outside, and says what it shows of it, line by line. */
const [dataDir = '', share = ''] = process.argv.slice(2)
const host = await createHost({ dataDir, importsDir: share, worker: workerFile, stillMs: 0 })
const ask = async (path: string) =>
  (await (await host.fetch(new Request(`http://127.0.0.1${path}`), { kind: 'operator' })).json()) as {
    items: { state: string; detail?: string; name?: string }[]
  }
let last = ''
for (let i = 0; i < 400; i++) {
  const [folder] = (await ask('/v1/folders')).items
  const files = (await ask('/v1/files')).items.map(({ name, state }) => `${name} ${state}`)
  const line = JSON.stringify([folder?.state, folder?.detail, files])
  if (line !== last) process.stdout.write(`${line}\n`)
  last = line
  if (folder?.state === 'watching' && files.length > 0 && files.every((file) => file.endsWith('unrecognised'))) break
  await sleep(100)
}
await host.close()
