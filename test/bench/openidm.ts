import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiSwitch } from '../../src/contract/api-switch.ts'
import { RevealedToken } from '../../src/contract/tokens.ts'
import type { Caller } from '../../src/main/api/http/caller.ts'
import { createHost, type Host } from '../../src/main/host/host.ts'
import { line, median, title } from './report.ts'

const calls = 1000
const operator: Caller = { kind: 'operator' }
const password = 'five bench geese, swimming upstream'

/** What it costs that scripts send user name and password with every call, against the same calls with a token. */
export async function benchOpenIdm(rounds: number): Promise<void> {
  title(`${calls} calls of /openidm with password headers, ${rounds} rounds, medians`)
  const dir = mkdtempSync(join(tmpdir(), 'castellan-bench-'))
  const worker = new URL('../../src/main/workers/import.worker.ts', import.meta.url)
  const host = await createHost({ dataDir: join(dir, 'data'), importsDir: null, worker })
  try {
    const token = await prepare(host, rounds + 1)
    const byToken = () => cost(host, { authorization: `Bearer ${token}` })
    // A user of its own in each round, whose password was not seen yet: the hash of a minute is in the figure.
    const byPassword = (round: number) =>
      cost(host, {
        'x-openidm-username': `bench.${round}`,
        'x-openidm-password': password,
        'x-openidm-nosession': 'true',
      })
    // Until the compiler has seen both.
    await byToken()
    await byPassword(rounds)
    const measured: { token: number; password: number }[] = []
    for (let round = 0; round < rounds; round++)
      measured.push({ token: await byToken(), password: await byPassword(round) })
    const [withToken, withPassword] = [
      median(measured.map((one) => one.token)),
      median(measured.map((one) => one.password)),
    ]
    const words = `${withPassword.toFixed(2)} s against ${withToken.toFixed(2)} s`
    line('processor time that the headers add, s', withPassword - withToken, '≤ 1', words)
    line('headers / token, processor time', withPassword / withToken, '', 'one hash a minute is in it')
  } finally {
    await host.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function prepare(host: Host, users: number): Promise<string> {
  const send = async (method: string, path: string, body: unknown, more: Record<string, string> = {}) => {
    const headers = { 'content-type': 'application/json', ...more }
    const init = { method, headers, ...(method === 'GET' ? {} : { body: JSON.stringify(body) }) }
    const response = await host.fetch(new Request(`http://127.0.0.1${path}`, init), operator)
    if (!response.ok) throw new Error(`${path} → ${response.status} ${await response.text()}`)
    return response
  }
  const etag = (await send('GET', '/v1/settings/api', null)).headers.get('etag') ?? ''
  ApiSwitch.parse(await (await send('PUT', '/v1/settings/api', { enabled: true }, { 'if-match': etag })).json())
  for (let i = 0; i < users; i++)
    await send('PUT', `/openidm/managed/user/bench-${i}`, { userName: `bench.${i}`, password, sn: 'Bench' })
  const made = await send('POST', '/v1/tokens', { name: 'bench', scopes: ['*'] })
  return RevealedToken.parse(await made.json()).secret
}

/** Processor seconds of the calls, hashing threads included, as the listener makes them: each proves who calls. */
async function cost(host: Host, headers: Record<string, string>): Promise<number> {
  const before = process.cpuUsage()
  for (let i = 0; i < calls; i++) {
    const caller = await host.identify(headers['authorization'] ?? null, 'wire')
    const response = await host.fetch(new Request('http://127.0.0.1/openidm/info/login', { headers }), caller)
    if (response.status !== 200) throw new Error(`info/login → ${response.status}`)
    await response.text()
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
