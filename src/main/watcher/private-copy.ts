import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the bytes of files stand, each under its hash: never edited, and out of reach of whoever wrote the original. */
export interface PrivateFolder {
  path(sha256: string): string
  /** Streams bytes in. @throws TooLarge beyond the limit; nothing stays then */
  keep(bytes: AsyncIterable<Uint8Array>): Promise<{ size: number; sha256: string }>
}

export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/** @param mostBytes of one file */
export function privateFolder(dataDir: string, mostBytes: number): PrivateFolder {
  const folder = join(dataDir, 'intake')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = (sha256: string) => join(folder, sha256)
  return {
    path,
    async keep(bytes) {
      const temporary = join(folder, `${randomUUID()}.part`)
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
        await rename(temporary, path(sha256))
        return { size, sha256 }
      } catch (error) {
        await file.close().catch(() => undefined)
        await rm(temporary, { force: true })
        throw error
      }
    },
  }
}
