import type { Reader } from '../../../storage/open.ts'
import { type Activity, activity } from '../activity.store.ts'
import type { PersonnelEvent } from '../model/event.ts'

/** What happened to an event, and what was said about it, oldest first. */
export const activityOf = (db: Reader, { id }: Pick<PersonnelEvent, 'id'>): Activity[] => activity.of(db, id)
