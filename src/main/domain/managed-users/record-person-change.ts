import type { Writer } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { identityOf } from '../identities/references.service.ts'
import type { Actor } from '../shared/actor.ts'

/** The names of the properties that somebody set or ended; never their values. */
export interface WrittenProperties {
  readonly set?: string[]
  readonly takenBack?: string[]
}

interface PersonChange extends WrittenProperties {
  readonly event: 'person.created' | 'person.changed' | 'person.removed'
  readonly identity: number
}

export const recordPersonChange = (
  tx: Writer,
  at: number,
  actor: Actor,
  { event, identity, ...written }: PersonChange,
) =>
  recordAudit(tx, at, actor, {
    action: event,
    object: { type: 'person', id: identityOf(tx, identity).guid },
    details: { ...written },
  })
