import { lstat, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FSWatcher, watch } from 'chokidar'
import type { Intake } from '../domain/imports/intake/intake.service.ts'
import type { FolderEntry, OpenFolder } from '../domain/imports/intake/on-request.ts'
import { claim, type Claimant } from './claims.ts'
import { companionsIn } from './companions.ts'
import { classifyEntry } from './classify-entry.ts'
import { openPlain } from './open-plain.ts'
import { hashFile, type PrivateFolder } from './private-copy.ts'
import { createFileIntake, type Ending } from './file-intake.ts'

export type { Ending } from './file-intake.ts'

export interface FolderWatchOptions {
  readonly root: string
  readonly intake: Intake
  readonly keep: PrivateFolder
  readonly clock: () => number
  readonly claimant: Claimant
  /** How an import ended; undefined while it has not, or when its files stay where they are. */
  readonly ending: (importId: string) => Ending | undefined
  /** The folder was lost or is there again. */
  readonly onStatus?: () => void
  /** How long size, time and content must stand still before a file is taken. */
  readonly stillMs?: number
  /** Events are hints; this is how often the folder itself is asked. */
  readonly sweepMs?: number
  readonly mostBytes?: number
  /** Only asks the folder, every `sweepMs`: a network share sends no events that could be waited for. */
  readonly polling?: boolean
}

export interface FolderWatch {
  readonly root: string
  status(): { state: 'watching' | 'offline'; detail: string }
  /** Looks at the whole folder once, now. */
  sweep(): Promise<void>
  /** Looks until nothing is still being written, or for half a minute. */
  whenCalm(): Promise<void>
  /** Lets somebody else look at the folder and take from it, while no sweep does. */
  borrow<T>(work: (folder: OpenFolder) => Promise<T>): Promise<T>
  /** An import is over: its files move aside, with a receipt that says what became of them. @throws what kept one from moving */
  settle(importId: string): Promise<void>
  close(): Promise<void>
}

const defaults = { stillMs: 2000, sweepMs: 60_000, mostBytes: 2 * 1024 * 1024 * 1024, polling: false }
/** Whether the folder is there at all is asked this often, however seldom it is looked through. */
const heartbeatMs = 15_000
const longestBackoffMs = 60_000
const longestWaitMs = 30_000

/**
 * Watches one import folder. A file is taken when size, time and content stand still or its companion says that it is
 * complete, is claimed, is copied to the private folder, and everything after works on the copy. Nothing is ever deleted:
 * a file that is done with moves aside.
 */
