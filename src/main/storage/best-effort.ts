import { storageFault } from './storage-fault.ts'

/**
 * Runs a write that may as well happen a second later: notes of use, never facts. A full disk or a lock held too long is
 * told to people by the writes that matter; anything else is a fault of the program and thrown.
 */
export function bestEffort(write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!isOfStorage(error)) throw error
  }
}

/** The same for work that takes a while. */
export async function bestEffortAsync(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isOfStorage(error)) throw error
  }
}

const isOfStorage = (error: unknown): boolean =>
  storageFault(error) !== undefined ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_'))
