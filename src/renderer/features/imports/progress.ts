import { createStore } from 'zustand/vanilla'
import type { ImportProgress } from '../../../contract/imports.ts'

/** How far running imports are, as the event stream says. Only of interest while they run. */
export const progressStore = createStore<{ readonly of: Readonly<Record<string, ImportProgress>> }>(() => ({ of: {} }))

export function noteProgress(progress: ImportProgress) {
  progressStore.setState(({ of }) => ({ of: { ...of, [progress.importId]: progress } }))
}

/** A new state is a new beginning. */
export function forgetProgress(importId: string) {
  progressStore.setState(({ of }) => {
    const { [importId]: _, ...rest } = of
    return { of: rest }
  })
}
