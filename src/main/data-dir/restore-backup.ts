import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { lockDirectory } from '../instance/lock.ts'
import type { Actor } from '../domain/shared/actor.ts'
import { recordAudit } from '../domain/audit/audit.service.ts'
import { SignedCheckpoint } from '../domain/audit/checkpoint.ts'
import { readBackupName } from '../storage/backup-names.ts'
import { openWriter, type Reader } from '../storage/open.ts'
import { syncFolder } from '../storage/sync-folder.ts'
import { databaseFile, openStore } from '../storage/store.ts'
import { backupFolder, hashOf, newestGoodBackup, statedHash } from './backup-folder.ts'

/** Why a backup can't be put back. The message says what to do. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError'
}

export interface RestoreInput {
  readonly dataDir: string
  /** Of a file in `backups/`. */
  readonly name: string
  readonly reason: string
  readonly actor: Actor
  /** The version of this program. */
  readonly program: string
  readonly now: number
}

interface Head {
  readonly entries: number
  readonly head: string
}

/**
 * How far the log that is given up is known: `exactly` when its database could be read, `at-least` when only a signed
 * checkpoint tells of it, `not` when nothing does.
 */
type Known = 'exactly' | 'at-least' | 'not'

export interface Restored {
  /** Where the database that was replaced lies now; null when there was none. */
  readonly replaced: string | null
  readonly kept: Head
  /** The end of the log that was given up, as far as it is known. */
  readonly lost: Head & { readonly known: Known }
  /** The backup that was put back. */
  readonly name: string
}

/**
 * Puts a backup in the place of the database, which is kept beside it. The restored log gets an entry first that names
 * the head that is lost: a fork that is declared, where an undeclared one would be a log that somebody cut. One rename
 * makes all of it true, so a crash leaves the one database or the other; it is on the disk before this returns.
 * @param input with `newest` as the name for the newest backup that is what its hash says
 * @throws RestoreError when Castellan is running, or the backup is not what it should be
 */
export function restoreBackup(input: RestoreInput): Restored {
  const { dataDir } = input
  const lock = lockDirectory(dataDir)
  if (lock === null) throw new RestoreError('A Castellan has this data directory open. End it first.')
  const place = join(dataDir, 'restoring')
  try {
    return restoreIn(place, { ...input, name: nameOf(input) })
  } finally {
    rmSync(place, { recursive: true, force: true })
    lock.release()
  }
}

function nameOf({ dataDir, name }: RestoreInput): string {
  if (name !== 'newest') return name
  const newest = newestGoodBackup(dataDir)
  if (newest === null) throw new RestoreError('No backup is the file that its SHA-256 was taken of.')
  return newest
}

function restoreIn(place: string, { dataDir, name, reason, actor, program, now }: RestoreInput): Restored {
  const sha256 = proven(backupFolder(dataDir), name)
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { mode: 0o700 })
  copyFileSync(join(backupFolder(dataDir), name), databaseFile(place))
  const live = databaseFile(dataDir)
  const store = openStore(place, program)
  const kept = headOf(store.reader)
  const lost = whatIsLost(dataDir, live, kept)
  try {
    store.transact((tx) => {
      // Whoever was signed in then is asked again: what ended their session since is not in the backup.
      tx.exec('DELETE FROM session; DELETE FROM one_time_code')
      recordAudit(tx, now, actor, {
        action: 'backup.restored',
        object: { type: 'backup', id: name },
        details: {
          sha256,
          kept: kept.entries,
          lostEntries: lost.entries,
          lostHead: lost.head,
          ...(lost.known === 'exactly' ? {} : { lostKnown: lost.known }),
          reason,
        },
      })
    })
  } finally {
    store.close()
  }
  if ((statSync(`${databaseFile(place)}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw new RestoreError('There is no room on the disk for the backup. Nothing was changed.')
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  const replaced = putAside(live, `${live}.replaced-${stamp}`)
  putCheckpointsAside(dataDir, kept.entries, stamp)
  flush(databaseFile(place))
  renameSync(databaseFile(place), live)
  // Without this a power cut could still undo what was acknowledged.
  syncFolder(dataDir)
  return { replaced, kept, lost, name }
}

function proven(folder: string, name: string): string {
  if (readBackupName(name) === undefined || !existsSync(join(folder, name)))
    throw new RestoreError(`There is no backup "${name}". See: castellan backup list`)
  const sha256 = hashOf(join(folder, name))
  if (sha256 !== statedHash(folder, name))
    throw new RestoreError(`${name} is not the file that its SHA-256 was taken of. Choose another backup.`)
  return sha256
}

/** On a new machine there is no database to ask: then the newest checkpoint says how far the log had got at least. */
function whatIsLost(dataDir: string, live: string, kept: Head): Restored['lost'] {
  const end = endOf(live)
  if (end !== undefined) return { ...end, known: 'exactly' }
  const signed = newestCheckpoint(dataDir)
  return signed !== undefined && signed.entries > kept.entries
    ? { ...signed, known: 'at-least' }
    : { ...kept, known: 'not' }
}

function headOf(db: Reader): Head {
  const last = db
    .prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1')
    .get()
  return { entries: last?.seq ?? 0, head: last?.hash ?? '' }
}

/** Where the log of the database ends, with its write-ahead log folded in; undefined when there is none to read. */
function endOf(live: string): Head | undefined {
  if ((statSync(live, { throwIfNoEntry: false })?.size ?? 0) === 0) return undefined
  try {
    const db = openWriter(live)
    try {
      const head = headOf(db)
      db.pragma('wal_checkpoint(TRUNCATE)')
      return head
    } finally {
      db.close()
    }
  } catch {
    return undefined
  }
}

/** The last that was signed of a log that can't be read itself. A torn file says nothing. */
function newestCheckpoint(dataDir: string): Head | undefined {
  return checkpointNames(dataDir)
    .flatMap((name) => readCheckpoint(join(dataDir, 'checkpoints', name)) ?? [])
    .at(-1)
}

function readCheckpoint(file: string): Head | undefined {
  try {
    const { checkpoint } = SignedCheckpoint.parse(JSON.parse(readFileSync(file, 'utf8')))
    return { entries: checkpoint.entries, head: checkpoint.head }
  } catch {
    return undefined
  }
}

function checkpointNames(dataDir: string): string[] {
  const folder = join(dataDir, 'checkpoints')
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d+\.json$/.test(name))
        .sort()
    : []
}

/** The database stays where it is until the rename takes its place; its other files must not meet the new one. */
function putAside(live: string, aside: string): string | null {
  if (!existsSync(live)) return null
  for (const rest of ['-wal', '-shm']) if (existsSync(live + rest)) renameSync(live + rest, aside + rest)
  try {
    linkSync(live, aside)
  } catch {
    // A disk without hard links.
    copyFileSync(live, aside)
  }
  return aside
}

/** Checkpoints of what was given up are kept, where they don't stand in the way of those to come. */
function putCheckpointsAside(dataDir: string, kept: number, stamp: string): void {
  const names = checkpointNames(dataDir).filter((name) => Number.parseInt(name, 10) > kept)
  if (names.length === 0) return
  const aside = join(dataDir, 'checkpoints', `given-up-${stamp}`)
  mkdirSync(aside, { mode: 0o700 })
  for (const name of names) renameSync(join(dataDir, 'checkpoints', name), join(aside, name))
  syncFolder(aside)
  syncFolder(join(dataDir, 'checkpoints'))
}

function flush(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
