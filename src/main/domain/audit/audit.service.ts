import type { AuditEntry } from '../../../contract/audit.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { type Actor, type AuditEvent, genesis, hashEntry, sealEntry } from './audit.ts'
import * as store from './audit.store.ts'

/**
 * Adds the entry for a change, in the transaction that makes the change: if it can't be written, the change is not made.
 * Times never run backwards in the log, whatever the clock does; the order is the sequence.
 */
export function record(tx: Writer, at: number, actor: Actor, event: AuditEvent): number {
  const last = store.head(tx)
  const seq = (last?.seq ?? 0) + 1
  const previous = last?.hash ?? genesis
  const { text, hash } = sealEntry(seq, at, actor, event, previous)
  store.append(tx, { seq, at, entry: text, previous_hash: previous, hash })
  return seq
}

export interface Verification {
  readonly entries: number
  readonly head: string
  /** What is wrong, each with the sequence number of the entry. Empty means that the chain holds. */
  readonly problems: readonly { readonly seq: number; readonly what: string }[]
}

/** Walks the whole chain: sequence without gaps, each entry's hash, each link to the one before. */
export function verify(db: Reader): Verification {
  const problems: { seq: number; what: string }[] = []
  let expected = 1
  let previous = genesis
  for (;;) {
    const entries = store.from(db, expected, 1000)
    if (entries.length === 0) break
    for (const entry of entries) {
      if (entry.seq !== expected)
        problems.push({ seq: expected, what: `entries ${expected} to ${entry.seq - 1} are missing` })
      if (entry.previous_hash !== previous)
        problems.push({ seq: entry.seq, what: 'does not follow the entry before it' })
      if (hashEntry(entry.entry) !== entry.hash)
        problems.push({ seq: entry.seq, what: 'was changed after it was written' })
      const stated = JSON.parse(entry.entry) as { seq: number; previous: string; at: string }
      if (stated.seq !== entry.seq || stated.previous !== entry.previous_hash || Date.parse(stated.at) !== entry.at) {
        problems.push({ seq: entry.seq, what: 'its columns do not match what was hashed' })
      }
      previous = entry.hash
      expected = entry.seq + 1
    }
  }
  return { entries: expected - 1, head: previous, problems }
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
