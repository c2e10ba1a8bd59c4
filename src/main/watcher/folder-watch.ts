import { readdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FSWatcher, watch } from 'chokidar'
import type { OpenFolder } from '../domain/imports/intake/api-staging.ts'
import { instant } from '../domain/shared/instant.ts'
import { storageFault } from '../domain/shared/storage-faults.ts'
import { companionsIn } from './companions.ts'
import { createFileIntake, type FileIntake, type FileIntakeOptions } from './file-intake.ts'
import { openFolder } from './open-folder.ts'

export type { Ending } from './file-intake.ts'

export interface FolderWatchOptions extends Omit<FileIntakeOptions, 'stillMs' | 'mostBytes'> {
  /** Called when the folder was lost or is reachable again. */
  readonly onStatus?: () => void
  /** Takes what a sweep met. @returns whether it is a fault of the storage, which passes */
  readonly onFault?: (error: unknown) => boolean
  /** How long size, time and content must not change before a file is taken. */
  readonly stillMs?: number
  /** Events are hints; this is how often the folder itself is read. */
  readonly sweepMs?: number
  readonly mostBytes?: number
  /** Only reads the folder, every `sweepMs`: a network share sends no events to wait for. */
  readonly polling?: boolean
}

export interface FolderWatch {
  readonly root: string
  status(): { state: 'watching' | 'offline'; detail: string }
  /** Reads the whole folder once, now. */
  sweep(): Promise<void>
  /** Sweeps until nothing is still being written, or for half a minute. */
  whenStable(): Promise<void>
  /** Gives exclusive access to the folder: no sweep runs meanwhile. */
  useExclusively<T>(work: (folder: OpenFolder) => Promise<T>): Promise<T>
  /** An import has ended: archives its files with a receipt. @throws what kept one from moving */
  archive(importId: string): Promise<void>
  close(): Promise<void>
}

const defaults = {
  onFault: (error: unknown) => storageFault(error) !== undefined,
  stillMs: 2000,
  sweepMs: 60_000,
  mostBytes: 2 * 1024 * 1024 * 1024,
  polling: false,
}
/** How often the folder's existence is checked, however seldom it is swept. */
const heartbeatMs = 15_000
const longestBackoffMs = 60_000
const longestWaitMs = 30_000
const afterFaultMs = 5000

/**
 * Watches one import folder. A file that is stable, or whose companion says that it is complete, is claimed and copied to
 * the private folder; everything later works on the copy. Nothing is ever deleted: processed files are archived.
 * One closure: its functions share the timers, the running sweep and whether the folder is reachable.
 */
