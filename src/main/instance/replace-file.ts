import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from '../storage/sync-folder.ts'

/**
 * Writes a file whole or not at all: who reads it, or comes after a power cut, finds the old content or the new.
 * The file is its owner's alone, whatever the umask and whatever was there before.
 * @throws when the folder is missing, full or not writable; the old content then stands
 */
export function replaceFile(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    const handle = openSync(temporary, 'w', 0o600)
    try {
      // The mode above counts only for a new file.
      fchmodSync(handle, 0o600)
      writeFileSync(handle, content)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(dirname(file))
}
