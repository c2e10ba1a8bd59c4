import { createStore } from 'zustand/vanilla'

/** Whether a call waits for the password. The shell shows the dialog. */
export const stepUpStore = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }))

let pending: ((confirmed: boolean) => void)[] = []

/**
 * Asks for the password. Calls that wait at the same time share one dialog.
 * @returns false if the dialog was cancelled
 */
export function askForPassword(): Promise<boolean> {
  stepUpStore.setState({ isOpen: true })
  return new Promise((resolve) => pending.push(resolve))
}

/** Continues or cancels all waiting calls. */
export function finishStepUp(confirmed: boolean) {
  const resolvers = pending
  pending = []
  stepUpStore.setState({ isOpen: false })
  for (const resolve of resolvers) resolve(confirmed)
}
