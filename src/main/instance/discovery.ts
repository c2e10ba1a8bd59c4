import { closeSync, fstatSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceFile } from './replace-file.ts'

/**
 * `instance.json` in the data directory, readable by its owner alone: who runs here, where it listens, and the key by
 * which both sides prove themselves to each other (A23).
 */
export const Discovery = z.object({
  pid: z.number().int().positive(),
  bootId: z.string().nullable(),
  startTicks: z.string().nullable(),
  startedAt: z.string(),
  version: z.string(),
  mode: z.enum(['window', 'serve', 'command']),
  /** Null while it does not listen: not yet, or because the port was taken. */
  port: z.number().int().min(1).max(65535).nullable(),
  key: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Discovery = z.infer<typeof Discovery>

const fileOf = (dataDir: string): string => join(dataDir, 'instance.json')

export function writeDiscovery(dataDir: string, discovery: Discovery): void {
  replaceFile(fileOf(dataDir), `${JSON.stringify(discovery)}\n`)
}

/** One that can't be removed names a process that has ended, which everybody who reads it finds out. */
export function removeDiscovery(dataDir: string): void {
  try {
    rmSync(fileOf(dataDir), { force: true })
  } catch {
    // A read-only disk must not keep the program from ending.
  }
}

/**
 * What the last process that took the directory wrote. Null when there is nothing to trust: no file, not ours, readable
 * by others (who could then pose as the operator), or not what we write.
 */
export function readDiscovery(dataDir: string): Discovery | null {
  let file: number
  try {
    file = openSync(fileOf(dataDir), 'r')
  } catch {
    return null
  }
  try {
    if (!isPrivate(file)) return null
    return Discovery.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  } finally {
    closeSync(file)
  }
}

function isPrivate(file: number): boolean {
  const { uid, mode } = fstatSync(file)
  // Windows has no such bits; there the profile folder's own list of permissions protects it.
  if (process.getuid === undefined) return true
  return uid === process.getuid() && (mode & 0o077) === 0
}
