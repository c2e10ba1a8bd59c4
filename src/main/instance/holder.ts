import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** One process, told apart from any other that had or will have its number. */
export interface Holder {
  readonly pid: number
  /** Changes with every start of the machine; null where the system does not tell. */
  readonly bootId: string | null
  /** When the process started, in the system's own ticks; null where the system does not tell. */
  readonly startTicks: string | null
}

/** This process. */
export function thisProcess(): Holder {
  return { pid: process.pid, bootId: bootId(), startTicks: startTicks(process.pid) }
}

/** True while that very process runs: not merely another that inherited its number. */
export function isAlive(holder: Holder): boolean {
  if (holder.bootId !== null && holder.bootId !== bootId()) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // Somebody else's process is alive too; it just takes no signal from us.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return holder.startTicks === null || holder.startTicks === startTicks(holder.pid)
}

function bootId(): string | null {
  const linux = readSmall('/proc/sys/kernel/random/boot_id')
  if (linux !== null) return linux.trim()
  // Elsewhere the moment of the start, to half a minute, since two computations of it differ by a little.
  return process.platform === 'linux' ? null : `up-${Math.round((Date.now() / 1000 - uptime()) / 30)}`
}

/** Field 22 of /proc/PID/stat. The second is the program's name, which may hold spaces and parentheses. */
function startTicks(pid: number): string | null {
  const stat = readSmall(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

function readSmall(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
