import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { watch } from 'chokidar'
import { system } from '../domain/audit/audit.ts'
import type { Intake } from '../domain/imports/intake.service.ts'
import type { FolderEntry, OpenFolder } from '../domain/imports/on-request.ts'
import { judgeEntry } from './judge-entry.ts'
import { hashFile, Unreadable, type PrivateFolder } from './private-copy.ts'

export interface FolderWatchOptions {
  readonly root: string
  readonly intake: Intake
  readonly keep: PrivateFolder
  readonly clock: () => number
  /** How long size, time and content must stand still before a file is taken. */
  readonly stillMs?: number
  /** Events are hints; this is how often the folder itself is asked. */
  readonly sweepMs?: number
  readonly mostBytes?: number
  /** Asks a network share instead of waiting for events that it doesn't send. */
  readonly polling?: boolean
}

export interface FolderWatch {
  readonly root: string
  status(): { path: string; state: 'watching' | 'offline'; detail: string }
  /** Looks at the whole folder once, now. */
  sweep(): Promise<void>
  /** Lets somebody else look at the folder and take from it, while no sweep does. */
  borrow<T>(work: (folder: OpenFolder) => Promise<T>): Promise<T>
  /** An import is over: its files move aside, with a receipt that says what became of them. */
  settle(importId: string, outcome: 'applied' | 'duplicate' | 'failed', receipt: string): Promise<void>
  close(): Promise<void>
}

interface Sighting {
  readonly size: number
  readonly modified: number
  /** Since when size and time have been the same. */
  readonly since: number
  /** Hash of the content when it was last looked at; it must not change either. */
  readonly sha256: string | undefined
}

const defaults = { stillMs: 2000, sweepMs: 60_000, mostBytes: 2 * 1024 * 1024 * 1024, polling: false }
const set = { processed: 'processed', refused: 'refused' } as const

/**
 * Watches one import folder. A file is taken when size, time and content stand still, is copied to the private folder
 * first, and everything after works on the copy. Nothing is ever deleted: a file that is done with moves aside.
 */
