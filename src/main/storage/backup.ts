import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { StorageError } from './open.ts'
import { syncFolder } from './sync-folder.ts'

export interface BackupFacts {
  readonly size: number
  readonly sha256: string
}

/**
 * Copies a database while it is in use, by SQLite's own online backup: one consistent moment of it, whole and checked
 * before it gets its name, with its SHA-256 beside it in the form that `sha256sum -c` reads.
 * @throws StorageError when the copy does not pass its check; nothing is left of it then
 */
export async function backUp(liveFile: string, target: string): Promise<BackupFacts> {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  const temporary = `${target}.part`
  try {
    const live = new Database(liveFile, { readonly: true, fileMustExist: true })
    try {
      // After the first pages all the rest at once: what other connections write meanwhile would begin it anew each time.
      await live.backup(temporary, { progress: ({ remainingPages }) => remainingPages })
    } finally {
      live.close()
    }
    check(temporary)
    const facts = await seal(temporary)
    writeWhole(`${target}.sha256`, `${facts.sha256}  ${target.split(/[\\/]/).at(-1)}\n`)
    renameSync(temporary, target)
    syncFolder(dirname(target))
    return facts
  } finally {
    for (const rest of ['', '-wal', '-shm', '-journal']) rmSync(temporary + rest, { force: true })
  }
}

function check(file: string): void {
  const copy = new Database(file)
  try {
    // One file from here on, that needs nothing beside it.
    copy.pragma('journal_mode = DELETE')
    const found = copy.pragma('quick_check', { simple: true })
    if (found !== 'ok') throw new StorageError(`The copy does not pass its check (${String(found)}); nothing was kept.`)
  } finally {
    copy.close()
  }
}

/** On the disk, for its owner alone, and hashed as it lies there. */
async function seal(file: string): Promise<BackupFacts> {
  const handle = openSync(file, 'r+')
  try {
    fchmodSync(handle, 0o600)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.byteLength
  }
  return { size, sha256: hash.digest('hex') }
}

function writeWhole(file: string, text: string): void {
  const handle = openSync(file, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
