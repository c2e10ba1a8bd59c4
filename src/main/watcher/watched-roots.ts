import { dirname } from 'node:path'
import type { FolderEntry, OpenFolder } from '../domain/imports/intake/api-staging.ts'
import { createSharedFolder } from './shared-folder/shared-directory.ts'
import { type FolderWatch, type FolderWatchOptions, watchFolder } from './folder-watch.ts'

/** A folder that is to be watched, and how. */
interface RootToWatch {
  readonly path: string
  readonly polling: boolean
  readonly intervalSeconds: number
  /** Created when it is missing; a folder that may be on a share is waited for instead. */
  readonly create: boolean
}

export type WatchedRootsOptions = Omit<FolderWatchOptions, 'root' | 'polling'>

/** Every watched folder at once. */
export interface WatchedRoots {
  /** Starts, stops and changes watches, until exactly these roots are watched. */
  watch(roots: readonly RootToWatch[]): Promise<void>
  status(path: string): ReturnType<FolderWatch['status']>
  sweep(): Promise<void>
  whenStable(): Promise<void>
  /** Gives exclusive access to the files of all folders, as if they were one. */
  useExclusively<T>(work: (folder: OpenFolder) => Promise<T>): Promise<T>
  archive(importId: string): Promise<void>
  close(): Promise<void>
}

/** Files of a share must be stable for longer: its times are coarse, and what one computer writes another sees late. */
const stillOnShareMs = 10_000

export function watchRoots(options: WatchedRootsOptions): WatchedRoots {
  let running = new Map<string, { readonly how: string; readonly watch: FolderWatch }>()
  const all = () => [...running.values()].map(({ watch }) => watch)

  function start(root: RootToWatch): FolderWatch {
    if (root.create) {
      try {
        createSharedFolder(root.path)
      } catch {
        // Its status will say that it can't be reached.
      }
    }
    const how = root.polling
      ? { polling: true, sweepMs: root.intervalSeconds * 1000, stillMs: options.stillMs ?? stillOnShareMs }
      : {}
    return watchFolder({ ...options, ...how, root: root.path })
  }

  return {
    async watch(roots) {
      const next: typeof running = new Map()
      const ended: FolderWatch[] = []
      for (const root of roots) {
        const how = root.polling ? `polling ${root.intervalSeconds}` : 'events'
        const current = running.get(root.path)
        if (current?.how === how) next.set(root.path, current)
        else next.set(root.path, { how, watch: start(root) })
      }
      for (const [path, { watch }] of running) if (next.get(path)?.watch !== watch) ended.push(watch)
      running = next
      await Promise.all(ended.map((watch) => watch.close()))
    },
    status: (path) =>
      running.get(path)?.watch.status() ?? { state: 'offline', detail: 'It is watched from the next start on.' },
    sweep: async () => void (await Promise.all(all().map((watch) => watch.sweep()))),
    whenStable: async () => void (await Promise.all(all().map((watch) => watch.whenStable()))),
    useExclusively(work) {
      const watches = all()
      const open = new Map<string, OpenFolder>()
      const next = (at: number): ReturnType<typeof work> => {
        const watch = watches[at]
        if (!watch) return work(combined(open))
        return watch.useExclusively((folder) => {
          open.set(watch.root, folder)
          return next(at + 1)
        })
      }
      return next(0)
    },
    archive: async (importId) => void (await Promise.all(all().map((watch) => watch.archive(importId)))),
    close: async () => void (await Promise.all(all().map((watch) => watch.close()))),
  }
}

function combined(folders: ReadonlyMap<string, OpenFolder>): OpenFolder {
  return {
    async list() {
      const lists = await Promise.allSettled([...folders.values()].map((folder) => folder.list()))
      const entries = lists.flatMap((list): FolderEntry[] => (list.status === 'fulfilled' ? [...list.value] : []))
      const failed = lists.find((list) => list.status === 'rejected')
      // An unreachable share must not hide the files of the other folders. When all are unreachable, that is the error.
      if (failed && lists.every((list) => list.status === 'rejected')) throw failed.reason
      return entries
    },
    copy: async (entry) => (await folders.get(dirname(entry.path))?.copy(entry)) ?? null,
  }
}
