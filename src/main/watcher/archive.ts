import { copyFile, lstat, mkdir, open, rename, unlink, utimes } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** Where files go that are done with. */
export const archiveFolders = { processed: 'processed', refused: 'refused' } as const

export interface ArchiveInput {
  readonly path: string
  readonly name: string
  readonly size: number
  readonly modified_at: number
  readonly seen_at: number
}

/**
 * Moves a file of the folder and its companions to `processed/<day>/` or `refused/<day>/` and puts its receipt beside it.
 * A file that was changed since it was taken stays: it is another file now. Asked again after it was done, it does nothing.
 * @param companions their names
 */
export async function archiveFile(
  root: string,
  aside: string,
  file: ArchiveInput,
  receipt: string,
  companions: readonly string[],
): Promise<void> {
  const stats = await lstat(file.path)
  if (!stats.isFile() || stats.size !== file.size || Math.round(stats.mtimeMs) !== file.modified_at) return
  const stamp = new Date(file.seen_at).toISOString().replaceAll(':', '-')
  const folder = join(root, aside, stamp.slice(0, 10))
  await mkdir(folder, { recursive: true })
  const target = (name: string) => join(folder, `${stamp.slice(11, 19)} ${name}`)
  if (relative(root, target(file.name)).startsWith('..')) return
  const note = await open(`${target(file.name)}.receipt.json`, 'w')
  try {
    await note.writeFile(receipt)
    await note.sync()
  } finally {
    await note.close()
  }
  await move(file.path, target(file.name))
  for (const name of companions) await move(join(dirname(file.path), name), target(name)).catch(() => undefined)
}

/** Renames; onto another file system it copies, makes sure of the copy, and only then removes the original. */
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
