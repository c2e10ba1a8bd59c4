import { randomUUID } from 'node:crypto'
import type { ReceivedRow } from '../domain/imports/intake/intake.service.ts'
import { instant } from '../domain/shared/instant.ts'
import { ChangedMeanwhile, codeOf, kindOf, Planted } from './shared-folder/planted.ts'
import type { SeenFile, SharedDirectory } from './shared-folder/shared-directory.ts'

/** Where processed files go, within their folder. */
export const archiveFolders = { processed: 'processed', refused: 'refused' } as const

/** A file of the folder as it was seen, named as the received files are stored. */
export type FileToArchive = Pick<ReceivedRow, 'path' | 'name' | 'size' | 'modified_at' | 'seen_at'>

interface ArchiveInput {
  readonly folder: SharedDirectory
  readonly into: (typeof archiveFolders)[keyof typeof archiveFolders]
  readonly file: FileToArchive
  /** Made only when the file moves: it may have to be signed. */
  readonly receipt: () => string
  /** The names of its companions. */
  readonly companions: readonly string[]
  readonly onPlanted: (planted: Planted) => void
}

/** Names that are tried until one is free. */
const mostTries = 5
/** Of the name in the archive, which has a time before and `.receipt.json` behind it. */
const mostNameBytes = 200

/**
 * Moves a file of the folder and its companions to `processed/<day>/` or `refused/<day>/` and puts its receipt beside it.
 * A file that was changed after it was taken stays, since it is a new one. A second call does nothing.
 * @throws Planted when something else stands in the place of the archive
 */
export async function archiveFile(input: ArchiveInput): Promise<void> {
  const { folder, into, file, receipt, companions, onPlanted } = input
  const stats = await folder.look(file.name)
  if (!stats?.isFile() || stats.size !== file.size || Math.round(stats.mtimeMs) !== file.modified_at) return
  const stamp = instant(file.seen_at).replaceAll(':', '-')
  const time = stamp.slice(11, 19)
  await folder.enter(into, { create: true }, (archive) =>
    archive.enter(stamp.slice(0, 10), { create: true }, async (day) => {
      const seen = { name: file.name, stats }
      const prefix = await moveWithReceipt(folder, day, { seen, time, receipt: receipt(), onPlanted })
      for (const name of companions) {
        const companion = await folder.look(name)
        if (companion?.isFile())
          await moveFile(folder, { name, stats: companion }, day, `${prefix} ${shortened(name)}`).catch(() => undefined)
      }
    }),
  )
}

interface FileWithReceipt extends Pick<ArchiveInput, 'onPlanted'> {
  readonly seen: SeenFile
  readonly time: string
  readonly receipt: string
}

/** @returns what stands before the name in the archive */
async function moveWithReceipt(
  folder: SharedDirectory,
  day: SharedDirectory,
  { seen, time, receipt, onPlanted }: FileWithReceipt,
): Promise<string> {
  for (let tries = 1; ; tries++) {
    // Something of that name is there: an earlier file of the same second, or what somebody put there. It stays.
    const prefix = tries === 1 ? time : `${time}-${randomUUID().slice(0, 8)}`
    const target = `${prefix} ${shortened(seen.name)}`
    try {
      const written = await day.create(`${target}.receipt.json`, receipt)
      await moveFile(folder, seen, day, target).catch(async (error: unknown) => {
        await day.remove(written).catch(() => undefined)
        throw error
      })
      return prefix
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || tries === mostTries) throw error
      for (const name of [target, `${target}.receipt.json`]) {
        const there = await day.look(name)
        if (there !== undefined && !there.isFile()) onPlanted(new Planted(`${day.place}/${name}`, kindOf(there)))
      }
    }
  }
}

/** Moves within a file system; onto another one it copies. */
async function moveFile(from: SharedDirectory, seen: SeenFile, to: SharedDirectory, as: string): Promise<void> {
  try {
    await from.move(seen, to, as)
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error
    await copyAcross(from, seen, to, as)
  }
}

/** What a move is where a rename is not possible: it copies, syncs the copy, and only then removes the original. */
export async function copyAcross(
  from: SharedDirectory,
  seen: SeenFile,
  to: SharedDirectory,
  as: string,
): Promise<void> {
  await from.withFile(seen.name, async (file) => {
    const copy = await to.create(as, file.chunks(), file.stats)
    if (!(await file.isUnchanged())) {
      await to.remove(copy)
      throw new ChangedMeanwhile()
    }
  })
  await from.remove(seen)
}

/** A name that still fits with what the archive adds to it. Its ending stays. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= mostNameBytes) return name
  const ending = /\.[^.]{1,20}$/.exec(name)?.[0] ?? ''
  let start = name.slice(0, name.length - ending.length)
  while (Buffer.byteLength(start + ending) > mostNameBytes) start = start.slice(0, -1).toWellFormed()
  return `${start}${ending}`
}
