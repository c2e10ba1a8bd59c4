import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SecurityEvent } from '../data-dir/security-log.ts'
import { credentialsInQuery } from '../transport/guards/query-credentials.ts'
import { listen as openListener, type Listener, type ListenOptions } from '../transport/listener.ts'
import { serveStatic, type StaticFiles } from '../transport/static.ts'
import { type Crash, takeCrash } from '../data-dir/crash.ts'
import { securityLog } from '../data-dir/security-log.ts'
import { createHost, type Host } from '../host/host.ts'
import type { Discovery } from '../instance/discovery.ts'
import { findInstance, type InstanceFound } from '../instance/find.ts'
import { thisProcess } from '../instance/holder.ts'
import { whyNotLocal } from '../instance/local-disk.ts'
import { type DirectoryLock, lockDirectory } from '../instance/lock.ts'
import { isOperatorCredential, newInstanceKey, prove } from '../instance/proof.ts'
import { isSample, sampleImports, whyNotWatched } from '../data-dir/sample-directory.ts'
import { sweepLeftovers } from '../data-dir/leftovers.ts'
import { takePendingNotes } from '../data-dir/pending-audit-notes.ts'
import type { ProgramFiles } from '../boot/program-files.ts'
import { createSampleHost, insideSample, type SampleHost, withSample } from './sample/sample-host.ts'
import { version } from '../boot/version.ts'
import { type Announcement, announceIn } from './announcement.ts'

export interface WorkspaceConfig {
  readonly dataDir: string
  /** Null watches nothing: a single command leaves the folder alone. */
  readonly importsDir: string | readonly string[] | null
  /** Who opens it: the window, `castellan serve`, or a single command that ends when it is done. */
  readonly mode: Discovery['mode']
  readonly parts: ProgramFiles
}

/** A data directory that this process has to itself, with the host that works on it. */
export interface Workspace {
  readonly host: Host
  readonly files: StaticFiles
  readonly report: (event: SecurityEvent) => void
  /** What ended the run before this one, if it did not end by itself. */
  readonly lastCrash: Crash | null
  /**
   * Listens on the wire and announces it in the discovery file.
   * @throws PortBusyError when the port is taken; the workspace stays open without it
   */
  listen(port: number, options?: Pick<ListenOptions, 'replaceGlobals' | 'budgets'>): Promise<Listener>
  close(): Promise<void>
}

/** The data directory lies where a database can't. The message says what to do. */
export class UnsuitableDirectoryError extends Error {
  override readonly name = 'UnfitDirectoryError'
}

/** Another process has the data directory; `found` says how it can be reached. */
export class DirectoryTakenError extends Error {
  override readonly name = 'DirectoryTakenError'
  readonly found: InstanceFound
  constructor(dataDir: string, found: InstanceFound) {
    super(`Another Castellan has ${dataDir} open.`)
    this.found = found
  }
}

/**
 * Opens a data directory for this process alone.
 * @throws UnfitDirectoryError when it is no folder, or not on a local disk
 * @throws DirectoryTakenError when another process has it
 * @throws UnusableDatabaseError when its database is missing beside what it leaves, empty or damaged
 */
