import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A process that tries for the lock of a folder at a given moment and then holds on. */
export function racer(folder: string, startAt = 0): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'racer.ts'), folder, String(startAt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** What it says of its try. */
export async function said(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('its output is not read')
  const [first] = (await once(child.stdout, 'data')) as [Buffer]
  return String(first).trim()
}

export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Lets several processes try at the same moment, and kills them all the hard way. */
export async function race(folder: string, starters: number): Promise<string[]> {
  const startAt = Date.now() + 600
  const racers = Array.from({ length: starters }, () => racer(folder, startAt))
  const words = await Promise.all(racers.map(said))
  await Promise.all(racers.map(kill))
  return words
}
