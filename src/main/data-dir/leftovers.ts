import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { probeFile } from '../storage/probe.ts'

/** What an end in the middle of writing leaves, by the folder in which it lies. Never a file that counts. */
const unfinished: readonly { readonly folder: string; readonly name: RegExp }[] = [
  { folder: '.', name: /^(?:instance\.json|audit-key\.pem)\.\d+\.tmp$/ },
  { folder: '.', name: new RegExp(`^${probeFile.replace('.', '\\.')}$`) },
  { folder: 'checkpoints', name: /^\d+\.json\.\d+\.tmp$/ },
  { folder: 'backups', name: /^castellan-[\w-]+\.db\.part(?:-wal|-shm|-journal)?$/ },
]

/**
 * Removes what an earlier run left half-written. The caller has the lock, so nobody is writing any of it.
 * A file that can't be removed is left to the next start.
 */
export function sweepLeftovers(dataDir: string): void {
  for (const { folder, name } of unfinished) {
    for (const found of namesIn(join(dataDir, folder))) if (name.test(found)) remove(join(dataDir, folder, found))
  }
  // Its hash is written before a backup gets its name.
  const backups = new Set(namesIn(join(dataDir, 'backups')))
  for (const found of backups) {
    const of = /^(castellan-[\w-]+\.db)\.sha256$/.exec(found)?.[1]
    if (of !== undefined && !backups.has(of)) remove(join(dataDir, 'backups', found))
  }
  remove(join(dataDir, 'restoring'))
}

function namesIn(folder: string): string[] {
  try {
    return existsSync(folder) ? readdirSync(folder) : []
  } catch {
    return []
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // The next start tries again.
  }
}
