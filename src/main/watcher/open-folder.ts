import { join } from 'node:path'
import type { FolderEntry, OpenFolder } from '../domain/imports/intake/api-staging.ts'
import { DomainError } from '../domain/shared/errors.ts'
import type { PrivateBytes } from '../domain/shared/private-file.ts'
import { strangersText } from '../domain/shared/strangers-text.ts'
import { claim } from './claims.ts'
import { classifyEntry } from './classify-entry.ts'
import type { FileIntakeOptions } from './file-intake.ts'
import { hashOf, Unreadable } from './private-copy.ts'
import { type SharedDirectory, withSharedFolder } from './shared-folder/shared-directory.ts'

type OpenFolderOptions = Pick<
  FileIntakeOptions,
  'root' | 'privateFolder' | 'claimant' | 'clock' | 'mostBytes' | 'onPlanted' | 'isStopped'
>

/** A watched folder for a script: it lists and copies files without waiting until they are stable. */
export const openFolder = (options: OpenFolderOptions): OpenFolder => ({
  list: () => withSharedFolder(options.root, (folder) => listFiles(options, folder)),
  copy: (entry) => withSharedFolder(options.root, (folder) => copyFile(options, folder, entry)).catch(notCopied),
})

async function listFiles({ root, mostBytes }: OpenFolderOptions, folder: SharedDirectory): Promise<FolderEntry[]> {
  const names = await folder.names()
  const entries = await Promise.all(
    names.map(async (name) => {
      const stats = await folder.look(name).catch(() => undefined)
      const fit = stats !== undefined && stats.size > 0 && classifyEntry(name, stats, mostBytes).kind === 'file'
      return fit ? [{ path: join(root, name), name, size: stats.size, modifiedAt: Math.round(stats.mtimeMs) }] : []
    }),
  )
  return entries.flat()
}

/** @throws DomainError `unprocessable` for a file that no other time makes readable */
function notCopied(error: unknown): null {
  if (error instanceof Unreadable) throw new DomainError('unprocessable', strangersText(error.message, 1000))
  return null
}

/**
 * Reads the file twice: one that changes in between is still being written.
 * @returns null then, and when another Castellan has claimed it
 */
async function copyFile(
  { privateFolder, claimant, clock, onPlanted, isStopped }: OpenFolderOptions,
  folder: SharedDirectory,
  { name, size, modifiedAt }: FolderEntry,
): Promise<PrivateBytes | null> {
  const sha256 = await folder.withFile(name, (file) => hashOf(file.chunks(isStopped)))
  const claimed = await claim(folder, claimant, { sha256, name, at: clock() })
  if (claimed.kind === 'theirs' || claimed.kind === 'unfinished') return null
  if (claimed.kind === 'obstructed') onPlanted(claimed.planted)
  const copied = await folder.withFile(name, (file) => privateFolder.save(file.chunks(isStopped)))
  const stats = await folder.look(name)
  const unchanged =
    copied.sha256 === sha256 && stats?.size === size && Math.round(stats.mtimeMs) === modifiedAt && stats.nlink === 1
  return unchanged ? copied : null
}