// oxlint-disable-next-line max-lines-per-function -- one closure over the state of one folder; each function is short
export function watchFolder(options: FolderWatchOptions): FolderWatch {
  const settings = { ...defaults, ...options }
  const { root, intake, clock, onStatus, onFault, stillMs, sweepMs, polling } = settings
  const fileIntake = createFileIntake(settings)
  let offline: Offline | undefined
  let reached = false
  let unstable = false
  let closed = false
  let sweeping: Promise<void> = Promise.resolve()
  let archiving: Promise<unknown> = Promise.resolve()
  let nextSweep: NodeJS.Timeout | undefined
  let events = polling ? undefined : listen()
  const timers = [setInterval(() => sweepSoon(0), sweepMs), setInterval(() => void checkReachable(), heartbeatMs)]
  sweepSoon(0)

  function listen(): FSWatcher {
    const watcher = watch(root, { depth: 0, ignoreInitial: true, followSymlinks: false, awaitWriteFinish: false })
    watcher.on('all', () => sweepSoon(100))
    watcher.on('error', () => sweepSoon(1000))
    return watcher
  }

  function sweepSoon(delay: number): void {
    if (closed) return
    clearTimeout(nextSweep)
    nextSweep = setTimeout(() => void sweep(), delay)
  }

  /** A lost share sends no event. */
  async function checkReachable(): Promise<void> {
    const reachable = await stat(root).then(
      () => true,
      () => false,
    )
    if (reachable === (offline !== undefined)) sweepSoon(0)
  }

  function sweep(): Promise<void> {
    sweeping = sweeping.then(sweepSafely, sweepSafely)
    return sweeping
  }

  /** Storage that fails ends this sweep; a later one goes on. */
  const sweepSafely = (): Promise<void> =>
    sweepOnce().catch((error: unknown) => {
      if (!onFault(error)) throw error
      sweepSoon(afterFaultMs)
    })

  function useExclusively<T>(work: (folder: OpenFolder) => Promise<T>): Promise<T> {
    const done = sweeping.then(() => work(openFolder(settings)))
    sweeping = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  async function sweepOnce(): Promise<void> {
    if (closed) return
    let names: string[]
    try {
      names = (await readdir(root)).sort()
    } catch (error) {
      return lost(codeOf(error))
    }
    if (!reached) {
      reached = true
      onStatus?.()
    }
    if (offline) await recovered()
    unstable = false
    const companions = companionsIn(names)
    for (const name of names) {
      if (closed) return
      const outcome = await fileIntake.consider(name, companions.get(name.toLowerCase()) ?? [])
      if (outcome === 'unstable') unstable = true
    }
    const present = new Set(names)
    fileIntake.forgetAllBut(present)
    for (const { path, name, size, modified_at: modifiedAt } of intake.waitingIn(root)) {
      if (present.has(name)) continue
      intake.explainEntry({ path, name, size, modifiedAt }, 'gone', 'It was removed or renamed before it was taken.')
    }
    if (unstable) sweepSoon(stillMs / 2)
  }

  function lost(code: string): void {
    const tries = (offline?.tries ?? 0) + 1
    const first = offline === undefined
    offline = { code, since: offline?.since ?? clock(), tries }
    if (first) onStatus?.()
    sweepSoon(Math.min(longestBackoffMs, 1000 * 2 ** Math.min(tries - 1, 6)))
  }

  /** The folder is reachable again. The old watcher watches a folder that is gone. */
  async function recovered(): Promise<void> {
    offline = undefined
    onStatus?.()
    if (!events) return
    const old = events
    events = listen()
    await old.close()
  }

  return {
    root,
    status: () => describeStatus({ offline, reached, polling, sweepMs, unclaimable: fileIntake.isUnclaimable() }),
    sweep,
    async whenStable() {
      const until = performance.now() + longestWaitMs
      await sweep()
      while (unstable && !closed && performance.now() < until) {
        await sleep(Math.max(50, stillMs / 2))
        await sweep()
      }
    },
    useExclusively,
    archive(importId) {
      const done = archiveFilesOf(settings, fileIntake, importId)
      archiving = Promise.allSettled([archiving, done])
      return done
    },
    async close() {
      closed = true
      for (const timer of timers) clearInterval(timer)
      clearTimeout(nextSweep)
      await events?.close()
      // Both use the database, which may be closed once they are over.
      await Promise.all([sweeping, archiving])
    },
  }
}

interface Offline {
  readonly code: string
  readonly since: number
  readonly tries: number
}

interface WatchState {
  readonly offline: Offline | undefined
  readonly reached: boolean
  readonly polling: boolean
  readonly sweepMs: number
  readonly unclaimable: boolean
}

function describeStatus({
  offline,
  reached,
  polling,
  sweepMs,
  unclaimable,
}: WatchState): ReturnType<FolderWatch['status']> {
  if (offline) {
    const detail = `It can't be reached since ${instant(offline.since)} (${offline.code}); it is tried again.`
    return { state: 'offline', detail }
  }
  // Before the first sweep nothing is known: a mistyped path must not be shown as watched.
  if (!reached) return { state: 'watching', detail: 'It is being read for the first time. Ask again in a moment.' }
  const how = polling ? `It is read every ${sweepMs / 1000} seconds.` : 'New files are noticed at once.'
  const right = unclaimable ? ' It can’t be written, so files stay where they are after they were taken.' : ''
  return { state: 'watching', detail: `${how}${right}` }
}

async function archiveFilesOf(
  { root, intake }: Pick<FolderWatchOptions, 'root' | 'intake'>,
  fileIntake: FileIntake,
  importId: string,
): Promise<void> {
  const files = intake
    .filesOfImport(importId)
    .filter(({ origin, path }) => origin === 'folder' && dirname(path) === root)
  if (files.length === 0) return
  const companions = companionsIn(await readdir(root).catch(() => []))
  const moved = await Promise.allSettled(
    files.map((file) => fileIntake.archive(file, importId, companions.get(file.name.toLowerCase()) ?? [])),
  )
  const failed = moved.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

/** Node has no name for a share's stale handle. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreachable'
  return code.endsWith('-116') ? 'ESTALE' : code
}
