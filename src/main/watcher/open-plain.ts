import { constants } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'

/** Opens a file without following links, checks that it is the file that was there before, and closes it afterwards. */
export async function openPlain<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const expected = await lstat(path)
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    const opened = await file.stat()
    if (!opened.isFile() || opened.ino !== expected.ino || opened.dev !== expected.dev)
      throw new Error('it was replaced while it was opened')
    return await work(file)
  } finally {
    await file.close()
  }
}
