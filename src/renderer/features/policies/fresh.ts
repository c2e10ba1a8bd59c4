import { createStore } from 'zustand/vanilla'

/** Grows whenever policies or violations may have changed, so that lists are read again. */
export const freshStore = createStore<{ readonly changes: number }>(() => ({ changes: 0 }))

export const noteChange = () => freshStore.setState(({ changes }) => ({ changes: changes + 1 }))
