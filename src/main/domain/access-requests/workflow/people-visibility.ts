import type { Reader } from '../../../storage/open.ts'
import { reportsOf } from '../../identities/references.service.ts'
import { hasRight, type Participant } from '../../sign-in/participant.ts'

/** The caller and who reports to them: the people whose access they may see before they ask. */
export const visiblePeople = (db: Reader, { identity }: Participant): readonly number[] =>
  identity === null ? [] : [identity, ...reportsOf(db, identity)]

export const mayShowAccessOf = (db: Reader, participant: Participant, identity: number): boolean =>
  hasRight(participant, 'requests:manage') ||
  hasRight(participant, 'requests:read') ||
  visiblePeople(db, participant).includes(identity)
