import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** Counts changes that make the lists of a feature stale. */
export interface ChangeCounter {
  readonly store: StoreApi<{ readonly changes: number }>
  readonly increment: () => void
}

export function createChangeCounter(): ChangeCounter {
  const store = createStore<{ readonly changes: number }>(() => ({ changes: 0 }))
  return { store, increment: () => store.setState(({ changes }) => ({ changes: changes + 1 })) }
}

const noChanges = createChangeCounter()

export const useChanges = ({ store }: ChangeCounter = noChanges): number => useStore(store, ({ changes }) => changes)
