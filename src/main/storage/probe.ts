import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { schemaOf } from './migrate.ts'
import type { Store } from './store.ts'

/** More than what SQLite finds room for in a log that it has already. */
const bytes = Buffer.alloc(256 * 1024)

/**
 * Writes what a small change writes: a file beside the database, flushed, and a page of the database. Changes nothing.
 * @throws what keeps it from writing
 */
export function probeStorage(dataDir: string, store: Store): void {
  const file = join(dataDir, probeFile)
  try {
    const handle = openSync(file, 'w', 0o600)
    try {
      if (writeSync(handle, bytes) < bytes.byteLength) throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } finally {
    rmSync(file, { force: true })
  }
  store.transact((tx) => tx.pragma(`user_version = ${schemaOf(tx)}`))
}

export const probeFile = 'probe.tmp'
