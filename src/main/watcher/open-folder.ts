import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FolderEntry, OpenFolder } from '../domain/imports/intake/api-staging.ts'
import type { PrivateBytes } from '../domain/shared/private-file.ts'
import { claim } from './claims.ts'
import { classifyEntry } from './classify-entry.ts'
import type { FileIntakeOptions } from './file-intake.ts'
import { openPlain } from './open-plain.ts'
import { hashFile } from './private-copy.ts'

type OpenFolderOptions = Pick<FileIntakeOptions, 'root' | 'privateFolder' | 'claimant' | 'clock' | 'mostBytes'>

/** A watched folder for a script: it lists and copies files without waiting until they are stable. */
export const openFolder = (options: OpenFolderOptions): OpenFolder => ({
  list: () => listFiles(options),
  copy: (entry) => copyFile(options, entry),
})

async function listFiles({ root, mostBytes }: OpenFolderOptions): Promise<FolderEntry[]> {
  const names = await readdir(root)
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(root, name)
      const stats = await lstat(path).catch(() => undefined)
      const fit = stats !== undefined && stats.size > 0 && classifyEntry(name, stats, mostBytes).kind === 'file'
      return fit ? [{ path, name, size: stats.size, modifiedAt: Math.round(stats.mtimeMs) }] : []
    }),
  )
  return entries.flat()
}

/**
 * Reads the file twice: one that changes in between is still being written.
 * @returns null then, and when another Castellan has claimed it
 */
async function copyFile(
  { root, privateFolder, claimant, clock }: OpenFolderOptions,
  { path, name, size, modifiedAt }: FolderEntry,
): Promise<PrivateBytes | null> {
  try {
    const sha256 = await openPlain(path, hashFile)
    if ((await claim(root, claimant, { sha256, name, at: clock() })).kind === 'theirs') return null
    const copied = await openPlain(path, privateFolder.saveOpen)
    const stats = await lstat(path)
    const unchanged = copied.sha256 === sha256 && stats.size === size && Math.round(stats.mtimeMs) === modifiedAt
    return unchanged ? copied : null
  } catch {
    return null
  }
}
