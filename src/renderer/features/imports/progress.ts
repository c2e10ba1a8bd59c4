import { createStore } from 'zustand/vanilla'
import type { ImportProgress } from '../../../contract/imports.ts'

/** Progress of running imports, from the event stream. */
export const progressStore = createStore<{ readonly of: Readonly<Record<string, ImportProgress>> }>(() => ({ of: {} }))

export function noteProgress(progress: ImportProgress) {
  progressStore.setState(({ of }) => ({ of: { ...of, [progress.importId]: progress } }))
}

/** Each state starts with new progress. */
export function forgetProgress(importId: string) {
  progressStore.setState(({ of }) => {
    const { [importId]: _, ...rest } = of
    return { of: rest }
  })
}
