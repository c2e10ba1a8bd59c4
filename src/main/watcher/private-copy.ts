import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { IntakeTexts } from '../domain/imports/model/intake-texts.ts'

/** Where the bytes of files stand, each under its hash: never edited, and out of reach of whoever wrote the original. */
export interface PrivateFolder {
  readonly texts: IntakeTexts
  /** Streams bytes in and waits for the word whether they stay. @throws TooLarge beyond the limit; nothing stays then */
  readonly draft: (bytes: AsyncIterable<Uint8Array>) => Promise<Draft>
  /** Streams bytes in. @throws TooLarge beyond the limit; nothing stays then */
  readonly keep: (bytes: AsyncIterable<Uint8Array>) => Promise<{ size: number; sha256: string }>
  /** Whether these bytes stand here already. */
  readonly has: (sha256: string) => boolean
  /** Copies an open file from its beginning, hashing it on the way; the file stays open. */
  readonly keepOpen: (file: FileHandle) => Promise<{ size: number; sha256: string }>
}

/** Bytes that were received and belong to nobody yet. */
export interface Draft {
  readonly size: number
  readonly sha256: string
  keep(): Promise<void>
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

export interface PrivateFolderOptions {
  readonly dataDir: string
  /** Of one file. */
  readonly mostBytes: number
  /** Makes text of the sheets of a workbook, as `<file>.<n>.csv` with `<file>.<n>.notes`, or says why not. */
  readonly convert: (
    file: string,
  ) => Promise<
    | { readonly outcome: 'converted'; readonly sheets: readonly string[] }
    | { readonly outcome: 'refused'; readonly why: string }
  >
  /** A large file is coming in: whoever will read it may get ready. */
  readonly onMuch?: () => void
}

const muchBytes = 1024 * 1024

const mostWorkbookBytes = 50 * 1024 * 1024
/** Workbooks are zip archives, and begin like one whatever they are called. */
const archiveMark = Buffer.from([0x50, 0x4b, 0x03, 0x04])

export function privateFolder({ dataDir, mostBytes, convert, onMuch }: PrivateFolderOptions): PrivateFolder {
  const folder = join(dataDir, 'intake')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // What was being received when the program died belongs to nobody.
  for (const name of readdirSync(folder)) if (name.includes(unfinished)) rmSync(join(folder, name), { force: true })
  const original = (sha256: string) => join(folder, sha256)
  const sheetsFile = (sha256: string) => `${original(sha256)}.sheets`
  /** The first sheet stands without a number. */
  const textOf = (sha256: string, place: number) => `${original(sha256)}${place === 1 ? '' : `.${place}`}.csv`

  const texts: IntakeTexts = {
    sheets: (sha256) =>
      existsSync(sheetsFile(sha256)) ? (JSON.parse(readFileSync(sheetsFile(sha256), 'utf8')) as string[]) : null,
    path(sha256, sheet) {
      if (!existsSync(textOf(sha256, 1))) return original(sha256)
      if (sheet === null) return textOf(sha256, 1)
      const wanted = sheet.trim().toLowerCase()
      const place = (texts.sheets(sha256) ?? []).findIndex((name) => name.trim().toLowerCase() === wanted)
      return place === -1 ? null : textOf(sha256, place + 1)
    },
  }

  async function settle(temporary: string, sha256: string, size: number, isArchive: boolean): Promise<void> {
    if (isArchive) {
      const said =
        size > mostWorkbookBytes
          ? ({ outcome: 'refused', why: 'A workbook may have at most 50 MB; export it as text.' } as const)
          : await convert(temporary)
      if (said.outcome === 'refused') {
        await removeDraft(temporary)
        throw new Unreadable(said.why)
      }
      for (const place of said.sheets.map((_, at) => at + 1)) {
        const text = textOf(sha256, place)
        await rename(`${temporary}.${place}.notes`, text.replace(/\.csv$/, '.notes'))
        await rename(`${temporary}.${place}.csv`, text)
      }
      await writeFile(sheetsFile(sha256), JSON.stringify(said.sheets), { mode: 0o600 })
    }
    await rename(temporary, original(sha256))
  }

  /** What was received, and whatever was made of it. */
  async function removeDraft(temporary: string): Promise<void> {
    const name = basename(temporary)
    for (const left of await readdir(folder)) if (left.startsWith(name)) await rm(join(folder, left), { force: true })
  }

  const folderCopy: PrivateFolder = {
    texts,
    has: (sha256) => existsSync(original(sha256)),
    keepOpen: (file) => folderCopy.keep(chunksOf(file)),
    async keep(bytes) {
      const draft = await folderCopy.draft(bytes)
      await draft.keep()
      return { size: draft.size, sha256: draft.sha256 }
    },
    async draft(bytes) {
      const temporary = join(folder, `${randomUUID()}${unfinished}`)
      const file = await open(temporary, 'wx', 0o600)
      try {
        const hash = createHash('sha256')
        let size = 0
        let isArchive = false
        for await (const chunk of bytes) {
          if (size === 0) isArchive = archiveMark.equals(chunk.subarray(0, 4))
          if (size <= muchBytes && size + chunk.byteLength > muchBytes) onMuch?.()
          size += chunk.byteLength
          if (size > mostBytes) throw new TooLarge(`It is larger than ${mostBytes} bytes.`)
          hash.update(chunk)
          await file.write(chunk)
        }
        await file.sync()
        await file.close()
        const sha256 = hash.digest('hex')
        return {
          size,
          sha256,
          keep: () => settle(temporary, sha256, size, isArchive),
          discard: () => rm(temporary, { force: true }),
        }
      } catch (error) {
        await file.close().catch(() => undefined)
        await rm(temporary, { force: true })
        throw error
      }
    },
  }
  return folderCopy
}

const chunkBytes = 512 * 1024

/** The bytes of an open file from its beginning; each chunk is valid until the next is asked for. */
async function* chunksOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(chunkBytes)
  let position = 0
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}

/** The SHA-256 of an open file, from its beginning; the file stays open. */
export async function hashFile(file: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of chunksOf(file)) hash.update(chunk)
  return hash.digest('hex')
}
