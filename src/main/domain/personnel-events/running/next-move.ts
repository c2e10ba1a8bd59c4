import type { Reader } from '../../../storage/open.ts'
import { events } from '../events.store.ts'
import { hasRemoval, type PersonnelEvent, type WorkStage } from '../model/event.ts'
import { requirementsOf } from '../voting/requirements.service.ts'
import { tally } from '../voting/requirements.ts'
import { beginOf, effectiveAt, removalBeginOf } from './begin-times.ts'
import { isWorkDone, itemsOfEvent, openItemsOf } from './event-items.ts'

/** What happens to an event next without anybody's decision. */
export type Move =
  | {
      readonly kind:
        | 'begin-provision'
        | 'take-effect'
        | 'end-provision'
        | 'begin-removal'
        | 'begin-verification'
        | 'complete'
    }
  /** The data contradicts what was said of these items. */
  | { readonly kind: 'reopen'; readonly stage: WorkStage; readonly items: readonly string[] }

/** The next move of an event at a moment; null while it waits for a day, for work, or for a person. */
export function nextMove(db: Reader, event: PersonnelEvent, at: number): Move | null {
  switch (event.stage) {
    case 'provision':
      return moveOfProvision(db, event, at)
    case 'removal':
      return moveOfRemoval(db, event, at)
    case 'verification':
      return reopening(db, event) ?? completion(db, event, at)
    case 'completed':
      return reopening(db, event)
    case 'approval':
    case 'rejected':
    case 'cancelled':
      return null
  }
}

function moveOfProvision(db: Reader, event: PersonnelEvent, at: number): Move | null {
  if (event.begunAt === null) return at < beginOf(db, event) ? null : { kind: 'begin-provision' }
  if (at < effectiveAt(event)) return null
  if (event.tookEffectAt === null) return { kind: 'take-effect' }
  if (!isWorkDone(itemsOfEvent(db, event, 'provision'))) return null
  return { kind: hasRemoval(event) ? 'end-provision' : 'begin-verification' }
}

function moveOfRemoval(db: Reader, event: PersonnelEvent, at: number): Move | null {
  if (event.removalBegunAt === null) {
    const begin = removalBeginOf(db, event)
    return begin === null || at < begin ? null : { kind: 'begin-removal' }
  }
  return isWorkDone(itemsOfEvent(db, event)) ? { kind: 'begin-verification' } : null
}

/** Another open event of the kind for the same person takes the place of one that is over: then the items alone are open. */
function reopening(db: Reader, event: PersonnelEvent): Move | null {
  const contradicted = openItemsOf(db, event).filter(({ verification }) => verification === 'contradicted')
  const [first] = contradicted
  if (!first) return null
  const { kind, identity } = event
  if (event.endedAt !== null && events.openTwin(db, { kind, identity, email: '', self: event.id })) return null
  // What was begun at the end is done again there: the beginning is not repeated.
  const stage = hasRemoval(event) && event.removalBegunAt !== null ? 'removal' : 'provision'
  return { kind: 'reopen', stage, items: contradicted.map(({ displayName }) => displayName) }
}

function completion(db: Reader, event: PersonnelEvent, at: number): Move | null {
  const requirements = requirementsOf(db, event, 'verification', at)
  if (tally(requirements) !== 'approved') return null
  // Where the rules ask nobody, the data alone says that it is done.
  const isProved = openItemsOf(db, event).every(({ verification }) => verification !== 'claimed')
  return requirements.length > 0 || isProved ? { kind: 'complete' } : null
}
