import { hash } from 'node:crypto'
import type { Actor } from '../shared/actor.ts'
import { canonical, type Json } from '../shared/canonical-json.ts'
import { instant } from '../shared/instant.ts'

/** One thing that happened. `details` holds ids, counts and digests, never secrets or cell values of a file. */
export interface AuditEvent {
  readonly action: string
  readonly object: { readonly type: string; readonly id: string; readonly name?: string }
  readonly details?: { readonly [key: string]: Json }
}

/** The hash before the first entry. */
export const genesis = '0'.repeat(64)

/** An entry before it is hashed. */
interface EntryInput {
  readonly seq: number
  readonly at: number
  readonly actor: Actor
  readonly event: AuditEvent
  /** The hash of the entry before. */
  readonly previous: string
}

/**
 * What is hashed: version, sequence, time, actor, action, object, details and the previous hash. The rule is published
 * so that the log can be checked without this program: SHA-256(0x00 ‖ RFC 8785 canonical JSON).
 */
function entryBody({ seq, at, actor, event, previous }: EntryInput): { [key: string]: Json } {
  return {
    v: 1,
    seq,
    at: instant(at),
    actor: {
      kind: actor.kind,
      name: actor.name,
      via: actor.via,
      ...(actor.tokenId === undefined ? {} : { token: actor.tokenId }),
      ...(actor.requestId === undefined ? {} : { request: actor.requestId }),
    },
    action: event.action,
    object: { ...event.object },
    details: event.details ?? {},
    previous,
  }
}

/** U+0000 is the byte 0x00 in UTF-8. */
export const hashEntry = (text: string): string => hash('sha256', `\0${text}`)

/** The text that is stored and hashed for an entry. */
export function sealEntry(input: EntryInput): { text: string; hash: string } {
  const text = canonical(entryBody(input))
  return { text, hash: hashEntry(text) }
}