export async function openWorkspace(config: WorkspaceConfig): Promise<Workspace> {
  const { dataDir, importsDir, mode, parts } = config
  if (statSync(dataDir, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UnsuitableDirectoryError(`${dataDir} is no folder. Name one as the data directory.`)
  if (mkdirSync(dataDir, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(dataDir, 0o700)
  const unfit = whyNotLocal(dataDir)
  if (unfit !== null) throw new UnsuitableDirectoryError(unfit)
  const lock = await take(dataDir)
  const announcement = announceIn(dataDir)
  const announced = { ...thisProcess(), startedAt: new Date().toISOString(), version, mode, key: newInstanceKey() }
  try {
    sweepLeftovers(dataDir)
    announcement.write({ ...announced, port: null })
    const lastCrash = takeCrash(dataDir)
    const inside = isSample(dataDir)
    const sample = inside || mode === 'command' ? null : sampleBeside(config)
    const sampleService = inside ? { sample: insideSample } : sample === null ? {} : { sample }
    const listeners: Listener[] = []
    const own = await createHost({
      dataDir,
      importsDir: foldersOf(dataDir, importsDir),
      worker: parts.worker,
      ...sampleService,
      ...(inside ? {} : secretsOf(parts)),
      apiAddress: () => listeners.at(-1)?.url ?? null,
    })
    const host = sample === null ? own : withSample(own, sample)
    for (const noted of takePendingNotes(dataDir)) host.note(noted)
    const report = reporter(securityLog(dataDir), host)
    return assemble({ config, lock, announcement, announced, host, listeners, report, lastCrash })
  } catch (error) {
    announcement.remove()
    lock.release()
    throw error
  }
}

/** The sample tells nobody anything, so it needs no secrets either. */
const secretsOf = ({ mailPassword, webhookSecrets }: ProgramFiles) => ({
  ...(mailPassword === undefined ? {} : { mailPassword }),
  ...(webhookSecrets === undefined ? {} : { webhookSecrets }),
})

/** The folders of this start. A sample workspace watches its own, whatever the start says of others. */
function foldersOf(dataDir: string, named: WorkspaceConfig['importsDir']): WorkspaceConfig['importsDir'] {
  if (named === null || !isSample(dataDir)) return named
  const own = [named].flat().filter((path) => whyNotWatched(dataDir, path) === null)
  return own.length > 0 ? own : sampleImports(dataDir)
}

/** The sample workspace lies inside the data directory, is opened as any other, and watches a folder of its own. */
function sampleBeside({ dataDir, mode, parts }: WorkspaceConfig): SampleHost {
  return createSampleHost({
    dataDir: join(dataDir, 'sample'),
    worker: parts.worker,
    clock: Date.now,
    open: (sample) => openWorkspace({ dataDir: sample, importsDir: sampleImports(sample), mode, parts }),
  })
}

/** The log has every kind of refusal; the audit has the one that exposed a secret. */
function reporter(log: (event: SecurityEvent) => void, host: Host): (event: SecurityEvent) => void {
  return (event) => {
    log(event)
    if (event.kind !== 'refused' || event.code !== credentialsInQuery.code) return
    host.note({ kind: 'credentials-in-address', method: event.method, pathname: event.pathname })
  }
}

interface Parts {
  readonly config: WorkspaceConfig
  readonly lock: DirectoryLock
  readonly announcement: Announcement
  readonly announced: Omit<Discovery, 'port'>
  readonly host: Host
  /** Filled by whoever listens. */
  readonly listeners: Listener[]
  readonly report: (event: SecurityEvent) => void
  readonly lastCrash: Crash | null
}

function assemble({ config, lock, announcement, announced, host, listeners, report, lastCrash }: Parts): Workspace {
  const { parts } = config
  const { key } = announced
  const files = serveStatic(parts.page)
  const stopBackups = config.mode === 'command' ? () => undefined : backUpDaily(host, report)
  return {
    host,
    files,
    report,
    lastCrash,
    async listen(port, options = {}) {
      const listener = await openListener(host, {
        port,
        files,
        report,
        prove: (challenge, at) => prove(key, challenge, at),
        isOperator: (authorization) => isOperatorCredential(key, authorization, Date.now()),
        ...options,
      })
      listeners.push(listener)
      announcement.write({ ...announced, port: listener.port })
      return listener
    },
    async close() {
      await stopBackups()
      await Promise.all(listeners.map((listener) => listener.close()))
      try {
        await host.close()
      } finally {
        announcement.remove()
        lock.release()
      }
    },
  }
}

const soon = 60_000
const hour = 60 * 60_000

/** Looks every hour whether the daily backup is due; the first time not before the start has calmed down. */
function backUpDaily(host: Host, report: (event: SecurityEvent) => void): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const look = (): void => {
    // A disk that is full must not end the program; what it is in the way of says so itself.
    running = host.backUpDaily().catch((error: unknown) => report({ kind: 'fault', requestId: 'backup', error }))
  }
  const first = setTimeout(look, soon)
  const later = setInterval(look, hour)
  first.unref()
  later.unref()
  return async () => {
    clearTimeout(first)
    clearInterval(later)
    await running
  }
}

const starting = 1_500
const commanding = 15_000
const step = 100

/**
 * The directory, as soon as nobody else has it. A single command lets go of it when it is done, and whoever only starts
 * has not announced itself yet: both get their time.
 * @throws DirectoryTakenError when somebody keeps it
 */
async function take(dataDir: string): Promise<DirectoryLock> {
  const since = performance.now()
  for (;;) {
    const lock = lockDirectory(dataDir)
    if (lock !== null) return lock
    const found = await findInstance(dataDir)
    const settled = found.state === 'running' || found.state === 'impostor'
    const patience = found.state === 'silent' && found.discovery.mode === 'command' ? commanding : starting
    if (settled || performance.now() - since > patience) throw new DirectoryTakenError(dataDir, found)
    await sleep(step)
  }
}
