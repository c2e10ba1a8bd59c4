import { createHost } from '../../../src/main/host/host.ts'
import { workerFile } from '../../support/test-host.ts'

/** One of several programs on one share: takes whatever it gets until nothing is left for it, and says what it took. */
const [dataDir = '', importsDir = ''] = process.argv.slice(2)
const host = await createHost({ dataDir, importsDir, worker: workerFile, stillMs: 0 })
const ask = async (path: string, body?: unknown) => {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const answer = await host.fetch(new Request(`http://127.0.0.1${path}`, init), { kind: 'operator' })
  return (await answer.json()) as { items: { name: string; state: string; importId: string | null }[]; next?: string }
}
const group = {
  id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01',
  name: 'Grants',
  pattern: 'core*.csv',
  columns: { userName: 'User', permission: 'Right' },
}
await ask('/v1/applications', { name: 'Core', rules: { fileGroups: [group], apply: 'when-guard-quiet' } })
for (let i = 0; i < 4; i++) await host.sweep()
await host.idle()
const taken: string[] = []
for (let next: string | undefined = ''; next !== undefined; ) {
  const page = await ask(`/v1/files?limit=500${next && `&cursor=${encodeURIComponent(next)}`}`)
  taken.push(...page.items.filter(({ importId }) => importId !== null).map(({ name }) => name))
  next = page.next
}
await host.close()
process.stdout.write(JSON.stringify(taken))