export function watchFolder(options: FolderWatchOptions): FolderWatch {
  const { root, intake, keep, clock, claimant, ending, onStatus, stillMs, sweepMs, mostBytes, polling } = {
    ...defaults,
    ...options,
  }
  const taking = createFileIntake({ root, intake, keep, clock, claimant, ending, stillMs, mostBytes })
  let offline: { readonly code: string; readonly since: number; readonly tries: number } | undefined
  let reached = false
  let restless = false
  let closed = false
  let looking: Promise<void> = Promise.resolve()
  let settling: Promise<unknown> = Promise.resolve()
  let soon: NodeJS.Timeout | undefined
  let events = polling ? undefined : listen()
  const timers = [setInterval(() => lookSoon(0), sweepMs), setInterval(() => void beat(), heartbeatMs)]
  lookSoon(0)

  function listen(): FSWatcher {
    const watcher = watch(root, { depth: 0, ignoreInitial: true, followSymlinks: false, awaitWriteFinish: false })
    watcher.on('all', () => lookSoon(100))
    watcher.on('error', () => lookSoon(1000))
    return watcher
  }

  function lookSoon(delay: number): void {
    if (closed) return
    clearTimeout(soon)
    soon = setTimeout(() => void sweep(), delay)
  }

  /** A share that is lost tells nobody. */
  async function beat(): Promise<void> {
    const there = await stat(root).then(
      () => true,
      () => false,
    )
    if (there === (offline !== undefined)) lookSoon(0)
  }

  function sweep(): Promise<void> {
    looking = looking.then(look, look)
    return looking
  }

  function borrow<T>(work: (folder: OpenFolder) => Promise<T>): Promise<T> {
    const done = looking.then(() => work({ list, copy }))
    looking = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  async function list(): Promise<FolderEntry[]> {
    const names = await readdir(root)
    const entries = await Promise.all(
      names.map(async (name) => {
        const path = join(root, name)
        const stats = await lstat(path).catch(() => undefined)
        const fit = stats !== undefined && stats.size > 0 && classifyEntry(name, stats, mostBytes).kind === 'file'
        return fit ? [{ path, name, size: stats.size, modifiedAt: Math.round(stats.mtimeMs) }] : []
      }),
    )
    return entries.flat()
  }

  /** Read twice: what changes in between is still being written. Null also when another Castellan has claimed it. */
  async function copy({ path, name, size, modifiedAt }: FolderEntry): Promise<{ size: number; sha256: string } | null> {
    try {
      const sha256 = await openPlain(path, hashFile)
      if ((await claim(root, sha256, name, claimant, clock())).kind === 'theirs') return null
      const copied = await openPlain(path, keep.keepOpen)
      const stats = await lstat(path)
      const still = copied.sha256 === sha256 && stats.size === size && Math.round(stats.mtimeMs) === modifiedAt
      return still ? copied : null
    } catch {
      return null
    }
  }

  async function look(): Promise<void> {
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
    if (offline) await found()
    restless = false
    const companions = companionsIn(names)
    for (const name of names) {
      if (closed) return
      if ((await taking.consider(name, companions.get(name.toLowerCase()) ?? [])) === 'restless') restless = true
    }
    const there = new Set(names)
    taking.forgetAllBut(there)
    for (const { path, name, size, modified_at } of intake.waitingIn(root)) {
      if (!there.has(name))
        intake.note(
          path,
          name,
          { size, modifiedAt: modified_at },
          'gone',
          'It was removed or renamed before it was taken.',
        )
    }
    if (restless) lookSoon(stillMs / 2)
  }

  async function putAside(importId: string): Promise<void> {
    const files = intake
      .filesOfImport(importId)
      .filter(({ origin, path }) => origin === 'folder' && dirname(path) === root)
    if (files.length === 0) return
    const companions = companionsIn(await readdir(root).catch(() => []))
    const moved = await Promise.allSettled(
      files.map((file) => taking.putAside(file, importId, companions.get(file.name.toLowerCase()) ?? [])),
    )
    const failed = moved.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
  }

  function lost(code: string): void {
    const tries = (offline?.tries ?? 0) + 1
    const first = offline === undefined
    offline = { code, since: offline?.since ?? clock(), tries }
    if (first) onStatus?.()
    lookSoon(Math.min(longestBackoffMs, 1000 * 2 ** Math.min(tries - 1, 6)))
  }

  /** It is there again: whatever sent events before watched a folder that is gone. */
  async function found(): Promise<void> {
    offline = undefined
    onStatus?.()
    if (!events) return
    const old = events
    events = listen()
    await old.close()
  }

  return {
    root,
    status() {
      if (offline) {
        const since = new Date(offline.since).toISOString()
        return { state: 'offline', detail: `It can't be reached since ${since} (${offline.code}); it is tried again.` }
      }
      // Nobody has looked yet, so nothing is known: a mistyped path must not be told to be watched.
      if (!reached) return { state: 'watching', detail: 'It is looked at for the first time; ask again in a moment.' }
      const how = polling ? `It is looked through every ${sweepMs / 1000} seconds.` : 'New files are noticed at once.'
      const right = taking.isUnclaimable()
        ? ' Nothing can be written there, so files stay where they are after they were taken.'
        : ''
      return { state: 'watching', detail: `${how}${right}` }
    },
    sweep,
    async whenCalm() {
      const until = performance.now() + longestWaitMs
      await sweep()
      while (restless && !closed && performance.now() < until) {
        await sleep(Math.max(50, stillMs / 2))
        await sweep()
      }
    },
    borrow,
    settle(importId) {
      const done = putAside(importId)
      settling = Promise.allSettled([settling, done])
      return done
    },
    async close() {
      closed = true
      for (const timer of timers) clearInterval(timer)
      clearTimeout(soon)
      await events?.close()
      // Both ask the database, which may be closed once they are over.
      await Promise.all([looking, settling])
    },
  }
}

/** Node has no name for a share's handle that has gone stale. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreachable'
  return code.endsWith('-116') ? 'ESTALE' : code
}
