import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FolderEntry, OpenFolder } from '../domain/imports/intake/on-request.ts'
import { type FolderWatch, type FolderWatchOptions, watchFolder } from './folder-watch.ts'

/** A folder that is to be watched, and how. */
export interface RootToWatch {
  readonly path: string
  readonly polling: boolean
  readonly intervalSeconds: number
  /** Made when it is missing; one that may be on a share is waited for instead. */
  readonly create: boolean
}

export type WatchedRootsOptions = Omit<FolderWatchOptions, 'root' | 'polling'>

/** Every watched folder at once. */
export interface WatchedRoots {
  /** Starts, stops and changes watches until they are what is wanted. */
  watch(wanted: readonly RootToWatch[]): Promise<void>
  status(path: string): ReturnType<FolderWatch['status']>
  sweep(): Promise<void>
  whenCalm(): Promise<void>
  /** The files of all folders as if they were one. */
  borrow<T>(work: (folder: OpenFolder) => Promise<T>): Promise<T>
  settle(importId: string): Promise<void>
  close(): Promise<void>
}

/** A share's files must stand still for longer: its times are coarse, and what one computer writes another sees late. */
const stillOnShareMs = 10_000

export function watchRoots(options: WatchedRootsOptions): WatchedRoots {
  let running = new Map<string, { readonly how: string; readonly watch: FolderWatch }>()
  const all = () => [...running.values()].map(({ watch }) => watch)

  function start(root: RootToWatch): FolderWatch {
    if (root.create) {
      try {
        mkdirSync(root.path, { recursive: true })
      } catch {
        // It says itself that it can't be reached.
      }
    }
    const how = root.polling
      ? { polling: true, sweepMs: root.intervalSeconds * 1000, stillMs: options.stillMs ?? stillOnShareMs }
      : {}
    return watchFolder({ ...options, ...how, root: root.path })
  }

  return {
    async watch(wanted) {
      const next: typeof running = new Map()
      const ended: FolderWatch[] = []
      for (const root of wanted) {
        const how = root.polling ? `polling ${root.intervalSeconds}` : 'events'
        const now = running.get(root.path)
        if (now?.how === how) next.set(root.path, now)
        else next.set(root.path, { how, watch: start(root) })
      }
      for (const [path, now] of running) if (next.get(path)?.watch !== now.watch) ended.push(now.watch)
      running = next
      await Promise.all(ended.map((watch) => watch.close()))
    },
    status: (path) =>
      running.get(path)?.watch.status() ?? { state: 'offline', detail: 'It is watched from the next start on.' },
    sweep: async () => void (await Promise.all(all().map((watch) => watch.sweep()))),
    whenCalm: async () => void (await Promise.all(all().map((watch) => watch.whenCalm()))),
    borrow(work) {
      const watches = all()
      const open = new Map<string, OpenFolder>()
      const next = (at: number): ReturnType<typeof work> => {
        const watch = watches[at]
        if (!watch) return work(together(open))
        return watch.borrow((folder) => {
          open.set(watch.root, folder)
          return next(at + 1)
        })
      }
      return next(0)
    },
    settle: async (importId) => void (await Promise.all(all().map((watch) => watch.settle(importId)))),
    close: async () => void (await Promise.all(all().map((watch) => watch.close()))),
  }
}

function together(folders: ReadonlyMap<string, OpenFolder>): OpenFolder {
  return {
    async list() {
      const found = await Promise.allSettled([...folders.values()].map((folder) => folder.list()))
      const entries = found.flatMap((one): FolderEntry[] => (one.status === 'fulfilled' ? [...one.value] : []))
      const failed = found.find((one) => one.status === 'rejected')
      // A share that is away must not hide what lies in the others; alone, it is the reason.
      if (failed && found.every((one) => one.status === 'rejected')) throw failed.reason
      return entries
    },
    copy: async (entry) => (await folders.get(dirname(entry.path))?.copy(entry)) ?? null,
  }
}
