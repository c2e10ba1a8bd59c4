import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import type { ChangeFolder, Folder, NewFolder } from '../../../contract/folder.ts'
import type { HostEvent } from '../../../contract/events.ts'
import type { SignedCheckpoint } from '../../domain/audit/checkpoint.ts'
import type { Giver } from '../../domain/authorization/giving.ts'
import { securityLog } from '../../data-dir/security-log.ts'
import type { Actor } from '../../domain/shared/actor.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import { DomainError } from '../../domain/shared/errors.ts'
import type { Imports } from '../../domain/imports/imports.service.ts'
import type { Intake } from '../../domain/imports/intake/intake.service.ts'
import { receiptOf } from '../../domain/imports/intake/receipt.ts'
import { outsideWords } from '../../domain/shared/outside-access.ts'
import { secretSetting } from '../../domain/settings/secret-setting.service.ts'
import {
  addRoot,
  changeRoot,
  declareStartRoots,
  removeRoot,
  type WatchedRoot,
  watchedRoots,
} from '../../domain/settings/watched-roots.service.ts'
import type { PrivateFolder } from '../../watcher/private-copy.ts'
import { tick } from './tick.ts'
import { watchRoots, type WatchedRoots, type WatchedRootsOptions } from '../../watcher/watched-roots.ts'

export interface WatchedFoldersOptions extends Pick<WatchedRootsOptions, 'stillMs' | 'sweepMs' | 'mostBytes'> {
  readonly env: Environment
  readonly dataDir: string
  /** Named when the program was started; null watches nothing at all. */
  readonly atStart: readonly string[] | null
  readonly intake: Intake
  readonly imports: Imports
  readonly keep: PrivateFolder
  readonly emit: (event: HostEvent) => void
  /** What goes into receipts of the audit log. */
  readonly checkpoint: () => SignedCheckpoint | null
}

/** The watched folders as the APIs see them. */
export interface WatchedFolders {
  list(): Folder[]
  /** @throws DomainError `invalid`, `conflict`, `forbidden`, or `unavailable` where this process watches nothing */
  add(author: Giver, wanted: NewFolder): Promise<Folder>
  /** @throws DomainError `not-found`, `stale` */
  change(actor: Actor, id: string, revision: number, change: ChangeFolder): Promise<Folder>
  /** @throws DomainError `not-found`, `stale`, `conflict` */
  remove(actor: Actor, id: string, revision: number): Promise<void>
  /** The storage works again: looks at everything that it kept from being looked at. */
  retry(): void
  /** An import has ended: its files move aside with their receipts. @throws what kept a file from moving */
  archive(importId: string): Promise<void>
  /** Null where this process watches nothing. */
  readonly watching: WatchedRoots | null
  close(): Promise<void>
}

/** Watches the folders of a data directory, as long as this process is the one that does. */
// oxlint-disable-next-line max-lines-per-function -- one closure over the watch and what is to be looked up again; each method is short
export function createWatchedFolders(options: WatchedFoldersOptions): WatchedFolders {
  const { env, intake, imports, keep, emit, dataDir } = options
  const atStart = (options.atStart ?? []).map((path) => resolve(path)).filter((path) => env.outside.allowsFolder(path))
  const log = securityLog(dataDir, env.clock)
  const watching = options.atStart === null ? null : start()

  function start(): WatchedRoots {
    declareStartRoots(env, atStart)
    const id = env.store.transact((tx) => secretSetting(tx, 'host-id', randomUUID))
    const { stillMs, sweepMs, mostBytes } = options
    const roots = watchRoots({
      intake,
      privateFolder: keep,
      clock: env.clock,
      claimant: { id, computer: hostname() },
      ending(importId) {
        const found = imports.get(importId)
        const { state } = found
        if (state !== 'applied' && state !== 'duplicate' && state !== 'failed') return undefined
        return { outcome: state, receipt: () => receiptOf(found, env.clock(), options.checkpoint()) }
      },
      onStatus: () => emit({ type: 'folder' }),
      onPlanted: ({ place, what }, folder) => log({ kind: 'planted', folder, place, what }),
      onFault: (error) => env.store.health.failed(error) !== undefined,
      ...(stillMs === undefined ? {} : { stillMs }),
      ...(sweepMs === undefined ? {} : { sweepMs }),
      ...(mostBytes === undefined ? {} : { mostBytes }),
    })
    return roots
  }

  /** What storage keeps from being looked up is looked up again by `retry`. */
  let unfollowed = true

  async function follow(): Promise<void> {
    unfollowed = true
    // What was added when nothing forbade it is not watched either.
    const wanted = watchedRoots(env.store.reader, atStart).filter(({ path }) => env.outside.allowsFolder(path))
    unfollowed = false
    await watching?.watch(wanted.map((root) => ({ ...root, create: root.named === 'at-start' })))
    emit({ type: 'folder' })
  }
  tick(env.store, follow)

  const view = (root: WatchedRoot): Folder => ({ ...root, ...statusOf(env, watching, root.path) })

  return {
    watching,
    list: () => (watching ? watchedRoots(env.store.reader, atStart).map(view) : []),
    retry() {
      tick(env.store, async () => {
        if (unfollowed) await follow()
        await watching?.sweep()
      })
    },
    archive: async (importId) => watching?.archive(importId),
    async add(author, wanted) {
      if (!watching) throw new DomainError('unavailable', 'This process watches no folders.')
      const added = addRoot(env, author, wanted, { atStart, dataDir })
      await follow()
      return view(added)
    },
    async change(actor, id, revision, change) {
      const changed = changeRoot(env, actor, { id, revision, change })
      await follow()
      return view(changed)
    },
    async remove(actor, id, revision) {
      removeRoot(env, actor, id, revision)
      await follow()
    },
    async close() {
      await watching?.close()
    },
  }
}

function statusOf(env: Environment, watching: WatchedRoots | null, path: string): Pick<Folder, 'state' | 'detail'> {
  if (!env.outside.allowsFolder(path)) return { state: 'offline', detail: outsideWords('watch-folder') }
  return watching?.status(path) ?? unwatched
}

const unwatched = { state: 'offline', detail: 'This process watches no folders.' } as const
