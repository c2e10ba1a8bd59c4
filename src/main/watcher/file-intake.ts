import { basename, join } from 'node:path'
import { system } from '../domain/shared/actor.ts'
import { strangersText } from '../domain/shared/strangers-text.ts'
import type { FolderEntry } from '../domain/imports/intake/api-staging.ts'
import type { Intake } from '../domain/imports/intake/intake.service.ts'
import { archiveFolders, archiveFile, type FileToArchive } from './archive.ts'
import { claim, type Claimant } from './claims.ts'
import { type Companion, readCompanions } from './companions.ts'
import { classifyEntry } from './classify-entry.ts'
import { claimedWords, contradiction, olderWords, whyNotRead } from './intake-words.ts'
import { hashOf, type PrivateFolder, Unreadable } from './private-copy.ts'
import { ChangedMeanwhile, codeOf, Planted } from './shared-folder/planted.ts'
import type { SharedDirectory } from './shared-folder/shared-directory.ts'
import { isMoved, isRestless, isStable, type Sighting, whyNotStable } from './sighting.ts'

/** How an import ended, for the files that it used. */
export interface Ending {
  readonly outcome: 'applied' | 'duplicate' | 'failed'
  /** Made only when a file moves: it is signed. */
  readonly receipt: () => string
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
  /** Called for everything that stands where Castellan puts its own things and is none of them. */
  readonly onPlanted: (planted: Planted) => void
  /** Asked while a file is read: whether to stop. */
  readonly isStopped: () => boolean
}

/** `unstable` when the entry must be considered again soon; `restless` when it has been so for long. */
export type EntryOutcome = 'unstable' | 'restless' | 'done'

/** Decides about the entries of one folder. */
export interface FileIntake {
  /** @param companions the names of its companions */
  consider(folder: SharedDirectory, name: string, companions: readonly string[]): Promise<EntryOutcome>
  /** Archives a file of an import that has ended. @throws what kept it from moving */
  archive(folder: SharedDirectory, file: FileToArchive, importId: string, companions: readonly string[]): Promise<void>
  /** Forgets the entries that are no longer there. */
  forgetAllBut(names: ReadonlySet<string>): void
  /** Whether the folder could not be written when something was claimed last. */
  isUnclaimable(): boolean
}

/** An entry of the folder with the companions that it has. */
interface ReadyEntry {
  readonly folder: SharedDirectory
  readonly entry: FolderEntry
  readonly sighting: Sighting
  /** Whether size and time have not changed for long enough. */
  readonly isResting: boolean
  readonly companion: Companion | undefined
}

/**
 * Takes the files of a folder. A file that is stable, or whose companion says that it is complete, is claimed and copied to
 * the private folder; everything later works on the copy.
 * One closure: its functions share what was seen of each entry.
 */
