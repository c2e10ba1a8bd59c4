import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FSWatcher, watch } from 'chokidar'
import { system } from '../domain/audit/audit.ts'
import type { Intake } from '../domain/imports/intake.service.ts'
import type { FolderEntry, OpenFolder } from '../domain/imports/on-request.ts'
import { asideFolders, moveAside } from './aside.ts'
import { claim, type Claimant } from './claims.ts'
import { type Companion, companionsIn, readCompanions } from './companions.ts'
import { judgeEntry } from './judge-entry.ts'
import { openPlain } from './open-plain.ts'
import { hashFile, Unreadable, type PrivateFolder } from './private-copy.ts'

/** What becomes of the files of an import that has ended. */
export interface Ending {
  readonly outcome: 'applied' | 'duplicate' | 'failed'
  readonly receipt: string
}

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
  /** An import is over: its files move aside, with a receipt that says what became of them. */
  settle(importId: string): Promise<void>
  close(): Promise<void>
}

interface Facts {
  readonly size: number
  readonly modifiedAt: number
}

interface Sighting extends Facts {
  /** Since when size and time have been the same. */
  readonly since: number
  /** When the file was first seen empty; it is told after a while. */
  readonly firstSeen: number
  /** Hash of the content when it was last looked at; it must not change either. */
  readonly sha256: string | undefined
}

