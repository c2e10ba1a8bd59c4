import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Backup, BackupList } from '../../contract/backups.ts'
import { type NamedBackup, readBackupName, surplusBackups } from '../storage/backup-names.ts'

export const backupFolder = (dataDir: string): string => join(dataDir, 'backups')

/** The backups of a data directory, newest first. Needs no database. */
export function listBackups(dataDir: string): BackupList {
  const folder = backupFolder(dataDir)
  return { folder, items: backupsIn(folder).map((backup) => describe(folder, backup)) }
}

/** Newest first. */
export function backupsIn(folder: string): NamedBackup[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((name) => readBackupName(name) ?? [])
    .sort((a, b) => b.at - a.at)
}

/** Removes the automatic backups that the calendar no longer keeps. */
export function pruneBackups(folder: string, now: number): void {
  for (const { name } of surplusBackups(backupsIn(folder), now)) {
    rmSync(join(folder, name), { force: true })
    rmSync(join(folder, `${name}.sha256`), { force: true })
  }
}

/** The name of the newest backup that is what its hash says; null when there is none. */
export function newestGoodBackup(dataDir: string): string | null {
  const folder = backupFolder(dataDir)
  return backupsIn(folder).find(({ name }) => isIntact(folder, name))?.name ?? null
}

function isIntact(folder: string, name: string): boolean {
  try {
    return hashOf(join(folder, name)) === statedHash(folder, name)
  } catch {
    return false
  }
}

/** What the file beside a backup says of it; undefined when there is none. */
export function statedHash(folder: string, name: string): string | undefined {
  const sidecar = join(folder, `${name}.sha256`)
  return existsSync(sidecar) ? readFileSync(sidecar, 'utf8').split(' ')[0] : undefined
}

const chunkBytes = 4 * 1024 * 1024

/** Read in pieces: a backup may be larger than what a process may have in memory. */
export function hashOf(file: string): string {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(chunkBytes)
  const handle = openSync(file, 'r')
  try {
    for (let read = -1; read !== 0; ) {
      read = readSync(handle, chunk)
      hash.update(chunk.subarray(0, read))
    }
  } finally {
    closeSync(handle)
  }
  return hash.digest('hex')
}

function describe(folder: string, { name, at, reason }: NamedBackup): Backup {
  const { size } = statSync(join(folder, name))
  return { name, at: new Date(at).toISOString(), reason, size, sha256: statedHash(folder, name) ?? '' }
}
