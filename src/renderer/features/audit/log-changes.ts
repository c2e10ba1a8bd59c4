import { createStore } from 'zustand/vanilla'

/** Counts changes since the page was opened. The log offers new entries instead of moving under the reader. */
export const logChanges = createStore<number>(() => 0)
