import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RevealedToken } from '../../../../src/contract/tokens.ts'
import { listen } from '../../../../src/main/transport/listener.ts'
import { createCore, extract, startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'
import { coreGroup } from '../../../support/vendor.ts'

/** The scripts of resources/jobs as a scheduler runs them: over a real port, with nothing but a token. */
const jobs = resolve(import.meta.dirname, '../../../../resources/jobs')
let host: TestHost
let listener: Awaited<ReturnType<typeof listen>>
let application: string
let token: string

beforeEach(async () => {
  host = await startTestHost({ importsDir: null })
  await switchApi(host, true)
  application = (await createCore(host)).id
  const scopes = ['imports:read', 'imports:stage', 'events:write', 'identities:read']
  token = (await host.ask(RevealedToken, 'POST', '/v1/tokens', { name: 'job', scopes })).secret
  listener = await listen(host.host, { port: 0, files: { respond: async () => new Response('page') } })
})
afterEach(async () => {
  await listener.close()
  await host.close()
})

async function run(script: string, ...args: string[]) {
  const child = spawn(join(jobs, script), args, {
    env: { ...process.env, CASTELLAN_URL: listener.url, CASTELLAN_TOKEN: token, CASTELLAN_PAUSE: '0.1' },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  const [code] = (await once(child, 'close')) as [number]
  return { code, stdout, stderr }
}

test.each(['castellan-upload.sh', 'castellan-upload.py'])(
  '%s uploads and waits for a person or the end',
  async (script) => {
    const file = join(host.dataDir, 'core.csv')
    writeFileSync(file, extract([['ana', 'Vault']]))
    const first = await run(script, application, coreGroup, file)
    expect([first.code, first.stderr]).toEqual([7, expect.stringContaining('Import ')])
    expect(JSON.parse(first.stdout)).toMatchObject({ kind: 'Application Import', paused: true })
    const refused = await run(script, application, '22222222-2222-4222-8222-222222222222', file)
    expect(refused.code).toBe(1)
    expect(refused.stderr + refused.stdout).toContain('validation_error')
    expect((await run(script)).code).not.toBe(0)
  },
)

test('castellan-leaver.sh reports once, and says the second time that it is reported', async () => {
  await host.call('PUT', '/openidm/managed/user/ana', { userName: 'ana', givenName: 'Ana', sn: 'Silva' })
  const { items } = (await (await host.call('GET', '/v1/people?q=silva')).json()) as { items: { id: string }[] }
  const ana = items[0]?.id ?? ''
  const first = await run('castellan-leaver.sh', ana, '2090-01-02', 'She said "bye" \\o/')
  expect(first.code).toBe(0)
  expect(JSON.parse(first.stdout)).toMatchObject({ type: 'Offboard', comments: [{ text: 'She said "bye" \\o/' }] })
  const second = await run('castellan-leaver.sh', ana, '2090-01-03')
  expect([second.code, JSON.parse(second.stdout).error]).toEqual([4, 'conflict'])
  const wrong = await run('castellan-leaver.sh', ana, 'tomorrow')
  expect([wrong.code, JSON.parse(wrong.stdout).errors[0].field]).toEqual([2, 'effectiveDate'])
})
