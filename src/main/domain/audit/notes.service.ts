import { bestEffort } from '../../storage/best-effort.ts'
import type { Environment } from '../shared/environment.ts'
import { recordAudit } from './audit.service.ts'
import type { AuditEvent } from './audit.ts'
import type { Actor } from '../shared/actor.ts'

/** What a transport refused before the caller was known. It changed nothing, but it belongs in the log. */
export type RefusalNote =
  /** Somebody wrote a credential into an address (A36); it may now be in a browser history or a log. */
  | { readonly kind: 'credentials-in-address'; readonly method: string; readonly pathname: string }
  /** Something that claims to be our deep link and is none (A10). */
  | { readonly kind: 'malformed-link' }
  /** The page of the desktop program ended by itself or hung, and was loaded again. */
  | { readonly kind: 'window-died'; readonly reason: string }
  /** A start with a switch that would have opened the program to others (A13); reported at the next start. */
  | { readonly kind: 'refused-start'; readonly argument: string; readonly at: string }

const nobody: Actor = { kind: 'system', name: 'nobody signed in', via: 'door' }
const minute = 60_000
/** Beyond this many a minute of one kind, the rest are counted only: a flood must not fill the log. */
const recordedPerMinute = 30

/** Takes such events down. It never throws: what is being refused is refused in any case. */
export function createRefusalNotes({
  store,
  clock,
}: Pick<Environment, 'store' | 'clock'>): (refused: RefusalNote) => void {
  const counts = new Map<RefusalNote['kind'], { since: number; count: number }>()

  return (refused) => {
    const at = clock()
    const counted = counts.get(refused.kind)
    const count = counted && Math.abs(at - counted.since) < minute ? counted : { since: at, count: 0 }
    counts.set(refused.kind, count)
    if (++count.count > recordedPerMinute) return
    const event = eventOf(refused)
    const further = count.count === recordedPerMinute ? { further: 'not recorded for a minute' } : {}
    bestEffort(() =>
      store.transact((tx) => recordAudit(tx, at, nobody, { ...event, details: { ...event.details, ...further } })),
    )
  }
}

function eventOf(refused: RefusalNote): AuditEvent {
  switch (refused.kind) {
    case 'credentials-in-address': {
      const details = { why: refused.kind, method: refused.method.slice(0, 20), path: short(refused.pathname) }
      return { action: 'request.refused', object: { type: 'door', id: 'wire' }, details }
    }
    case 'malformed-link':
      return { action: 'link.ignored', object: { type: 'door', id: 'window' }, details: { why: refused.kind } }
    case 'window-died':
      return {
        action: 'window.restored',
        object: { type: 'door', id: 'window' },
        details: { why: short(refused.reason) },
      }
    case 'refused-start': {
      const details = { argument: short(refused.argument), startedAt: refused.at }
      return { action: 'start.refused', object: { type: 'door', id: 'window' }, details }
    }
  }
}

const short = (text: string): string => text.slice(0, 200).toWellFormed()
