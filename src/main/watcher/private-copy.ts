import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the bytes of files stand, each under its hash: never edited, and out of reach of whoever wrote the original. */
export interface PrivateFolder {
  readonly path: (sha256: string) => string
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

/** @param mostBytes of one file */
export function privateFolder(dataDir: string, mostBytes: number): PrivateFolder {
  const folder = join(dataDir, 'intake')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // What was being received when the program died belongs to nobody.
  for (const name of readdirSync(folder)) if (name.endsWith(unfinished)) rmSync(join(folder, name), { force: true })
  const path = (sha256: string) => join(folder, sha256)
  const folderCopy: PrivateFolder = {
    path,
    has: (sha256) => existsSync(path(sha256)),
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
        for await (const chunk of bytes) {
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
          keep: () => rename(temporary, path(sha256)),
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
