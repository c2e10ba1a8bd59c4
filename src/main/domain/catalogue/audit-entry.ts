import type { Writer } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { differences } from '../audit/differences.ts'
import type { Participant } from '../sign-in/participant.ts'
import type { EntryClass } from './entry.ts'

/** Audits a change of a catalogue entry. */
export const auditEntry = (
  tx: Writer,
  at: number,
  { actor }: Participant,
  {
    what,
    entryClass,
    id,
    name,
    changed,
  }: {
    readonly what: string
    readonly entryClass: EntryClass
    readonly id: string
    readonly name: string
    readonly changed?: ReturnType<typeof differences>
  },
) =>
  recordAudit(tx, at, actor, {
    action: `glossary.${what}`,
    object: { type: 'glossary-entry', id, name },
    details: { class: entryClass, ...(changed && { changed }) },
  })
