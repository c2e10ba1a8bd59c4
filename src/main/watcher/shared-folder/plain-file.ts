import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { ChangedMeanwhile, codeOf, kindOf, Planted } from './planted.ts'

const chunkBytes = 512 * 1024
/** A link is not followed, and a pipe that took the file's name a moment ago is opened without waiting for its writer. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** A plain file of a shared folder, open for reading. What its name stands for may change; what is read does not. */
export interface PlainFile {
  /** Of the open file, when it was opened. */
  readonly stats: Stats
  /**
   * Its bytes from the beginning; each chunk is valid until the next one is read. It ends where the file ended when it was
   * opened, so that a file which grows for ever is not read for ever.
   * @param isStopped asked before each chunk
   * @throws ChangedMeanwhile when the file holds more or fewer bytes by then, or reading was stopped
   */
  chunks(isStopped?: () => boolean): AsyncGenerator<Uint8Array>
  /** @throws Planted when it has more than `mostBytes` */
  text(mostBytes: number): Promise<string>
  /** Whether the open file still has the size and the times that it had when it was opened. */
  isUnchanged(): Promise<boolean>
}

/**
 * Opens a plain file, and closes it after the work. Nothing special is opened: the name is looked at first, since opening
 * a device may already do something, and the open file is compared with what was seen.
 * @param path where the file is reached
 * @param place what it is called in messages
 * @throws Planted for everything that is no plain file
 */
export async function withPlainFile<T>(path: string, place: string, work: (file: PlainFile) => Promise<T>): Promise<T> {
  const expected = await lstat(path)
  if (!expected.isFile()) throw new Planted(place, kindOf(expected))
  const handle = await open(path, openFlags).catch((error: unknown) => {
    throw codeOf(error) === 'ELOOP' ? new Planted(place, 'a link') : error
  })
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new Planted(place, kindOf(stats))
    if (!isSame(stats, expected)) throw new ChangedMeanwhile()
    return await work(plainFile(handle, stats, place))
  } finally {
    await handle.close()
  }
}

/** Whether both are the same file or directory, whatever it is called. */
export const isSame = (one: Pick<Stats, 'dev' | 'ino'>, other: Pick<Stats, 'dev' | 'ino'>): boolean =>
  one.dev === other.dev && one.ino === other.ino

const plainFile = (handle: FileHandle, stats: Stats, place: string): PlainFile => ({
  stats,
  chunks: (isStopped = () => false) => chunksOf(handle, stats, isStopped),
  async text(mostBytes) {
    if (stats.size > mostBytes) throw new Planted(place, `larger than ${mostBytes} bytes`)
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  },
  async isUnchanged() {
    const { size, mtimeMs, ctimeMs } = await handle.stat()
    return size === stats.size && mtimeMs === stats.mtimeMs && ctimeMs === stats.ctimeMs
  },
})

async function* chunksOf(
  handle: FileHandle,
  { size, nlink }: Stats,
  isStopped: () => boolean,
): AsyncGenerator<Uint8Array> {
  // Under another name it could change unseen, and that name may be of a file elsewhere.
  if (nlink > 1) throw new ChangedMeanwhile()
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(chunkBytes, size + 1)))
  let position = 0
  while (!isStopped()) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position)
    if (bytesRead === 0 && position === size) return
    position += bytesRead
    if (bytesRead === 0 || position > size) break
    yield buffer.subarray(0, bytesRead)
  }
  throw new ChangedMeanwhile()
}
