import { closeSync, fsyncSync, openSync } from 'node:fs'

/** A rename or a new file is on the disk when its folder is; some systems can't say so. */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch {
    // Windows opens no folders; there the rename is journalled.
  }
}
