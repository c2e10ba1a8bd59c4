import { open } from 'node:fs/promises'

/**
 * Writes a file and makes sure that its bytes are on the disk before it returns.
 * @param flags `w` replaces a file; `wx` fails when there is one
 */
export async function writeSynced(path: string, text: string, flags: 'w' | 'wx'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
