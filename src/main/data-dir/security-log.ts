import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describeFault } from './crash.ts'

/** What a transport refused, what failed inside, or what somebody put into a watched folder in the place of our own files. */
export type SecurityEvent =
  | { readonly kind: 'refused'; readonly code: string; readonly method: string; readonly pathname: string }
  | { readonly kind: 'fault'; readonly requestId: string; readonly error: unknown }
  | { readonly kind: 'planted'; readonly folder: string; readonly place: string; readonly what: string }

const largest = 4 * 1024 * 1024
const quietMs = 60_000

/**
 * Writes refusals and faults to `logs/security.log`: one JSON line each, without header, body, query or error message.
 * Refusals of one kind are written once a minute with their number, so that a flood can't fill the disk.
 */
export function securityLog(dataDir: string, now: () => number = Date.now): (event: SecurityEvent) => void {
  const folder = join(dataDir, 'logs')
  const file = join(folder, 'security.log')
  const refusals = new Map<string, { since: number; count: number }>()

  const write = (fields: object): void => {
    const line = escapeBidi(JSON.stringify({ at: new Date(now()).toISOString(), ...fields }))
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(file, `${file}.1`)
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
    } catch {
      // A log that can't be written must not stop an answer.
    }
  }

  return (event) => {
    if (event.kind === 'fault') {
      write({ event: 'fault', requestId: event.requestId, ...describeFault(event.error) })
      return
    }
    if (event.kind === 'planted') {
      const { folder: within, place, what } = event
      write({ event: 'planted', folder: within, place: place.slice(0, 400), what })
      return
    }
    const known = refusals.get(event.code)
    if (known !== undefined && now() - known.since < quietMs) {
      known.count++
      return
    }
    const { method } = event
    write({
      event: 'refused',
      code: event.code,
      method,
      pathname: event.pathname.slice(0, 200),
      before: known?.count ?? 0,
    })
    refusals.set(event.code, { since: now(), count: 0 })
  }
}

/** JSON escapes control characters; those that turn the reading direction could still make a line lie. */
function escapeBidi(line: string): string {
  return line.replace(
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
