/**
 * Runs a write that may as well happen a second later: notes of use, never facts. A full disk or a lock held too long is
 * told to people by the writes that matter; anything else is a fault and thrown.
 */
export function bestEffort(write: () => void): void {
  try {
    write()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!code.startsWith('SQLITE_')) throw error
  }
}
