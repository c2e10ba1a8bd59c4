import { setTimeout as sleep } from 'node:timers/promises'
import { companionsIn } from './companions.ts'
import type { EntryOutcome, FileIntake } from './file-intake.ts'
import { codeOf } from './shared-folder/planted.ts'
import { type SharedDirectory, withSharedFolder } from './shared-folder/shared-directory.ts'

/** Considers the entries of one folder, sweep by sweep. A file that takes long is read on while the others have their turn. */
export interface EntrySweeper {
  /** Opens the folder for a sweep; it is closed when the last of its files has been read. */
  hold(root: string, work: (folder: SharedDirectory) => Promise<void>): Promise<void>
  /** Each entry in turn. @returns the most urgent outcome */
  consider(folder: SharedDirectory, names: readonly string[]): Promise<EntryOutcome>
  /** Resolves when no file is being read, or after a while. */
  idle(): Promise<void>
  /** Resolves when no file is being read. */
  allDone(): Promise<void>
}

/** How long one sweep waits in all for files that take long, and for each of them at least. */
const patienceMs = 5000
const leastPatienceMs = 100
/** So many files are read beside the sweep; more wait for a later one. */
const mostSlow = 8
const longestIdleMs = 10_000

export function sweepEntries(intake: FileIntake, isClosed: () => boolean): EntrySweeper {
  const slow = new Map<string, Promise<unknown>>()
  /** What the running sweep has begun to read. */
  let begun: Promise<unknown>[] = []
  const allDone = async () => void (await Promise.allSettled(slow.values()))

  async function considerOne(
    folder: SharedDirectory,
    name: string,
    companions: readonly string[],
  ): Promise<EntryOutcome> {
    try {
      return await intake.consider(folder, name, companions)
    } catch (error) {
      // An entry that the system can't even show must not stop the others. Everything else is a fault.
      if (codeOf(error) === '' || codeOf(error).startsWith('SQLITE_')) throw error
      return 'restless'
    }
  }

  return {
    async hold(root, work) {
      const started: Promise<unknown>[] = []
      begun = started
      await new Promise<void>((done, fail) => {
        const held = withSharedFolder(root, async (folder) => {
          try {
            await work(folder)
            done()
          } catch (error) {
            fail(error instanceof Error ? error : new Error(String(error)))
          }
          // Those that are still being read use the open folder.
          await Promise.allSettled(started)
        })
        held.catch(fail)
      })
    },
    async consider(folder, names) {
      const companions = companionsIn(names)
      let patience = patienceMs
      let urgent: EntryOutcome = 'done'
      for (const name of names) {
        if (isClosed()) break
        if (slow.has(name) || slow.size >= mostSlow) {
          if (urgent === 'done') urgent = 'restless'
          continue
        }
        const began = performance.now()
        const considering = considerOne(folder, name, companions.get(name.toLowerCase()) ?? [])
        slow.set(name, considering)
        begun.push(considering)
        const forget = () => void slow.delete(name)
        considering.then(forget, forget)
        const outcome = await within(considering, Math.max(leastPatienceMs, patience))
        if (outcome === undefined) patience -= performance.now() - began
        if (outcome === 'unstable' || urgent === 'done') urgent = outcome ?? 'unstable'
      }
      return urgent
    },
    idle: () => within(allDone(), longestIdleMs),
    allDone,
  }
}

/** What a promise gives, or undefined when that takes too long. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const waiting = new AbortController()
  const timeout = sleep(ms, undefined, { signal: waiting.signal }).catch(() => undefined)
  try {
    return await Promise.race([promise, timeout])
  } finally {
    waiting.abort()
  }
}
