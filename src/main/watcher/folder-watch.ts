import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FSWatcher, watch } from 'chokidar'
import type { OpenFolder } from '../domain/imports/intake/api-staging.ts'
import { storageFault } from '../domain/shared/storage-faults.ts'
import { companionsIn } from './companions.ts'
import { createFileIntake, type FileIntake, type FileIntakeOptions } from './file-intake.ts'
import { createObstacles } from './obstacles.ts'
import { openFolder } from './open-folder.ts'
import { codeOf, Planted } from './shared-folder/planted.ts'
import { type SharedDirectory, withSharedFolder } from './shared-folder/shared-directory.ts'
import { sweepEntries } from './sweep-entries.ts'
import { createSweepTimer } from './sweep-timer.ts'
import { describeStatus, type Offline, type WatchStatus } from './watch-status.ts'

export type { Ending } from './file-intake.ts'

export interface FolderWatchOptions
  extends Omit<FileIntakeOptions, 'stillMs' | 'mostBytes' | 'onPlanted' | 'isStopped'> {
  /** Called when the folder was lost or is reachable again, or something stands in the way of what Castellan does there. */
  readonly onStatus?: () => void
  /** Called once for each thing that stands where Castellan puts its own things. */
  readonly onPlanted?: (planted: Planted, root: string) => void
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
  status(): WatchStatus
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
  const { root, intake, clock, onStatus, onFault, stillMs, sweepMs, polling } = { ...defaults, ...options }
  const obstacles = createObstacles({
    onNew: (planted) => options.onPlanted?.(planted, root),
    onChange: () => onStatus?.(),
  })
  let closed = false
  const settings = { ...defaults, ...options, onPlanted: obstacles.add, isStopped: () => closed }
  const fileIntake = createFileIntake(settings)
  const entries = sweepEntries(fileIntake, () => closed)
  let offline: Offline | undefined
  let reached = false
  let unstable = false
  let sweeping: Promise<void> = Promise.resolve()
  let archiving: Promise<unknown> = Promise.resolve()
  const timer = createSweepTimer(() => void sweep())
  let events = polling ? undefined : listen()
  const intervals = [setInterval(() => timer.within(0), sweepMs), setInterval(() => void checkReachable(), heartbeatMs)]
  timer.within(0)

  function listen(): FSWatcher {
    const watcher = watch(root, { depth: 0, ignoreInitial: true, followSymlinks: false, awaitWriteFinish: false })
    watcher.on('all', () => timer.afterEvent(100))
    watcher.on('error', () => timer.afterEvent(1000))
    return watcher
  }

  /** A lost share sends no event. */
  async function checkReachable(): Promise<void> {
    const reachable = await withSharedFolder(root, async () => true).catch(() => false)
    if (reachable === (offline !== undefined)) timer.within(0)
  }

  function sweep(): Promise<void> {
    sweeping = sweeping.then(sweepSafely, sweepSafely)
    return sweeping
  }

  /** Storage that fails ends this sweep; a later one goes on. */
  const sweepSafely = (): Promise<void> =>
    sweepOnce().catch((error: unknown) => {
      if (!onFault(error)) throw error
      timer.within(afterFaultMs)
    })

  function useExclusively<T>(work: (folder: OpenFolder) => Promise<T>): Promise<T> {
    const done = sweeping.then(() => entries.idle()).then(() => work(openFolder(settings)))
    sweeping = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  async function sweepOnce(): Promise<void> {
    if (closed) return
    try {
      await entries.hold(root, readFolder)
    } catch (error) {
      const code = error instanceof Planted ? 'replaced' : codeOf(error)
      // A full disk is that of the private copies: reading a folder fills none.
      if (code === '' || code === 'ENOSPC' || code === 'EDQUOT' || code.startsWith('SQLITE_')) throw error
      lost(code)
    } finally {
      timer.swept()
    }
  }

  async function readFolder(folder: SharedDirectory): Promise<void> {
    const names = (await folder.names()).sort()
    if (!reached) {
      reached = true
      onStatus?.()
    }
    if (offline) await recovered()
    await obstacles.check(folder)
    const outcome = await entries.consider(folder, names)
    unstable = outcome === 'unstable'
    if (closed) return
    obstacles.swept()
    const present = new Set(names)
    fileIntake.forgetAllBut(present)
    for (const { path, name, size, modified_at: modifiedAt } of intake.waitingIn(root)) {
      if (present.has(name)) continue
      intake.explainEntry({ path, name, size, modifiedAt }, 'gone', 'It was removed or renamed before it was taken.')
    }
    if (outcome !== 'done') timer.within(Math.max(50, stillMs / 2))
  }

  function lost(code: string): void {
    const tries = (offline?.tries ?? 0) + 1
    const first = offline === undefined
    offline = { code, since: offline?.since ?? clock(), tries }
    if (first) onStatus?.()
    timer.within(Math.min(longestBackoffMs, 1000 * 2 ** Math.min(tries - 1, 6)))
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
    status: () =>
      describeStatus({
        offline,
        reached,
        polling,
        sweepMs,
        unclaimable: fileIntake.isUnclaimable(),
        obstacles: obstacles.words(),
      }),
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
      for (const interval of intervals) clearInterval(interval)
      timer.close()
      await events?.close()
      // All use the database, which may be closed once they are over.
      await Promise.all([sweeping, archiving, entries.allDone()])
    },
  }
}

async function archiveFilesOf(
  { root, intake, onPlanted }: Pick<FileIntakeOptions, 'root' | 'intake' | 'onPlanted'>,
  fileIntake: FileIntake,
  importId: string,
): Promise<void> {
  const files = intake
    .filesOfImport(importId)
    .filter(({ origin, path }) => origin === 'folder' && dirname(path) === root)
  if (files.length === 0) return
  const moved = await withSharedFolder(root, async (folder) => {
    const companions = companionsIn(await folder.names())
    return Promise.allSettled(
      files.map((file) => fileIntake.archive(folder, file, importId, companions.get(file.name.toLowerCase()) ?? [])),
    )
  }).catch((error: unknown) => {
    // The folder is gone, and with it what was to be moved.
    if (codeOf(error) !== 'ENOENT') throw error
    return []
  })
  const reasons = moved.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  for (const reason of reasons) if (reason instanceof Planted) onPlanted(reason)
  const [failed] = reasons
  if (failed !== undefined) throw failed
}