const defaults = { stillMs: 2000, sweepMs: 60_000, mostBytes: 2 * 1024 * 1024 * 1024, polling: false }
/** Whether the folder is there at all is asked this often, however seldom it is looked through. */
const heartbeatMs = 15_000
const longestBackoffMs = 60_000
const longestWaitMs = 30_000
const emptyForLong = 600_000

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
  const seen = new Map<string, Sighting>()
  let offline: { readonly code: string; readonly since: number; readonly tries: number } | undefined
  let unclaimable = false
  let restless = false
  let closed = false
  let looking: Promise<void> = Promise.resolve()
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
        const fit = stats !== undefined && stats.size > 0 && judgeEntry(name, stats, mostBytes).kind === 'file'
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
      return lost(error instanceof Error && 'code' in error ? String(error.code) : 'unreachable')
    }
    if (offline) await found()
    restless = false
    const companions = companionsIn(names)
    for (const name of names) {
      if (closed) return
      if ((await consider(name, companions.get(name.toLowerCase()) ?? [])) === 'restless') restless = true
    }
    const there = new Set(names)
    for (const path of seen.keys()) if (!there.has(basename(path))) seen.delete(path)
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

  /** @returns `restless` when the file must be looked at again soon */
  async function consider(name: string, companionNames: readonly string[]): Promise<'restless' | 'done'> {
    const path = join(root, name)
    const stats = await lstat(path).catch(() => undefined)
    if (!stats) return 'done'
    const facts = { size: stats.size, modifiedAt: Math.round(stats.mtimeMs) }
    const verdict = judgeEntry(name, stats, mostBytes)
    if (verdict.kind === 'ignored') return 'done'
    if (verdict.kind !== 'file') {
      intake.note(path, name, facts, verdict.kind === 'waits' ? 'waiting' : 'refused', verdict.why)
      return 'done'
    }
    if (await isKnown(path, facts, companionNames)) return 'done'
    const now = clock()
    const last = seen.get(path)
    const moved = !last || last.size !== facts.size || last.modifiedAt !== facts.modifiedAt
    const sighting = moved ? { ...facts, since: now, firstSeen: last?.firstSeen ?? now, sha256: undefined } : last
    seen.set(path, sighting)
    const companion = await readCompanions(root, companionNames)
    if (companion && companion.unclear !== null) {
      intake.note(path, name, facts, 'waiting', companion.unclear)
      return 'restless'
    }
    const waited = now - sighting.since
    if (companion) return take(path, name, facts, sighting, companion)
    if (moved || facts.size === 0 || waited < stillMs) {
      intake.note(path, name, facts, 'waiting', whyNotYet(facts, now - sighting.firstSeen))
      return 'restless'
    }
    return take(path, name, facts, sighting, undefined)
  }

  function whyNotYet({ size }: Facts, known: number): string {
    if (size > 0) return `It is taken when it has not changed for ${stillMs / 1000} seconds.`
    if (known < emptyForLong) return 'It is empty so far.'
    return 'It has been empty for more than ten minutes: the export seems to have failed. Remove it, or export again.'
  }

  /** The same path with the same size and time was dealt with before; what was left undone of that is done now. */
  async function isKnown(path: string, facts: Facts, companions: readonly string[]): Promise<boolean> {
    const last = intake.lastAtPath(path)
    const known =
      last !== undefined && last.sha256 !== null && last.size === facts.size && last.modified_at === facts.modifiedAt
    if (known && last.import_guid !== null) await putAside(last, last.import_guid, companions)
    return known
  }

  async function take(
    path: string,
    name: string,
    facts: Facts,
    before: Sighting,
    companion: Companion | undefined,
  ): Promise<'restless' | 'done'> {
    try {
      // Some programs set the size first and fill the file later: the content must have stood still as well.
      const sha256 = await openPlain(path, hashFile)
      const wrong = companion !== undefined && companion.sha256 !== null && companion.sha256 !== sha256
      if (wrong) {
        const why = `${companion.names.join(' and ')} says that its SHA-256 is ${companion.sha256}, but it is ${sha256}.`
        if (clock() - before.since >= stillMs)
          return await refuse(path, name, facts, `${why} Send both again.`, companion)
        intake.note(path, name, facts, 'waiting', `It is not complete yet: ${why}`)
        return 'restless'
      }
      if (!companion && stillMs > 0 && before.sha256 !== sha256 && !keep.has(sha256)) {
        seen.set(path, { ...before, sha256, since: clock() })
        return 'restless'
      }
      const claimed = await claim(root, sha256, name, claimant, clock())
      unclaimable = claimed.kind === 'impossible'
      if (claimed.kind === 'theirs') {
        intake.note(path, name, facts, 'waiting', claimedWords(claimed.by, claimed.file))
        return 'done'
      }
      // Between the look and the claim somebody may have finished with the file.
      const now = await lstat(path)
      if (now.size !== facts.size || Math.round(now.mtimeMs) !== facts.modifiedAt) return 'restless'
      const copied = keep.has(sha256) ? { sha256, size: facts.size } : await openPlain(path, keep.keepOpen)
      if (copied.sha256 !== sha256) return 'restless'
      seen.delete(path)
      intake.receive(system, {
        origin: 'folder',
        path,
        name,
        size: copied.size,
        sha256,
        modifiedAt: facts.modifiedAt,
        trigger: 'Scheduled',
        promisedRows: companion?.rows ?? null,
      })
      return 'done'
    } catch (error) {
      if (error instanceof Unreadable) return await refuse(path, name, facts, error.message, companion)
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'done'
      const why = error instanceof Error ? error.message : String(error)
      intake.note(path, name, facts, 'waiting', `It can't be read yet: ${why}`)
      return 'restless'
    }
  }

  async function refuse(
    path: string,
    name: string,
    facts: Facts,
    why: string,
    companion: Companion | undefined,
  ): Promise<'done'> {
    intake.note(path, name, facts, 'refused', why)
    const file = { path, name, size: facts.size, modified_at: facts.modifiedAt, seen_at: clock() }
    const receipt = `${JSON.stringify({ castellan: 'import receipt', file: name, refusedBecause: [why] }, null, 2)}\n`
    await moveAside(root, asideFolders.refused, file, receipt, companion?.names ?? []).catch(() => undefined)
    return 'done'
  }

  /** Nothing that fails here is lost: the next sweep tries again. */
  async function putAside(
    file: { path: string; name: string; size: number; modified_at: number; seen_at: number },
    importId: string,
    companions: readonly string[],
  ): Promise<void> {
    const ended = ending(importId)
    if (!ended) return
    const folder = ended.outcome === 'failed' ? asideFolders.refused : asideFolders.processed
    await moveAside(root, folder, file, ended.receipt, companions).catch(() => undefined)
  }

  return {
    root,
    status() {
      if (offline) {
        const since = new Date(offline.since).toISOString()
        return { state: 'offline', detail: `It can't be reached since ${since} (${offline.code}); it is tried again.` }
      }
      const how = polling ? `It is looked through every ${sweepMs / 1000} seconds.` : 'New files are noticed at once.'
      const right = unclaimable
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
    async settle(importId) {
      const files = intake
        .filesOfImport(importId)
        .filter(({ origin, path }) => origin === 'folder' && dirname(path) === root)
      if (files.length === 0) return
      const companions = companionsIn(await readdir(root).catch(() => []))
      for (const file of files) await putAside(file, importId, companions.get(file.name.toLowerCase()) ?? [])
    },
    async close() {
      closed = true
      for (const timer of timers) clearInterval(timer)
      clearTimeout(soon)
      await events?.close()
      await looking
    },
  }
}

const claimedWords = (by: string, file: string): string =>
  `Another Castellan, on ${by}, has claimed it: one file is imported by one of them. If that one is gone for good, remove ${file} in this folder.`
