import { createStore } from 'zustand/vanilla'

/** Counts what happened since the page was opened: the log has then grown, and is offered anew rather than moved under a reader. */
export const freshStore = createStore<{ readonly changes: number }>(() => ({ changes: 0 }))

export function noteChange() {
  freshStore.setState(({ changes }) => ({ changes: changes + 1 }))
}
