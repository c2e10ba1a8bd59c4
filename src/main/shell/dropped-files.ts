import { randomBytes } from 'node:crypto'
import { constants, createReadStream, type ReadStream } from 'node:fs'
import { lstat, open, realpath } from 'node:fs/promises'
import { basename, extname, isAbsolute } from 'node:path'
import type { DroppedFile, DroppedRefusal } from '../../contract/bridge.ts'

const readable = new Set(['.csv', '.tsv', '.txt', '.xlsx', '.dat', '.psv'])
const mostText = 2 * 1024 * 1024 * 1024
const mostXlsx = 50 * 1024 * 1024
const tickets = 100
const holdMs = 10 * 60_000

interface Held {
  readonly path: string
  readonly size: number
  readonly inode: number
  readonly until: number
}

/** Files that a person dropped, by tickets that the page holds instead of paths. */
export interface DroppedFiles {
  accept(path: string): Promise<DroppedFile | DroppedRefusal>
  /** The bytes behind a ticket, once; null when it is unknown, used, too old, or its file was exchanged meanwhile. */
  redeem(ticket: string): Promise<{ readonly stream: ReadStream; readonly size: number } | null>
}

/**
 * The path comes from the preload, where only a real drop yields one; it is checked here as if a stranger had
 * named it (A12): a regular file, not a link, of a kind and size that an extract can have.
 */
export function createDroppedFiles(now: () => number = Date.now): DroppedFiles {
  const held = new Map<string, Held>()
  return {
    async accept(path) {
      const looked = await inspectFile(path)
      if ('refused' in looked) return looked
      for (const [ticket, { until }] of held) if (until < now() || held.size >= tickets) held.delete(ticket)
      const ticket = randomBytes(16).toString('hex')
      const { size, inode, modifiedAt } = looked
      held.set(ticket, { path, size, inode, until: now() + holdMs })
      return { ticket, name: basename(path), size, modifiedAt }
    },
    async redeem(ticket) {
      const file = held.get(ticket)
      held.delete(ticket)
      if (file === undefined || file.until < now()) return null
      return openSame(file)
    },
  }
}

async function inspectFile(
  path: string,
): Promise<DroppedRefusal | { size: number; inode: number; modifiedAt: string }> {
  if (!isAbsolute(path) || path.includes('\0')) return { refused: 'This is not a file of this machine.' }
  const kind = extname(path).toLowerCase()
  try {
    const stats = await lstat(path)
    if (stats.isDirectory()) return { refused: 'This is a folder. Drop the files in it.' }
    if (!stats.isFile() || basename(await realpath(path)) !== basename(path))
      return { refused: 'This is not an ordinary file.' }
    if (!readable.has(kind))
      return {
        refused: `Files of the kind "${kind || 'without an ending'}" are not extracts. Drop csv, tsv, txt or xlsx.`,
      }
    if (stats.size === 0) return { refused: 'This file is empty.' }
    if (stats.size > (kind === '.xlsx' ? mostXlsx : mostText)) return { refused: 'This file is too large.' }
    return { size: stats.size, inode: stats.ino, modifiedAt: stats.mtime.toISOString() }
  } catch {
    return { refused: 'This file can’t be read.' }
  }
}

/** Opens what was looked at, and nothing that took its place: no link is followed, and the file must be the same one. */
async function openSame({ path, inode }: Held): Promise<{ stream: ReadStream; size: number } | null> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => null)
  if (file === null) return null
  const stats = await file.stat()
  if (stats.isFile() && stats.ino === inode) return { stream: createReadStream(path, { fd: file }), size: stats.size }
  await file.close()
  return null
}
