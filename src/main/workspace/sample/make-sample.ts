import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { ReceivedFile } from '../../../contract/files.ts'
import { Import } from '../../../contract/imports.ts'
import { User } from '../../../contract/users.ts'
import { isSample, markSample, sampleImports } from '../../data-dir/sample-directory.ts'
import { createHost, type Host } from '../../host/host.ts'
import { sampleApplications } from './data/applications.ts'
import { type SampleFile, sampleFiles } from './data/files.ts'
import { creditUnion } from './data/words.ts'

export const sampleUser = 'sample'

/** Whether nothing stands in the way of a new data directory. */
export const isFree = (dataDir: string): boolean => !existsSync(dataDir) || readdirSync(dataDir).length === 0

/**
 * Makes the sample workspace, a data directory like any other: a fictional credit union with an HR roster and three
 * applications over three months. Two are applied, the third waits for a decision. It is made beside its place and moved
 * there when it is whole.
 * @param now decides which months they are
 */
export async function makeSample(dataDir: string, worker: URL, now: number): Promise<void> {
  const making = `${dataDir}.making-${process.pid}`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(dirname(making), { recursive: true, mode: 0o700 })
  try {
    mkdirSync(making, { mode: 0o700 })
    markSample(making, { sample: creditUnion, madeAt: new Date(now).toISOString() })
    let clock = now
    const host = await createHost({ dataDir: making, importsDir: null, worker, clock: () => clock })
    try {
      const operator = asOperator(host)
      const months = sampleFiles(now)
      clock = months[0]?.[0]?.at ?? now
      for (const wanted of sampleApplications) await operator.post('/v1/applications', wanted)
      for (const [nth, month] of months.entries()) {
        for (const file of month) {
          clock = file.at + 5 * 60_000
          const staged = await stage(operator, host, file)
          if (nth < months.length - 1) await apply(operator, host, staged)
        }
      }
      clock = now
    } finally {
      await host.close()
    }
    mkdirSync(sampleImports(making))
    // An empty directory in its place was asked for by name.
    rmSync(dataDir, { recursive: true, force: true })
    renameSync(making, dataDir)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

/** Removes a sample workspace that nobody has open. @throws when the directory is none */
export function removeSample(dataDir: string): void {
  if (!isSample(dataDir)) throw new Error(`${dataDir} is no sample workspace.`)
  rmSync(dataDir, { recursive: true })
}

/** Lets its one user in with this password from now on: an owner, so that everything can be tried. */
export async function setSamplePassword(host: Host, password: string): Promise<void> {
  const operator = asOperator(host)
  const { items } = (await operator.ask('GET', '/v1/users?limit=1000')) as {
    items: { id: string; username: string; revision: number }[]
  }
  const known = items.find(({ username }) => username === sampleUser)
  if (known === undefined) {
    const wanted = { username: sampleUser, name: 'Sample Officer', roles: ['owner', 'security-officer'], password }
    User.parse(await operator.post('/v1/users', wanted))
  } else
    await operator.ask('PUT', `/v1/users/${known.id}/password`, { password }, { 'if-match': `"${known.revision}"` })
}

async function stage(operator: Operator, host: Host, { name, bytes, at }: SampleFile): Promise<Import> {
  const query = `name=${encodeURIComponent(name)}&modifiedAt=${new Date(at).toISOString()}`
  const file = ReceivedFile.parse(await operator.post(`/v1/files?${query}`, bytes))
  await host.idle()
  return operator.parse(Import, `/v1/imports/${file.importId}`)
}

async function apply(operator: Operator, host: Host, { id, digest, guard }: Import): Promise<void> {
  const override =
    guard?.verdict === 'tripped' ? { override: { reason: 'Checked with the owner of the application.' } } : {}
  await operator.post(`/v1/imports/${id}/apply`, { digest, ...override })
  await host.idle()
  const { state } = await operator.parse(Import, `/v1/imports/${id}`)
  if (state !== 'applied') throw new Error(`an import of the sample is ${state}`)
}

type Operator = ReturnType<typeof asOperator>

/** What the sample is made with: the operations that everybody uses. */
function asOperator(host: Host) {
  const ask = async (method: string, path: string, body?: object, more: object = {}): Promise<unknown> => {
    const bytes = Buffer.isBuffer(body)
    const type = bytes ? 'application/octet-stream' : 'application/json'
    const content = body === undefined ? {} : { body: bytes ? new Uint8Array(body) : JSON.stringify(body) }
    const headers = body === undefined ? {} : { 'content-type': type, ...more }
    const request = new Request(`http://127.0.0.1${path}`, { method, headers, ...content })
    const response = await host.fetch(request, { kind: 'operator' })
    if (!response.ok)
      throw new Error(
        `the sample: ${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 600)}`,
      )
    return response.status === 204 ? null : response.json()
  }
  return {
    ask,
    post: (path: string, body: object) => ask('POST', path, body),
    parse: async <T>(schema: z.ZodType<T>, path: string): Promise<T> => schema.parse(await ask('GET', path)),
  }
}
