import { createStore } from 'zustand/vanilla'

/** Whether the user skipped the setup. A reload shows it again while there is no owner. */
export const firstRunStore = createStore<{ readonly skipped: boolean }>(() => ({ skipped: false }))

export const skipFirstRun = (skipped: boolean) => firstRunStore.setState({ skipped })
