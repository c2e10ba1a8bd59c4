import { constants, mkdirSync, type Stats } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, readdir, realpath, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { isSame, type PlainFile, withPlainFile } from './plain-file.ts'
import { ChangedMeanwhile, codeOf, kindOf, Planted } from './planted.ts'

/**
 * The one place that touches a shared folder. Whoever else may write there may put a link, a pipe or anything else under
 * any name at any moment, so a path is never believed:
 *
 * - Each directory is entered one name at a time, and only when it is a real directory. It is held open, and on Linux
 *   everything in it is reached through the open descriptor (`/proc/self/fd`): a name above it that is replaced later
 *   changes nothing.
 * - Files are read as plain-file.ts says, created only where nothing is, and moved only to where nothing is.
 *
 * What can't be closed: macOS and Windows give Node no way to reach a name through an open directory. There the path is
 * used, and it is compared with the open directory and the real path before and after the work, so that a replacement in
 * between is noticed; a thing made in that moment may lie elsewhere. Nowhere can Node rename without replacing: an empty
 * file of ours reserves the name, and whoever replaces that file at that moment loses only what they put there.
 */
export interface SharedDirectory {
  /** Within the folder, for messages; empty for the folder itself. */
  readonly place: string
  names(): Promise<string[]>
  /** What the name stands for, without following it; undefined when there is nothing. */
  look(name: string): Promise<Stats | undefined>
  /** @throws Planted when something else has the name; ENOENT when nothing has it and it is not to be created */
  enter<T>(name: string, options: { readonly create: boolean }, work: DirectoryWork<T>): Promise<T>
  /** Reads a plain file. @throws Planted, ChangedMeanwhile */
  withFile<T>(name: string, work: (file: PlainFile) => Promise<T>): Promise<T>
  /** Writes a new file and waits until it is on the disk. @throws EEXIST when anything has the name */
  create(name: string, content: string | AsyncIterable<Uint8Array>, times?: Times): Promise<SeenFile>
  /** Gives one of our own files a second name. @throws EEXIST when anything has it */
  link(from: string, to: string): Promise<void>
  /** Removes a file that was created, or copied, here; what has its name by now stays. */
  remove(file: SeenFile): Promise<void>
  /** Moves a plain file. @throws EEXIST when anything has the new name; ChangedMeanwhile; EXDEV across file systems */
  move(file: SeenFile, to: SharedDirectory, as: string): Promise<void>
}

type DirectoryWork<T> = (directory: SharedDirectory) => Promise<T>

type Times = Pick<Stats, 'atime' | 'mtime'>

/** A file and what it was when it was seen or made: its name may stand for another one by now. */
export interface SeenFile {
  readonly name: string
  readonly stats: Pick<Stats, 'dev' | 'ino'>
}

const directoryFlags = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NONBLOCK ?? 0)
const createFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/** Makes a folder that the start of the program named, where it is missing. */
export const createSharedFolder = (root: string): void => void mkdirSync(root, { recursive: true })

/** Opens a shared folder for some work. A person named it, so its own path may lead through links. */
export async function withSharedFolder<T>(root: string, work: DirectoryWork<T>): Promise<T> {
  const handle = await open(root, directoryFlags)
  let folder: OpenDirectory | undefined
  try {
    folder = await hold(handle, await realpath(root), '')
    return await work(folder)
  } finally {
    folder?.end()
    await handle.close()
  }
}

/** Where an open directory is reached: through its descriptor, or by its path where the system can't do that. */
async function hold(handle: FileHandle, path: string, place: string): Promise<OpenDirectory> {
  const opened = await handle.stat()
  const through = `/proc/self/fd/${handle.fd}`
  const reached = process.platform === 'linux' ? await stat(through).catch(() => undefined) : undefined
  const isHeld = reached !== undefined && isSame(reached, opened)
  return new OpenDirectory(isHeld ? through : path, { path, place, opened, isHeld })
}

interface Held {
  /** The real path when it was opened. */
  readonly path: string
  readonly place: string
  readonly opened: Stats
  /** Reached through its descriptor, so that no later change of a name matters. */
  readonly isHeld: boolean
}

class OpenDirectory implements SharedDirectory {
  readonly place: string
  readonly #base: string
  readonly #held: Held
  #isEnded = false

  constructor(base: string, held: Held) {
    this.#base = base
    this.#held = held
    this.place = held.place
  }

