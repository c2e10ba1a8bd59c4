import { copyFile, lstat, mkdir, open, rename, unlink, utimes } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { ReceivedRow } from '../domain/imports/intake/intake.service.ts'
import { instant } from '../domain/shared/instant.ts'
import { writeSynced } from './write-synced.ts'

/** Where processed files go, within their folder. */
export const archiveFolders = { processed: 'processed', refused: 'refused' } as const

/** A file of the folder as it was seen, named as the received files are stored. */
export type FileToArchive = Pick<ReceivedRow, 'path' | 'name' | 'size' | 'modified_at' | 'seen_at'>

interface ArchiveInput {
  readonly root: string
  readonly folder: (typeof archiveFolders)[keyof typeof archiveFolders]
  readonly file: FileToArchive
  readonly receipt: string
  /** The names of its companions. */
  readonly companions: readonly string[]
}

/**
 * Moves a file of the folder and its companions to `processed/<day>/` or `refused/<day>/` and puts its receipt beside it.
 * A file that was changed after it was taken stays, since it is a new one. A second call does nothing.
 */
export async function archiveFile({ root, folder, file, receipt, companions }: ArchiveInput): Promise<void> {
  const stats = await lstat(file.path)
  if (!stats.isFile() || stats.size !== file.size || Math.round(stats.mtimeMs) !== file.modified_at) return
  const stamp = instant(file.seen_at).replaceAll(':', '-')
  const dayFolder = join(root, folder, stamp.slice(0, 10))
  await mkdir(dayFolder, { recursive: true })
  const target = (name: string) => join(dayFolder, `${stamp.slice(11, 19)} ${name}`)
  if (relative(root, target(file.name)).startsWith('..')) return
  await writeSynced(`${target(file.name)}.receipt.json`, receipt, 'w')
  await move(file.path, target(file.name))
  for (const name of companions) await move(join(dirname(file.path), name), target(name)).catch(() => undefined)
}

/** Renames. Onto another file system it copies, syncs the copy, and only then removes the original. */
export async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyAcross(from, to)
  }
}

/** What `move` does where a rename is not possible. */
export async function copyAcross(from: string, to: string): Promise<void> {
  const { atime, mtime } = await lstat(from)
  await copyFile(from, to)
  const copy = await open(to, 'r+')
  try {
    await copy.sync()
  } finally {
    await copy.close()
  }
  await utimes(to, atime, mtime)
  await unlink(from)
}