export function watchFolder(options: FolderWatchOptions): FolderWatch {
  const { root, intake, keep, clock, stillMs, sweepMs, mostBytes, polling } = { ...defaults, ...options }
  const seen = new Map<string, Sighting>()
  let offline: string | undefined
  let closed = false
  let looking: Promise<void> = Promise.resolve()
  let soon: NodeJS.Timeout | undefined

  const events = watch(root, {
    depth: 0,
    ignoreInitial: true,
    followSymlinks: false,
    usePolling: polling,
    interval: 5000,
    awaitWriteFinish: false,
  })
  events.on('all', () => lookSoon(100))
  events.on('error', () => lookSoon(1000))
  const timer = setInterval(() => lookSoon(0), sweepMs)
  lookSoon(0)

  function lookSoon(delay: number): void {
    if (closed) return
    clearTimeout(soon)
    soon = setTimeout(() => void sweep(), delay)
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

  /** Read twice: what changes in between is still being written. */
  async function copy({ path, size, modifiedAt }: FolderEntry): Promise<{ size: number; sha256: string } | null> {
    try {
      const sha256 = await reading(path, hashFile)
      const copied = await reading(path, keep.keepOpen)
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
      offline = undefined
    } catch (error) {
      offline = error instanceof Error && 'code' in error ? String(error.code) : 'unreachable'
      return
    }
    let restless = false
    for (const name of names) if ((await consider(name)) === 'restless') restless = true
    for (const path of seen.keys()) if (!names.includes(basename(path))) forget(path)
    if (restless) lookSoon(stillMs / 2)
  }

  /** @returns `restless` when the file must be looked at again soon */
  async function consider(name: string): Promise<'restless' | 'done'> {
    const path = join(root, name)
    const stats = await lstat(path).catch(() => undefined)
    if (!stats) return 'done'
    const facts = { size: stats.size, modifiedAt: Math.round(stats.mtimeMs) }
    const verdict = judgeEntry(name, stats, mostBytes)
    if (verdict.kind === 'ignored') return 'done'
    if (verdict.kind === 'refused') {
      intake.note(path, name, facts, 'refused', verdict.why)
      return 'done'
    }
    if (isKnown(path, facts)) return 'done'
    const before = seen.get(path)
    const now = clock()
    if (!before || before.size !== facts.size || before.modified !== facts.modifiedAt) {
      seen.set(path, { size: facts.size, modified: facts.modifiedAt, since: now, sha256: undefined })
      intake.note(
        path,
        name,
        facts,
        'waiting',
        facts.size === 0 ? 'It is empty so far.' : `It is taken when it has not changed for ${stillMs / 1000} seconds.`,
      )
      return 'restless'
    }
    if (facts.size === 0 || now - before.since < stillMs) return 'restless'
    return take(path, name, facts, before)
  }

  /** The same path with the same size and time was dealt with before. */
  function isKnown(path: string, facts: { size: number; modifiedAt: number }): boolean {
    const last = intake.lastAtPath(path)
    return (
      last !== undefined && last.sha256 !== null && last.size === facts.size && last.modified_at === facts.modifiedAt
    )
  }

  async function take(
    path: string,
    name: string,
    facts: { size: number; modifiedAt: number },
    before: Sighting,
  ): Promise<'restless' | 'done'> {
    try {
      // Some programs set the size first and fill the file later: the content must have stood still as well.
      const sha256 = await reading(path, hashFile)
      const known = keep.has(sha256)
      if (!known && stillMs > 0 && before.sha256 !== sha256) {
        seen.set(path, { ...before, sha256, since: clock() })
        return 'restless'
      }
      const copy = known ? { sha256, size: facts.size } : await reading(path, keep.keepOpen)
      if (copy.sha256 !== sha256) return 'restless'
      seen.delete(path)
      intake.receive(system, {
        origin: 'folder',
        path,
        name,
        size: copy.size,
        sha256,
        modifiedAt: facts.modifiedAt,
        trigger: 'Scheduled',
      })
      return 'done'
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (error instanceof Unreadable) {
        intake.note(path, name, facts, 'refused', why)
        const file = { path, name, size: facts.size, modified_at: facts.modifiedAt, seen_at: clock() }
        const receipt = { castellan: 'import receipt', file: name, refusedBecause: [why] }
        await moveAside(root, set.refused, file, `${JSON.stringify(receipt, null, 2)}\n`).catch(() => undefined)
        return 'done'
      }
      intake.note(path, name, facts, 'waiting', `It can't be read yet: ${why}`)
      return 'restless'
    }
  }

  /** Opens without following links and makes sure that what was opened is what was looked at. */
  async function reading<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
    const looked = await lstat(path)
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    try {
      const opened = await file.stat()
      if (!opened.isFile() || opened.ino !== looked.ino || opened.dev !== looked.dev)
        throw new Error('it was exchanged while it was opened')
      return await work(file)
    } finally {
      await file.close()
    }
  }

  function forget(path: string): void {
    seen.delete(path)
    const last = intake.lastAtPath(path)
    if (last?.state === 'waiting')
      intake.note(
        path,
        basename(path),
        { size: last.size, modifiedAt: last.modified_at },
        'gone',
        'It vanished before it was taken.',
      )
  }

  return {
    root,
    status: () =>
      offline === undefined
        ? { path: root, state: 'watching', detail: 'Watching.' }
        : { path: root, state: 'offline', detail: `The folder can't be reached (${offline}); trying again.` },
    sweep,
    borrow,
    async settle(importId, outcome, receipt) {
      const aside = outcome === 'failed' ? set.refused : set.processed
      for (const file of intake.filesOfImport(importId)) {
        if (file.origin !== 'folder' || dirname(file.path) !== root) continue
        await moveAside(root, aside, file, receipt).catch(() => undefined)
      }
    },
    async close() {
      closed = true
      clearInterval(timer)
      clearTimeout(soon)
      await events.close()
      await looking
    },
  }
}

/**
 * Moves a file of the folder to `processed/<day>/` or `refused/<day>/` and puts its receipt beside it. A file that was
 * changed since it was taken stays: it is another file now.
 */
async function moveAside(
  root: string,
  aside: string,
  file: { path: string; name: string; size: number; modified_at: number; seen_at: number },
  receipt: string,
): Promise<void> {
  const stats = await lstat(file.path)
  if (!stats.isFile() || stats.size !== file.size || Math.round(stats.mtimeMs) !== file.modified_at) return
  const stamp = new Date(file.seen_at).toISOString().replaceAll(':', '-')
  const folder = join(root, aside, stamp.slice(0, 10))
  await mkdir(folder, { recursive: true })
  const target = join(folder, `${stamp.slice(11, 19)} ${file.name}`)
  if (relative(root, target).startsWith('..')) return
  const note = await open(`${target}.receipt.json`, 'w')
  try {
    await note.writeFile(receipt)
    await note.sync()
  } finally {
    await note.close()
  }
  await rename(file.path, target)
}
