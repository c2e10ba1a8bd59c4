import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type ByteFacts, ByteScan, factsBeside, factsOf } from '../domain/imports/reading/bytes.ts'
import { notesBeside } from '../domain/imports/reading/cell-notes.ts'
import { type FileKind, headBytes, kindOf } from '../domain/imports/reading/file-kind.ts'
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

/** A file that can't be read as an extract: why, in words. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

interface PrivateFolderOptions {
  readonly dataDir: string
  /** Of one file. */
  readonly mostBytes: number
  /**
   * Makes text of a workbook or an archive, as `<file>.<n>.csv` with `.csv.bytes` and, of a sheet, `<file>.<n>.notes`; or
   * says why not.
   */
  readonly convert: (
    file: string,
  ) => Promise<
    | { readonly outcome: 'converted'; readonly sheets: readonly string[] | null }
    | { readonly outcome: 'refused'; readonly why: string }
  >
  /** Called when a large file is coming in, so that its reader can get ready. */
  readonly onMuch?: () => void
}

const muchBytes = 1024 * 1024

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
      const sheets = sheetsOf(sha256)
      if (sheet === null || sheets === null) return paths.text(sha256, 1)
      const sheetName = sheet.trim().toLowerCase()
      const place = sheets.findIndex((name) => name.trim().toLowerCase() === sheetName)
      return place === -1 ? null : paths.text(sha256, place + 1)
    },
    facts: storedFacts,
  }
}

/** What was seen of all bytes while they came in. Files that were stored before that was noted are read once more. */
function storedFacts(text: string): ByteFacts {
  const facts = factsOf(text)
  const file = factsBeside(text)
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(facts), { mode: 0o600 })
  return facts
}

interface ReceivedBytes extends PrivateBytes {
  readonly kind: FileKind
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
    let head = Buffer.alloc(0)
    for await (const chunk of bytes) {
      if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)])
      if (size <= muchBytes && size + chunk.byteLength > muchBytes) onMuch?.()
      size += chunk.byteLength
      if (size > mostBytes) throw new TooLarge(`It is larger than ${mostBytes} bytes.`)
      hash.update(chunk)
      scan.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      await file.write(chunk)
    }
    await file.sync()
    await file.close()
    return { size, sha256: hash.digest('hex'), kind: kindOf(head), facts: scan.finish() }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(temporary, { force: true })
    throw error
  }
}

/** Renames a temporary file to its hash, after text was made of it. @throws Unreadable; nothing stays then */
async function storeDraft(
  paths: Paths,
  temporary: string,
  { sha256, kind, facts }: ReceivedBytes,
  convert: PrivateFolderOptions['convert'],
): Promise<void> {
  if (kind.kind !== 'text') {
    const outcome =
      kind.kind === 'refused' ? ({ outcome: 'refused', why: kind.why } as const) : await convert(temporary)
    if (outcome.outcome === 'refused') {
      await removeDraft(paths.folder, temporary)
      throw new Unreadable(outcome.why)
    }
    await storeTexts(paths, temporary, sha256, outcome.sheets)
  }
  await writeFile(factsBeside(paths.original(sha256)), JSON.stringify(facts), { mode: 0o600 })
  await rename(temporary, paths.original(sha256))
}

/** Gives the texts that were made of a file their names. @param sheets null for what is no workbook */
async function storeTexts(
  paths: Paths,
  temporary: string,
  sha256: string,
  sheets: readonly string[] | null,
): Promise<void> {
  for (let place = 1; place <= (sheets?.length ?? 1); place++) {
    const text = paths.text(sha256, place)
    if (sheets) await rename(`${temporary}.${place}.notes`, notesBeside(text))
    await rename(factsBeside(`${temporary}.${place}.csv`), factsBeside(text))
    await rename(`${temporary}.${place}.csv`, text)
  }
  if (sheets) await writeFile(paths.sheets(sha256), JSON.stringify(sheets), { mode: 0o600 })
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
