import { createStore } from 'zustand/vanilla'

/** Whether the welcome was put aside. A reload brings it back: there is still no owner. */
export const firstRunStore = createStore<{ readonly skipped: boolean }>(() => ({ skipped: false }))

export const skipFirstRun = (skipped: boolean) => firstRunStore.setState({ skipped })