  /** Its descriptor is about to be closed, and may be another directory's afterwards. */
  end(): void {
    this.#isEnded = true
  }

  /** The path of one name in this directory. @throws Planted for what is no single name */
  path(name: string): string {
    if (this.#isEnded) throw new Error('a shared directory was used after it was closed')
    const isSingle = name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)
    if (!isSingle || (process.platform === 'win32' && /[\\:]/.test(name)))
      throw new Planted(this.#placeOf(name), 'no name')
    return join(this.#base, name)
  }

  names(): Promise<string[]> {
    return readdir(this.#base)
  }

  look(name: string): Promise<Stats | undefined> {
    return lstat(this.path(name)).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    })
  }

  async enter<T>(name: string, { create }: { readonly create: boolean }, work: DirectoryWork<T>): Promise<T> {
    await this.#verify()
    const path = this.path(name)
    const place = this.#placeOf(name)
    if (create && (await this.look(name)) === undefined)
      await mkdir(path).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw error
      })
    const expected = await lstat(path)
    if (!expected.isDirectory()) throw new Planted(place, kindOf(expected), 'not a folder (ENOTDIR)')
    let inner: OpenDirectory | undefined
    const handle = await open(path, directoryFlags | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
      throw ['ELOOP', 'ENOTDIR'].includes(codeOf(error)) ? new Planted(place, 'a link') : error
    })
    try {
      if (!isSame(await handle.stat(), expected)) throw new Planted(place, 'replaced again and again')
      inner = await hold(handle, join(this.#held.path, name), place)
      await inner.#verify()
      const done = await work(inner)
      await inner.#verify()
      return done
    } finally {
      inner?.end()
      await handle.close()
    }
  }

  withFile<T>(name: string, work: (file: PlainFile) => Promise<T>): Promise<T> {
    return withPlainFile(this.path(name), this.#placeOf(name), work)
  }

  async create(name: string, content: string | AsyncIterable<Uint8Array>, times?: Times): Promise<SeenFile> {
    await this.#verify()
    const file = await open(this.path(name), createFlags, 0o666)
    const created = { name, stats: await file.stat() }
    try {
      await file.writeFile(content)
      if (times) await file.utimes(times.atime, times.mtime)
      await file.sync()
      return created
    } catch (error) {
      await this.remove(created).catch(() => undefined)
      throw error
    } finally {
      await file.close()
    }
  }

  async link(from: string, to: string): Promise<void> {
    await link(this.path(from), this.path(to))
  }

  async remove({ name, stats }: SeenFile): Promise<void> {
    const now = await this.look(name)
    if (now !== undefined && isSame(now, stats)) await unlink(this.path(name))
  }

  async move({ name, stats }: SeenFile, to: SharedDirectory, as: string): Promise<void> {
    if (!(to instanceof OpenDirectory)) throw new TypeError('a file is moved between shared directories only')
    await this.#renameOnto(name, to, as)
    const moved = await to.look(as)
    if (moved !== undefined && isSame(moved, stats)) return
    // Somebody put another file there between the look and the rename: it is not ours to move.
    if (moved !== undefined) await to.#renameOnto(as, this, name).catch(() => undefined)
    throw new ChangedMeanwhile()
  }

  /** Renames onto an empty file of ours, which holds the name, so that nothing of others is replaced. */
  async #renameOnto(name: string, to: OpenDirectory, as: string): Promise<void> {
    const reserved = await to.create(as, '')
    await rename(this.path(name), to.path(as)).catch(async (error: unknown) => {
      await to.remove(reserved).catch(() => undefined)
      throw error
    })
  }

  /** Where names are used, whether the path still leads to the directory that is open. */
  async #verify(): Promise<void> {
    const { isHeld, path, place, opened } = this.#held
    if (isHeld) return
    const now = await lstat(path)
    if (!now.isDirectory() || !isSame(now, opened) || !isSamePath(await realpath(path), path))
      throw new Planted(place === '' ? '.' : place, 'a link')
  }

  #placeOf(name: string): string {
    return this.place === '' ? name : `${this.place}/${name}`
  }
}

/** Windows and macOS compare names without regard to case. */
const isSamePath = (one: string, other: string): boolean =>
  process.platform === 'linux' ? one === other : one.toLowerCase() === other.toLowerCase()
