import { createChangeCounter } from '../../shared/lists/change-counter.ts'

/** Counts changes since the page was opened. The log offers new entries instead of moving under the reader. */
export const logChanges = createChangeCounter()
