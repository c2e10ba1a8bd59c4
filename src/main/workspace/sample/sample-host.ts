import { randomInt } from 'node:crypto'
import type { OpenedSample, SampleStatus } from '../../../contract/sample.ts'
import { OpenedSession } from '../../../contract/session.ts'
import type { Caller, Channel } from '../../api/http/caller.ts'
import type { SampleService } from '../../api/http/services.ts'
import { DomainError } from '../../domain/shared/errors.ts'
import type { Host } from '../../host/host.ts'
import { isSample } from '../../data-dir/sample-directory.ts'
import { isFree, makeSample, removeSample, sampleUser, setSamplePassword } from './make-sample.ts'

export interface SampleHostConfig {
  /** Where it lies, beside everything else of the workspace from which it is tried. */
  readonly dataDir: string
  readonly worker: URL
  readonly clock: () => number
  /** Opens it as any data directory is opened. */
  readonly open: (dataDir: string) => Promise<{ readonly host: Host; close(): Promise<void> }>
}

/** The sample workspace beside a workspace: one process, two databases, told apart by whose session it is. */
export interface SampleHost extends SampleService {
  identify(authorization: string | null, channel: Channel): Promise<Caller | null>
  /** The host of a caller that `identify` proved; undefined when the caller is not in the sample. */
  hostOf(caller: Caller): Host | undefined
  lockAll(): void
  close(): Promise<void>
}

// oxlint-disable-next-line max-lines-per-function -- one closure over the open sample; each method is short
export function createSampleHost({ dataDir, worker, clock, open }: SampleHostConfig): SampleHost {
  let opened: Promise<{ host: Host; close(): Promise<void> }> | undefined
  let host: Host | undefined
  const own = new WeakSet<Caller>()

  async function workspace(): Promise<Host> {
    opened ??= (async () => {
      if (!isSample(dataDir)) {
        if (!isFree(dataDir)) throw new DomainError('conflict', `${dataDir} holds something else. Move it away first.`)
        await makeSample(dataDir, worker, clock())
      }
      return open(dataDir)
    })()
    try {
      host = (await opened).host
      return host
    } catch (error) {
      opened = undefined
      throw error
    }
  }

  async function close(): Promise<void> {
    const closing = opened
    opened = undefined
    host = undefined
    await (await closing?.catch(() => undefined))?.close()
  }

  return {
    status(): SampleStatus {
      const state = host !== undefined ? 'open' : isSample(dataDir) ? 'ready' : 'none'
      return { state, dataDir }
    },
    async open(channel): Promise<OpenedSample> {
      const sample = await workspace()
      const password = newPassword()
      await setSamplePassword(sample, password)
      const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
      const body = JSON.stringify({ username: sampleUser, password })
      const response = await sample.fetch(new Request('http://127.0.0.1/v1/session', { ...init, body }), {
        kind: 'anonymous',
        channel,
      })
      if (!response.ok) throw new Error(`the sample did not let its user in: ${response.status}`)
      const { token, expiresAt } = OpenedSession.parse(await response.json())
      return { token, expiresAt, username: sampleUser, password, dataDir }
    },
    async remove(): Promise<void> {
      await close()
      if (!isSample(dataDir)) throw new DomainError('not-found', 'There is no sample workspace.')
      removeSample(dataDir)
    },
    async identify(authorization, channel) {
      const caller = (await host?.identify(authorization, channel)) ?? null
      if (caller === null || caller.kind === 'anonymous') return null
      own.add(caller)
      return caller
    },
    hostOf: (caller) => (own.has(caller) ? host : undefined),
    lockAll: () => host?.lockAll(),
    close,
  }
}

/** What a workspace says that is a sample itself. */
export const insideSample: SampleService = {
  status: () => ({ state: 'inside', dataDir: null }),
  open: () => Promise.reject(new DomainError('conflict', 'This is the sample workspace.')),
  remove: () => Promise.reject(new DomainError('conflict', 'Leave the sample workspace before you remove it.')),
}

/** A host that also answers those who are in the sample. */
export function withSample(host: Host, sample: SampleHost): Host {
  return {
    ...host,
    async identify(authorization, channel) {
      const caller = await host.identify(authorization, channel)
      return (caller.kind === 'anonymous' ? await sample.identify(authorization, channel) : null) ?? caller
    },
    fetch: (request, caller) => (sample.hostOf(caller) ?? host).fetch(request, caller),
    lockAll() {
      host.lockAll()
      sample.lockAll()
    },
    async close() {
      await sample.close()
      await host.close()
    },
  }
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Easy to read and to type; 95 bits. */
export function newPassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return Array.from({ length: 5 }, group).slice(0, 5).join('-')
}
