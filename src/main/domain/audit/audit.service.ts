import type { AuditEntry } from '../../../contract/audit.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { type AuditEvent, genesis, sealEntry } from './audit.ts'
import { type Actor, system } from '../shared/actor.ts'
import { instant } from '../shared/instant.ts'
import * as store from './audit.store.ts'

const minute = 60_000
/** Some work says at its end when it began; only more than this is the clock that was set back. */
const tolerance = 5 * minute

/**
 * Adds the entry for a change, in the transaction that makes the change: if it can't be written, the change is not made.
 * Times don't run backwards in the log: an entry that comes late gets the time of the one before it, and a clock that
 * was set back gets an entry of its own. The order is the sequence.
 */
export function recordAudit(tx: Writer, at: number, actor: Actor, event: AuditEvent): number {
  const last = store.head(tx)
  if (last !== undefined && last.at - at > tolerance) {
    const times = { from: instant(last.at), to: instant(at) }
    append(tx, at, system, { action: 'clock.rollback', object: { type: 'clock', id: 'system' }, details: times })
    return append(tx, at, actor, event)
  }
  return append(tx, Math.max(at, last?.at ?? at), actor, event)
}

function append(tx: Writer, at: number, actor: Actor, event: AuditEvent): number {
  const last = store.head(tx)
  const seq = (last?.seq ?? 0) + 1
  const previous = last?.hash ?? genesis
  const { text, hash } = sealEntry({ seq, at, actor, event, previous })
  store.append(tx, { seq, at, entry: text, previous_hash: previous, hash })
  return seq
}

/** Entries newest first, older than `before`; `next` continues after the last one. */
export function listEntries(
  db: Reader,
  before: number,
  limit: number,
): { items: AuditEntry[]; total: number; next: number | null } {
  const rows = store.before(db, before, limit)
  const items = rows.map(({ entry, hash }) => {
    const { seq, at, actor, action, object, details } = JSON.parse(entry) as AuditEntry
    return { seq, at, actor: { kind: actor.kind, name: actor.name, via: actor.via }, action, object, details, hash }
  })
  const last = rows.length === limit ? rows.at(-1) : undefined
  return { items, total: store.head(db)?.seq ?? 0, next: last && last.seq > 1 ? last.seq : null }
}

/** How long the log is: the sequence of its newest entry, 0 when it is empty. */
export const lengthOfLog = (db: Reader): number => store.head(db)?.seq ?? 0

/** Up to `limit` entries after one, oldest first. */
export const entriesAfter = (db: Reader, seq: number, limit: number): Omit<AuditEntry, 'hash' | 'details'>[] =>
  store.from(db, seq + 1, limit).map(({ entry }) => {
    const { seq: at, at: when, actor, action, object } = JSON.parse(entry) as AuditEntry
    return { seq: at, at: when, actor, action, object }
  })
