import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { storageFault } from '../storage/storage-fault.ts'

/** What is kept of a fault: enough to find the place, nothing of the data that was being worked on (A14). */
const Fault = z.object({ name: z.string(), code: z.string().nullable(), frames: z.array(z.string()) })
export type Fault = z.infer<typeof Fault>

const Crash = Fault.extend({ at: z.string() })
export type Crash = z.infer<typeof Crash>

/**
 * An error without its message, which may quote a row, a header or a password. A message of SQLite names tables and
 * columns only, so its code stands for it.
 */
export function describeFault(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error, code: null, frames: [] }
  const code = (error as { code?: unknown }).code
  const frames = afterMessage(error)
    .split('\n')
    .filter((line) => /^\s+at .*(:\d+:\d+\)?|<anonymous>\)?)$/.test(line))
  return {
    name: error.name,
    code: typeof code === 'string' ? code : null,
    frames: frames.slice(0, 12).map((line) => line.trim().slice(0, 300)),
  }
}

/** A message may run over several lines, some of which look like frames. */
function afterMessage({ stack = '', message }: Error): string {
  const at = message === '' ? 0 : stack.indexOf(message)
  return at === -1 ? '' : stack.slice(at + message.length)
}

const fileOf = (dataDir: string): string => join(dataDir, 'last-crash.json')

/**
 * Ends the process on a fault that nobody caught: its state can't be trusted any more, and every finished action is on
 * disk already. The next start says that it happened (B20). A fault of the storage is weather: what met it was rolled
 * back and is tried again, and ending would not make room on a disk.
 */
export function endOnCrash(dataDir: string, end: (code: number) => void, now: () => Date = () => new Date()): void {
  const crash = (error: unknown): void => {
    const fault = describeFault(error)
    if (storageFault(error) !== undefined) {
      sayStorageFault(fault)
      return
    }
    try {
      const record: Crash = { at: now().toISOString(), ...fault }
      writeFileSync(fileOf(dataDir), JSON.stringify(record), { mode: 0o600 })
      process.stderr.write(`castellan: ended by a fault (${fault.name}).\n  ${fault.frames.join('\n  ')}\n`)
    } finally {
      end(1)
    }
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
}

const quietMs = 60_000
let saidAt = Number.NEGATIVE_INFINITY

function sayStorageFault({ name, code, frames }: Fault): void {
  if (performance.now() - saidAt < quietMs) return
  saidAt = performance.now()
  process.stderr.write(
    `castellan: the storage failed (${code ?? name}); it is tried again.\n  ${frames.join('\n  ')}\n`,
  )
}

/** The crash that ended the last run, once. */
export function takeCrash(dataDir: string): Crash | null {
  try {
    const text = readFileSync(fileOf(dataDir), 'utf8')
    rmSync(fileOf(dataDir), { force: true })
    return Crash.parse(JSON.parse(text))
  } catch {
    return null
  }
}
