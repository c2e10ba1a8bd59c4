import { lstat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { system } from '../domain/shared/actor.ts'
import type { FolderEntry } from '../domain/imports/intake/api-staging.ts'
import type { Intake } from '../domain/imports/intake/intake.service.ts'
import { archiveFolders, archiveFile, type FileToArchive } from './archive.ts'
import { claim, type Claimant } from './claims.ts'
import { type Companion, readCompanions } from './companions.ts'
import { classifyEntry } from './classify-entry.ts'
import { openPlain } from './open-plain.ts'
import { hashFile, type PrivateFolder, Unreadable } from './private-copy.ts'
import { isMoved, isStable, type Sighting, whyNotStable } from './sighting.ts'

/** How an import ended, for the files that it used. */
export interface Ending {
  readonly outcome: 'applied' | 'duplicate' | 'failed'
  readonly receipt: string
}

export interface FileIntakeOptions {
  readonly root: string
  readonly intake: Intake
  readonly privateFolder: PrivateFolder
  readonly clock: () => number
  readonly claimant: Claimant
  /** How an import ended; undefined while it has not, or when its files stay where they are. */
  readonly ending: (importId: string) => Ending | undefined
  readonly stillMs: number
  readonly mostBytes: number
}

/** `unstable` when the entry must be considered again soon. */
type EntryOutcome = 'unstable' | 'done'

/** Decides about the entries of one folder, one at a time. */
export interface FileIntake {
  /** @param companions the names of its companions */
  consider(name: string, companions: readonly string[]): Promise<EntryOutcome>
  /** Archives a file of an import that has ended. @throws what kept it from moving */
  archive(file: FileToArchive, importId: string, companions: readonly string[]): Promise<void>
  /** Forgets the entries that are no longer there. */
  forgetAllBut(names: ReadonlySet<string>): void
  /** Whether the folder could not be written when something was claimed last. */
  isUnclaimable(): boolean
}

/** An entry of the folder with the companions that it has. */
interface ReadyEntry {
  readonly entry: FolderEntry
  readonly sighting: Sighting
  readonly companion: Companion | undefined
}

/**
 * Takes the files of a folder. A file that is stable, or whose companion says that it is complete, is claimed and copied to
 * the private folder; everything later works on the copy.
 * One closure: its functions share what was seen of each entry.
 */
// oxlint-disable-next-line max-lines-per-function -- one closure over what was seen of each file; each function is short
export function createFileIntake(options: FileIntakeOptions): FileIntake {
  const { root, intake, privateFolder, clock, claimant, stillMs, mostBytes } = options
  const seen = new Map<string, Sighting>()
  let unclaimable = false

  async function consider(name: string, companionNames: readonly string[]): Promise<EntryOutcome> {
    const path = join(root, name)
    const stats = await lstat(path).catch(() => undefined)
    if (!stats) return 'done'
    const entry = { path, name, size: stats.size, modifiedAt: Math.round(stats.mtimeMs) }
    const verdict = classifyEntry(name, stats, mostBytes)
    if (verdict.kind === 'ignored') return 'done'
    if (verdict.kind !== 'file') {
      intake.explainEntry(entry, verdict.kind === 'waits' ? 'waiting' : 'refused', verdict.why)
      return 'done'
    }
    if (await isHandled(entry, companionNames)) return 'done'
    const now = clock()
    const last = seen.get(path)
    const moved = isMoved(last, entry)
    const { size, modifiedAt } = entry
    const sighting =
      last && !moved ? last : { size, modifiedAt, since: now, firstSeen: last?.firstSeen ?? now, sha256: undefined }
    seen.set(path, sighting)
    const companion = await readCompanions(root, companionNames)
    if (companion && companion.unclear !== null) {
      intake.explainEntry(entry, 'waiting', companion.unclear)
      return 'unstable'
    }
    if (!companion && (moved || !isStable(sighting, now, stillMs))) {
      intake.explainEntry(entry, 'waiting', whyNotStable(sighting, now, stillMs))
      return 'unstable'
    }
    return take({ entry, sighting, companion })
  }

  /** Whether this path with this size and time was handled before; what then remained to be archived is archived now. */
  async function isHandled(entry: FolderEntry, companions: readonly string[]): Promise<boolean> {
    const last = intake.lastAtPath(entry.path)
    const handled =
      last !== undefined && last.sha256 !== null && last.size === entry.size && last.modified_at === entry.modifiedAt
    // A failure here is tried again by the next sweep.
    if (handled && last.import_guid !== null)
      await archiveEnded(options, last, last.import_guid, companions).catch(() => undefined)
    return handled
  }

  async function take(ready: ReadyEntry): Promise<EntryOutcome> {
    const { entry, companion } = ready
    try {
      return await takeReadable(ready)
    } catch (error) {
      if (error instanceof Unreadable) return await refuse(entry, error.message, companion)
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'done'
      const why = error instanceof Error ? error.message : String(error)
      intake.explainEntry(entry, 'waiting', `It can't be read yet: ${why}`)
      return 'unstable'
    }
  }

  async function takeReadable({ entry, sighting, companion }: ReadyEntry): Promise<EntryOutcome> {
    const { path, name, size, modifiedAt } = entry
    // Some programs set the size first and fill the file later, so the content must be stable as well.
    const sha256 = await openPlain(path, hashFile)
    if (companion !== undefined && companion.sha256 !== null && companion.sha256 !== sha256) {
      const why = `${companion.names.join(' and ')} says that its SHA-256 is ${companion.sha256}, but it is ${sha256}.`
      if (clock() - sighting.since >= stillMs) return await refuse(entry, `${why} Send both again.`, companion)
      intake.explainEntry(entry, 'waiting', `It is not complete yet: ${why}`)
      return 'unstable'
    }
    if (!companion && stillMs > 0 && sighting.sha256 !== sha256 && !privateFolder.has(sha256)) {
      seen.set(path, { ...sighting, sha256, since: clock() })
      return 'unstable'
    }
    const claimed = await claim(root, claimant, { sha256, name, at: clock() })
    unclaimable = claimed.kind === 'impossible'
    if (claimed.kind === 'theirs') {
      intake.explainEntry(entry, 'waiting', claimedWords(claimed.computer, claimed.file))
      return 'done'
    }
    // Between the hashing and the claim, a program may have finished writing the file.
    const now = await lstat(path)
    if (now.size !== size || Math.round(now.mtimeMs) !== modifiedAt) return 'unstable'
    const copied = privateFolder.has(sha256) ? { sha256, size } : await openPlain(path, privateFolder.saveOpen)
    if (copied.sha256 !== sha256) return 'unstable'
    seen.delete(path)
    intake.receive(system, {
      ...copied,
      origin: 'folder',
      path,
      name,
      modifiedAt,
      trigger: 'Scheduled',
      promisedRows: companion?.rows ?? null,
    })
    return 'done'
  }

  async function refuse(entry: FolderEntry, why: string, companion: Companion | undefined): Promise<'done'> {
    intake.explainEntry(entry, 'refused', why)
    const { path, name, size, modifiedAt } = entry
    const file = { path, name, size, modified_at: modifiedAt, seen_at: clock() }
    const receipt = `${JSON.stringify({ castellan: 'import-receipt', file: name, refusedBecause: [why] }, null, 2)}\n`
    const companions = companion?.names ?? []
    await archiveFile({ root, folder: archiveFolders.refused, file, receipt, companions }).catch(() => undefined)
    return 'done'
  }

  return {
    consider,
    archive: (file, importId, companions) => archiveEnded(options, file, importId, companions),
    forgetAllBut(names) {
      for (const path of seen.keys()) if (!names.has(basename(path))) seen.delete(path)
    },
    isUnclaimable: () => unclaimable,
  }
}

async function archiveEnded(
  { root, ending }: Pick<FileIntakeOptions, 'root' | 'ending'>,
  file: FileToArchive,
  importId: string,
  companions: readonly string[],
): Promise<void> {
  const ended = ending(importId)
  if (!ended) return
  const folder = ended.outcome === 'failed' ? archiveFolders.refused : archiveFolders.processed
  await archiveFile({ root, folder, file, receipt: ended.receipt, companions }).catch(
    (error: NodeJS.ErrnoException) => {
      // Somebody took it out of the folder: nothing is left to move.
      if (error.code !== 'ENOENT') throw error
    },
  )
}

const claimedWords = (computer: string, file: string): string =>
  `Another Castellan, on ${computer}, has claimed it: one file is imported by one of them. If that one is gone for good, remove ${file} in this folder.`
