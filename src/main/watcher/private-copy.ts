import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type ByteFacts, ByteScan, scanFile } from '../domain/imports/reading/bytes.ts'
import type { IntakeTexts } from '../domain/imports/model/intake-texts.ts'
import type { PrivateBytes } from '../domain/shared/private-file.ts'

/** The private folder: the bytes of each file under their hash, never edited, out of reach of whoever wrote the original. */
export interface PrivateFolder {
  readonly texts: IntakeTexts
  /** Streams bytes in; the caller decides later whether they stay. @throws TooLarge beyond the limit; nothing stays then */
  readonly draft: (bytes: AsyncIterable<Uint8Array>) => Promise<Draft>
  /** Streams bytes in. @throws TooLarge beyond the limit; nothing stays then */
  readonly save: (bytes: AsyncIterable<Uint8Array>) => Promise<PrivateBytes>
  /** Whether these bytes are stored already. */
  readonly has: (sha256: string) => boolean
}

/** Bytes that were received and are not stored yet. */
interface Draft extends PrivateBytes {
  save(): Promise<void>
  discard(): Promise<void>
}

const unfinished = '.part'

export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/** A workbook that can't be read: why, in words. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

interface PrivateFolderOptions {
  readonly dataDir: string
  /** Of one file. */
  readonly mostBytes: number
  /** Converts the sheets of a workbook to text, as `<file>.<n>.csv` with `<file>.<n>.notes`, or says why not. */
  readonly convert: (
    file: string,
  ) => Promise<
    | { readonly outcome: 'converted'; readonly sheets: readonly string[] }
    | { readonly outcome: 'refused'; readonly why: string }
  >
  /** Called when a large file is coming in, so that its reader can get ready. */
  readonly onMuch?: () => void
}

const muchBytes = 1024 * 1024

const mostWorkbookBytes = 50 * 1024 * 1024
/** Workbooks are zip archives, and begin like one whatever they are called. */
const archiveMark = Buffer.from([0x50, 0x4b, 0x03, 0x04])

export function privateFolder({ dataDir, mostBytes, convert, onMuch }: PrivateFolderOptions): PrivateFolder {
  const folder = join(dataDir, 'intake')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Files that were being received when the program died are incomplete.
  for (const name of readdirSync(folder)) if (name.includes(unfinished)) rmSync(join(folder, name), { force: true })
  const paths = pathsIn(folder)
  const privateCopies: PrivateFolder = {
    texts: textsIn(paths),
    has: (sha256) => existsSync(paths.original(sha256)),
    async save(bytes) {
      const draft = await privateCopies.draft(bytes)
      await draft.save()
      return { size: draft.size, sha256: draft.sha256 }
    },
    async draft(bytes) {
      const temporary = join(folder, `${randomUUID()}${unfinished}`)
      const received = await receive(temporary, bytes, { mostBytes, onMuch })
      return {
        size: received.size,
        sha256: received.sha256,
        save: () => storeDraft(paths, temporary, received, convert),
        discard: () => rm(temporary, { force: true }),
      }
    },
  }
  return privateCopies
}

type Paths = ReturnType<typeof pathsIn>

/** The names in the private folder. The text of a workbook's first sheet has no number. */
const pathsIn = (folder: string) => {
  const original = (sha256: string) => join(folder, sha256)
  return {
    folder,
    original,
    sheets: (sha256: string) => `${original(sha256)}.sheets`,
    text: (sha256: string, place: number) => `${original(sha256)}${place === 1 ? '' : `.${place}`}.csv`,
  }
}

function textsIn(paths: Paths): IntakeTexts {
  const sheetsOf = (sha256: string) =>
    existsSync(paths.sheets(sha256)) ? (JSON.parse(readFileSync(paths.sheets(sha256), 'utf8')) as string[]) : null
  return {
    sheets: sheetsOf,
    path(sha256, sheet) {
      if (!existsSync(paths.text(sha256, 1))) return paths.original(sha256)
      if (sheet === null) return paths.text(sha256, 1)
      const sheetName = sheet.trim().toLowerCase()
      const place = (sheetsOf(sha256) ?? []).findIndex((name) => name.trim().toLowerCase() === sheetName)
      return place === -1 ? null : paths.text(sha256, place + 1)
    },
    facts: storedFacts,
  }
}

const factsBeside = (text: string): string => `${text}.bytes`

/** What was seen of all bytes while they came in. Files of before that was noted are read once more. */
function storedFacts(text: string): ByteFacts {
  const file = factsBeside(text)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as ByteFacts
  const facts = scanFile(text)
  writeFileSync(file, JSON.stringify(facts), { mode: 0o600 })
  return facts
}

interface ReceivedBytes extends PrivateBytes {
  readonly isArchive: boolean
  readonly facts: ByteFacts
}

/** Streams bytes into a temporary file. @throws TooLarge beyond the limit; nothing stays then, as after any failure */
async function receive(
  temporary: string,
  bytes: AsyncIterable<Uint8Array>,
  { mostBytes, onMuch }: Pick<PrivateFolderOptions, 'mostBytes'> & { onMuch: (() => void) | undefined },
): Promise<ReceivedBytes> {
  const file = await open(temporary, 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    const scan = new ByteScan()
    let size = 0
    let isArchive = false
    for await (const chunk of bytes) {
      if (size === 0) isArchive = archiveMark.equals(chunk.subarray(0, 4))
      if (size <= muchBytes && size + chunk.byteLength > muchBytes) onMuch?.()
      size += chunk.byteLength
      if (size > mostBytes) throw new TooLarge(`It is larger than ${mostBytes} bytes.`)
      hash.update(chunk)
      scan.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      await file.write(chunk)
    }
    await file.sync()
    await file.close()
    return { size, sha256: hash.digest('hex'), isArchive, facts: scan.finish() }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(temporary, { force: true })
    throw error
  }
}

/** Renames a temporary file to its hash, after a workbook was converted to text. @throws Unreadable; nothing stays then */
async function storeDraft(
  paths: Paths,
  temporary: string,
  { size, sha256, isArchive, facts }: ReceivedBytes,
  convert: PrivateFolderOptions['convert'],
): Promise<void> {
  if (isArchive) {
    const conversion =
      size > mostWorkbookBytes
        ? ({ outcome: 'refused', why: 'A workbook may have at most 50 MB; export it as text.' } as const)
        : await convert(temporary)
    if (conversion.outcome === 'refused') {
      await removeDraft(paths.folder, temporary)
      throw new Unreadable(conversion.why)
    }
    for (const place of conversion.sheets.map((_, at) => at + 1)) {
      const text = paths.text(sha256, place)
      await rename(`${temporary}.${place}.notes`, text.replace(/\.csv$/, '.notes'))
      await rename(`${temporary}.${place}.csv`, text)
    }
    await writeFile(paths.sheets(sha256), JSON.stringify(conversion.sheets), { mode: 0o600 })
  }
  await writeFile(factsBeside(paths.original(sha256)), JSON.stringify(facts), { mode: 0o600 })
  await rename(temporary, paths.original(sha256))
}

/** Removes a temporary file and everything that was converted from it. */
async function removeDraft(folder: string, temporary: string): Promise<void> {
  const name = basename(temporary)
  for (const left of await readdir(folder)) if (left.startsWith(name)) await rm(join(folder, left), { force: true })
}

/** The SHA-256 of bytes as they come. */
export async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  return hash.digest('hex')
}
