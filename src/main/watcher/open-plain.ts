import { constants } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'

/** Opens a file without following links, makes sure that what was opened is what was looked at, and closes it after. */
export async function openPlain<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const looked = await lstat(path)
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    const opened = await file.stat()
    if (!opened.isFile() || opened.ino !== looked.ino || opened.dev !== looked.dev)
      throw new Error('it was exchanged while it was opened')
    return await work(file)
  } finally {
    await file.close()
  }
}
