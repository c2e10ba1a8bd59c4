import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { ChangeFolder, NewFolder } from '../../../contract/folder.ts'
import type { Reader } from '../../storage/open.ts'
import { type Actor, system } from '../shared/actor.ts'
import { appliesByRule } from '../applications/automatic-imports.service.ts'
import { type Giver, requireMayGive } from '../authorization/giving.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import { roots, type WatchedRootRow } from './watched-roots.store.ts'
import { expectRevision } from '../shared/expect-revision.ts'

/** Which folders are watched, and how: those named at the start, and those of the settings. */
export interface WatchedRoot {
  readonly id: string
  readonly path: string
  readonly named: 'at-start' | 'in-settings'
  readonly polling: boolean
  readonly intervalSeconds: number
  readonly revision: number
}

const interval = 5

/** Stores the folders that this start names, so that their watching can be configured. */
export function declareStartRoots({ store, clock, newId }: Environment, paths: readonly string[]): void {
  const known = new Set(roots.all(store.reader).map(({ path }) => path))
  const fresh = paths.filter((path) => !known.has(path))
  if (fresh.length === 0) return
  store.transact((tx) => {
    for (const path of fresh)
      roots.insert(tx, {
        guid: newId(),
        path,
        at_start: 1,
        polling: 0,
        interval_seconds: interval,
        created_at: clock(),
        created_by: system.name,
      })
  })
}

/** @param atStart the folders that this start named: of those that only a start names, just these are watched */
export function watchedRoots(db: Reader, atStart: readonly string[]): WatchedRoot[] {
  return roots
    .all(db)
    .filter(({ at_start, path }) => at_start === 0 || atStart.includes(path))
    .map(viewRoot)
}

/**
 * Watches another folder from now on. It need not be there yet: a share that is away is waited for.
 * @param dataDir may not be watched, nor lie in a watched folder
 * @throws DomainError `forbidden` in the sample workspace, and for who may not stage what lies there, or apply it where rules
 * do; `invalid`, `conflict`
 */
export function addRoot(
  { store, clock, newId, outside }: Environment,
  author: Giver,
  wanted: NewFolder,
  { atStart, dataDir }: { readonly atStart: readonly string[]; readonly dataDir: string },
): WatchedRoot {
  const { actor } = author
  outside.require('watch-folder')
  requireMayGive(author, { kind: appliesByRule(store.reader) ? 'automatic-import' : 'staging' }, clock())
  const cannotWatch = (message: string) =>
    new DomainError('invalid', `This folder can't be watched: it ${message}.`, [{ field: 'path', message }])
  if (!isAbsolute(wanted.path)) throw cannotWatch('is no whole path: write it from the root or the drive on')
  const path = resolve(wanted.path)
  if (isWithin(path, dataDir) || isWithin(dataDir, path)) throw cannotWatch('is, holds or lies in the data directory')
  return store.transact((tx) => {
    const watched = watchedRoots(tx, atStart)
    if (watched.some((one) => one.path === path)) throw new DomainError('conflict', 'This folder is watched already.')
    const other = watched.find((one) => isWithin(path, one.path) || isWithin(one.path, path))
    if (other) throw cannotWatch(`lies in ${other.path}, which is watched, or holds it`)
    const at = clock()
    // A start named it once, and this one does not: from now on the settings do.
    const before = roots.all(tx).find((one) => one.path === path)
    if (before) roots.remove(tx, before.id)
    const guid = newId()
    roots.insert(tx, {
      guid,
      path,
      at_start: 0,
      polling: wanted.polling ? 1 : 0,
      interval_seconds: wanted.intervalSeconds,
      created_at: at,
      created_by: actor.name,
    })
    recordAudit(tx, at, actor, {
      action: 'folder.added',
      object: { type: 'folder', id: guid, name: path },
      details: { polling: wanted.polling, intervalSeconds: wanted.intervalSeconds },
    })
    return viewRoot(getRow(tx, guid))
  })
}

/** Changes how a folder is watched. @throws DomainError `not-found`, `stale` */
export function changeRoot(
  { store, clock }: Environment,
  actor: Actor,
  { id, revision, change }: { readonly id: string; readonly revision: number; readonly change: ChangeFolder },
): WatchedRoot {
  return store.transact((tx) => {
    const row = getRowAt(tx, id, revision)
    const polling = change.polling ?? row.polling === 1
    const seconds = change.intervalSeconds ?? row.interval_seconds
    roots.update(tx, { id: row.id, polling: polling ? 1 : 0, interval: seconds })
    recordAudit(tx, clock(), actor, {
      action: 'folder.changed',
      object: { type: 'folder', id, name: row.path },
      details: { polling, intervalSeconds: seconds },
    })
    return viewRoot(getRow(tx, id))
  })
}

/** Stops watching a folder. Nothing in it is changed. @throws DomainError `not-found`, `stale`, or `conflict` for one that the start names */
export function removeRoot({ store, clock }: Environment, actor: Actor, id: string, revision: number): void {
  store.transact((tx) => {
    const row = getRowAt(tx, id, revision)
    if (row.at_start === 1)
      throw new DomainError('conflict', 'This folder was named when Castellan was started. Start it without naming it.')
    roots.remove(tx, row.id)
    recordAudit(tx, clock(), actor, {
      action: 'folder.removed',
      object: { type: 'folder', id, name: row.path },
      details: {},
    })
  })
}

function getRowAt(db: Reader, id: string, revision: number): WatchedRootRow {
  const row = getRow(db, id)
  expectRevision(row.revision, revision)
  return row
}

function getRow(db: Reader, id: string): WatchedRootRow {
  const row = roots.get(db, id)
  if (!row) throw notFound('folder')
  return row
}

/** Whether a path is another or lies in it. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

const viewRoot = (row: WatchedRootRow): WatchedRoot => ({
  id: row.guid,
  path: row.path,
  named: row.at_start === 1 ? 'at-start' : 'in-settings',
  polling: row.polling === 1,
  intervalSeconds: row.interval_seconds,
  revision: row.revision,
})