// oxlint-disable-next-line max-lines-per-function -- one closure over what was seen of each file; each function is short
export function createFileIntake(options: FileIntakeOptions): FileIntake {
  const { root, intake, privateFolder, clock, claimant, stillMs, mostBytes, onPlanted, isStopped } = options
  const seen = new Map<string, Sighting>()
  /** What was refused and could not be moved, as it was then: it is not read again at each sweep. */
  const refusals = new Map<string, string>()
  let unclaimable = false

  async function consider(folder: SharedDirectory, name: string, names: readonly string[]): Promise<EntryOutcome> {
    const stats = await folder.look(name)
    if (!stats) return 'done'
    const path = join(root, name)
    const entry = { path, name, size: stats.size, modifiedAt: Math.round(stats.mtimeMs) }
    const verdict = classifyEntry(name, stats, mostBytes)
    if (verdict.kind === 'ignored') return 'done'
    if (verdict.kind !== 'file') {
      intake.explainEntry(entry, verdict.kind === 'waits' ? 'waiting' : 'refused', verdict.why)
      return 'done'
    }
    if (await isHandled(folder, entry, names)) return 'done'
    const now = clock()
    const last = seen.get(path)
    const moved = isMoved(last, entry)
    const { size, modifiedAt } = entry
    const sighting =
      last && !moved ? last : { size, modifiedAt, since: now, firstSeen: last?.firstSeen ?? now, sha256: undefined }
    seen.set(path, sighting)
    const companion = await readCompanions(folder, names, stats)
    for (const planted of companion?.planted ?? []) onPlanted(planted)
    if (refusals.get(path) === stateOf(entry, companion)) return refuse({ folder, entry, companion }, null)
    if (companion && companion.unclear !== null) return wait(entry, sighting, companion.unclear)
    const isResting = !moved && isStable(sighting, now, stillMs)
    const isNew = ({ sha256 }: { sha256: string | null }) => sha256 !== null && !privateFolder.has(sha256)
    const mayBeComplete = companion?.isNewer === true || companion?.older.some(isNew) === true
    if (!mayBeComplete && !isResting) return waitUntilStill(entry, sighting, companion)
    return take({ folder, entry, sighting, isResting, companion })
  }

  function wait(entry: FolderEntry, sighting: Sighting, why: string): EntryOutcome {
    intake.explainEntry(entry, 'waiting', why)
    return isRestless(sighting, clock()) ? 'restless' : 'unstable'
  }

  function waitUntilStill(entry: FolderEntry, sighting: Sighting, companion: Companion | undefined): EntryOutcome {
    return wait(entry, sighting, `${olderWords(entry.name, companion)}${whyNotStable(sighting, clock(), stillMs)}`)
  }

  /** Whether this path with this size and time was handled before; what then remained to be archived is archived now. */
  async function isHandled(
    folder: SharedDirectory,
    entry: FolderEntry,
    companions: readonly string[],
  ): Promise<boolean> {
    const last = intake.lastAtPath(entry.path)
    const handled =
      last !== undefined && last.sha256 !== null && last.size === entry.size && last.modified_at === entry.modifiedAt
    // A failure here is tried again by the next sweep.
    if (handled && last.import_guid !== null)
      await archiveEnded(options, folder, last, { importId: last.import_guid, companions }).catch(tellPlanted)
    return handled
  }

  async function take(ready: ReadyEntry): Promise<EntryOutcome> {
    const { entry, sighting } = ready
    try {
      return await takeReadable(ready)
    } catch (error) {
      if (error instanceof Unreadable) return await refuse(ready, strangersText(error.message, 1000))
      if (codeOf(error) === 'ENOENT') return 'done'
      if (error instanceof Planted || error instanceof ChangedMeanwhile || codeOf(error) !== '')
        return wait(entry, sighting, whyNotRead(error))
      throw error
    }
  }

  async function takeReadable(ready: ReadyEntry): Promise<EntryOutcome> {
    const { folder, entry, sighting, companion } = ready
    const { path, name, size, modifiedAt } = entry
    // Some programs set the size first and fill the file later, so the content must be stable as well.
    const sha256 = await folder.withFile(name, (file) => hashOf(file.chunks(isStopped)))
    const why = companion && contradiction(companion, sha256, privateFolder.has)
    if (why !== undefined) {
      const isFinal = companion?.isNewer === true && clock() - sighting.since >= stillMs
      return isFinal
        ? await refuse(ready, `${why} Send both again.`)
        : wait(entry, sighting, `It is not complete yet: ${why}`)
    }
    const isVouchedFor = companion?.isNewer === true || companion?.older.some((older) => older.sha256 === sha256)
    if (isVouchedFor !== true && !ready.isResting) return waitUntilStill(entry, sighting, companion)
    if (isVouchedFor !== true && stillMs > 0 && sighting.sha256 !== sha256 && !privateFolder.has(sha256)) {
      seen.set(path, { ...sighting, sha256, since: clock() })
      return isRestless(sighting, clock()) ? 'restless' : 'unstable'
    }
    const claimed = await claim(folder, claimant, { sha256, name, at: clock() })
    unclaimable = claimed.kind === 'impossible'
    if (claimed.kind === 'obstructed') onPlanted(claimed.planted)
    if (claimed.kind === 'unfinished') return wait(entry, sighting, 'Another Castellan is claiming it just now.')
    if (claimed.kind === 'theirs') {
      intake.explainEntry(entry, 'waiting', claimedWords(claimed))
      return 'done'
    }
    // Between the hashing and the claim, a program may have finished writing the file.
    const now = await folder.look(name)
    if (now?.size !== size || Math.round(now.mtimeMs) !== modifiedAt) return 'unstable'
    const copied = privateFolder.has(sha256)
      ? { sha256, size }
      : await folder.withFile(name, (file) => privateFolder.save(file.chunks(isStopped)))
    if (copied.sha256 !== sha256) return 'unstable'
    seen.delete(path)
    const older = companion?.older.find((one) => one.sha256 === sha256)
    const promisedRows = companion?.rows ?? older?.rows ?? null
    intake.receive(system, { ...copied, origin: 'folder', path, name, modifiedAt, trigger: 'Scheduled', promisedRows })
    return 'done'
  }

  /** @param why null for what was refused before */
  async function refuse(
    { folder, entry, companion }: Pick<ReadyEntry, 'folder' | 'entry' | 'companion'>,
    why: string | null,
  ): Promise<'done'> {
    const { path, name, size, modifiedAt } = entry
    if (why !== null) intake.explainEntry(entry, 'refused', why)
    refusals.set(path, stateOf(entry, companion))
    const reason = why ?? intake.lastAtPath(path)?.why ?? ''
    await archiveFile({
      folder,
      into: archiveFolders.refused,
      file: { path, name, size, modified_at: modifiedAt, seen_at: clock() },
      receipt: () =>
        `${JSON.stringify({ castellan: 'import-receipt', file: name, refusedBecause: [reason] }, null, 2)}\n`,
      companions: companion?.names ?? [],
      onPlanted,
    }).catch(tellPlanted)
    return 'done'
  }

  function tellPlanted(error: unknown): void {
    if (error instanceof Planted) onPlanted(error)
  }

  return {
    consider,
    archive: (folder, file, importId, companions) => archiveEnded(options, folder, file, { importId, companions }),
    forgetAllBut(names) {
      for (const known of [seen, refusals])
        for (const path of known.keys()) if (!names.has(basename(path))) known.delete(path)
    },
    isUnclaimable: () => unclaimable,
  }
}

/** Everything that a refusal rested on. */
const stateOf = ({ size, modifiedAt }: FolderEntry, companion: Companion | undefined): string =>
  JSON.stringify([size, modifiedAt, companion])

async function archiveEnded(
  { ending, onPlanted }: Pick<FileIntakeOptions, 'ending' | 'onPlanted'>,
  folder: SharedDirectory,
  file: FileToArchive,
  { importId, companions }: { readonly importId: string; readonly companions: readonly string[] },
): Promise<void> {
  const ended = ending(importId)
  if (!ended) return
  const into = ended.outcome === 'failed' ? archiveFolders.refused : archiveFolders.processed
  await archiveFile({ folder, into, file, receipt: ended.receipt, companions, onPlanted }).catch((error: unknown) => {
    // Somebody took it out of the folder: nothing is left to move.
    if (codeOf(error) !== 'ENOENT') throw error
  })
}
