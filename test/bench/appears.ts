import { readFileSync } from 'node:fs'

/** Waits for a file of JSON that a started server writes once it is ready. */
export async function appears<T>(file: string): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as T
    } catch {
      // Not there yet, or half of it.
    }
  }
  throw new Error('the server did not get ready')
}
