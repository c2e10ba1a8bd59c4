import { createChangeCounter } from '../../shared/lists/change-counter.ts'

/** What happened since the page was opened: the log has then grown, and is offered anew rather than moved under a reader. */
export const logChanges = createChangeCounter()
