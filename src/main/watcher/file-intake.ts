import { lstat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { system } from '../domain/shared/actor.ts'
import type { Intake } from '../domain/imports/intake/intake.service.ts'
import { archiveFolders, type ArchiveInput, archiveFile } from './archive.ts'
import { claim, type Claimant } from './claims.ts'
import { type Companion, readCompanions } from './companions.ts'
import { classifyEntry } from './classify-entry.ts'
import { openPlain } from './open-plain.ts'
import { hashFile, type PrivateFolder, Unreadable } from './private-copy.ts'

/** What becomes of the files of an import that has ended. */
export interface Ending {
  readonly outcome: 'applied' | 'duplicate' | 'failed'
  readonly receipt: string
}

export interface FileIntakeOptions {
  readonly root: string
  readonly intake: Intake
  readonly keep: PrivateFolder
  readonly clock: () => number
  readonly claimant: Claimant
  /** How an import ended; undefined while it has not, or when its files stay where they are. */
  readonly ending: (importId: string) => Ending | undefined
  readonly stillMs: number
  readonly mostBytes: number
}

/** Decides about the entries of one folder, one at a time. */
export interface FileIntake {
  /** @param companions the names of its companions @returns `restless` when it must be looked at again soon */
  consider(name: string, companions: readonly string[]): Promise<'restless' | 'done'>
  /** Moves a file of an import that has ended aside. @throws what kept it from moving */
  putAside(file: ArchiveInput, importId: string, companions: readonly string[]): Promise<void>
  /** Entries that are not there any more are forgotten. */
  forgetAllBut(names: ReadonlySet<string>): void
  /** Whether nothing could be written into the folder when something was claimed last. */
  isUnclaimable(): boolean
}

interface Facts {
  readonly size: number
  readonly modifiedAt: number
}

interface Sighting extends Facts {
  /** Since when size and time have been the same. */
  readonly since: number
  /** When the file was first seen empty; it is told after a while. */
  readonly firstSeen: number
  /** Hash of the content when it was last looked at; it must not change either. */
  readonly sha256: string | undefined
}

const emptyForLong = 600_000

/**
 * Takes the files of a folder: one whose size, time and content stand still, or whose companion says that it is complete,
 * is claimed and copied to the private folder, and everything after works on the copy.
 */
export function createFileIntake({
  root,
  intake,
  keep,
  clock,
  claimant,
  ending,
  stillMs,
  mostBytes,
}: FileIntakeOptions): FileIntake {
  const seen = new Map<string, Sighting>()
  let unclaimable = false

  async function consider(name: string, companionNames: readonly string[]): Promise<'restless' | 'done'> {
    const path = join(root, name)
    const stats = await lstat(path).catch(() => undefined)
    if (!stats) return 'done'
    const facts = { size: stats.size, modifiedAt: Math.round(stats.mtimeMs) }
    const verdict = classifyEntry(name, stats, mostBytes)
    if (verdict.kind === 'ignored') return 'done'
    if (verdict.kind !== 'file') {
      intake.note(path, name, facts, verdict.kind === 'waits' ? 'waiting' : 'refused', verdict.why)
      return 'done'
    }
    if (await isKnown(path, facts, companionNames)) return 'done'
    const now = clock()
    const last = seen.get(path)
    const moved = !last || last.size !== facts.size || last.modifiedAt !== facts.modifiedAt
    const sighting = moved ? { ...facts, since: now, firstSeen: last?.firstSeen ?? now, sha256: undefined } : last
    seen.set(path, sighting)
    const companion = await readCompanions(root, companionNames)
    if (companion && companion.unclear !== null) {
      intake.note(path, name, facts, 'waiting', companion.unclear)
      return 'restless'
    }
    const waited = now - sighting.since
    if (companion) return take(path, name, facts, sighting, companion)
    if (moved || facts.size === 0 || waited < stillMs) {
      intake.note(path, name, facts, 'waiting', whyNotYet(facts, now - sighting.firstSeen))
      return 'restless'
    }
    return take(path, name, facts, sighting, undefined)
  }

  function whyNotYet({ size }: Facts, known: number): string {
    if (size > 0) return `It is taken when it has not changed for ${stillMs / 1000} seconds.`
    if (known < emptyForLong) return 'It is empty so far.'
    return 'It has been empty for more than ten minutes: the export seems to have failed. Remove it, or export again.'
  }

  /** The same path with the same size and time was dealt with before; what was left undone of that is done now. */
  async function isKnown(path: string, facts: Facts, companions: readonly string[]): Promise<boolean> {
    const last = intake.lastAtPath(path)
    const known =
      last !== undefined && last.sha256 !== null && last.size === facts.size && last.modified_at === facts.modifiedAt
    // What fails here is tried again by the next sweep.
    if (known && last.import_guid !== null) await putAside(last, last.import_guid, companions).catch(() => undefined)
    return known
  }

  async function take(
    path: string,
    name: string,
    facts: Facts,
    before: Sighting,
    companion: Companion | undefined,
  ): Promise<'restless' | 'done'> {
    try {
      // Some programs set the size first and fill the file later: the content must have stood still as well.
      const sha256 = await openPlain(path, hashFile)
      const wrong = companion !== undefined && companion.sha256 !== null && companion.sha256 !== sha256
      if (wrong) {
        const why = `${companion.names.join(' and ')} says that its SHA-256 is ${companion.sha256}, but it is ${sha256}.`
        if (clock() - before.since >= stillMs)
          return await refuse(path, name, facts, `${why} Send both again.`, companion)
        intake.note(path, name, facts, 'waiting', `It is not complete yet: ${why}`)
        return 'restless'
      }
      if (!companion && stillMs > 0 && before.sha256 !== sha256 && !keep.has(sha256)) {
        seen.set(path, { ...before, sha256, since: clock() })
        return 'restless'
      }
      const claimed = await claim(root, sha256, name, claimant, clock())
      unclaimable = claimed.kind === 'impossible'
      if (claimed.kind === 'theirs') {
        intake.note(path, name, facts, 'waiting', claimedWords(claimed.by, claimed.file))
        return 'done'
      }
      // Between the look and the claim somebody may have finished with the file.
      const now = await lstat(path)
      if (now.size !== facts.size || Math.round(now.mtimeMs) !== facts.modifiedAt) return 'restless'
      const copied = keep.has(sha256) ? { sha256, size: facts.size } : await openPlain(path, keep.keepOpen)
      if (copied.sha256 !== sha256) return 'restless'
      seen.delete(path)
      intake.receive(system, {
        origin: 'folder',
        path,
        name,
        size: copied.size,
        sha256,
        modifiedAt: facts.modifiedAt,
        trigger: 'Scheduled',
        promisedRows: companion?.rows ?? null,
      })
      return 'done'
    } catch (error) {
      if (error instanceof Unreadable) return await refuse(path, name, facts, error.message, companion)
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'done'
      const why = error instanceof Error ? error.message : String(error)
      intake.note(path, name, facts, 'waiting', `It can't be read yet: ${why}`)
      return 'restless'
    }
  }

  async function refuse(
    path: string,
    name: string,
    facts: Facts,
    why: string,
    companion: Companion | undefined,
  ): Promise<'done'> {
    intake.note(path, name, facts, 'refused', why)
    const file = { path, name, size: facts.size, modified_at: facts.modifiedAt, seen_at: clock() }
    const receipt = `${JSON.stringify({ castellan: 'import-receipt', file: name, refusedBecause: [why] }, null, 2)}\n`
    await archiveFile(root, archiveFolders.refused, file, receipt, companion?.names ?? []).catch(() => undefined)
    return 'done'
  }

  async function putAside(file: ArchiveInput, importId: string, companions: readonly string[]): Promise<void> {
    const ended = ending(importId)
    if (!ended) return
    const folder = ended.outcome === 'failed' ? archiveFolders.refused : archiveFolders.processed
    await archiveFile(root, folder, file, ended.receipt, companions).catch((error: NodeJS.ErrnoException) => {
      // Somebody took it out of the folder: there is nothing left to move.
      if (error.code !== 'ENOENT') throw error
    })
  }

  return {
    consider,
    putAside,
    forgetAllBut(names) {
      for (const path of seen.keys()) if (!names.has(basename(path))) seen.delete(path)
    },
    isUnclaimable: () => unclaimable,
  }
}

const claimedWords = (by: string, file: string): string =>
  `Another Castellan, on ${by}, has claimed it: one file is imported by one of them. If that one is gone for good, remove ${file} in this folder.`
