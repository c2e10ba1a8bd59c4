import { createStore } from 'zustand/vanilla'

/** Somebody must give the password again before a call goes on; the dialog for it is in the shell. */
export const stepUpStore = createStore<{ readonly asking: boolean }>(() => ({ asking: false }))

let pending: ((given: boolean) => void)[] = []

/** Asks for the password. Calls that wait at the same time share one question. @returns false when it was not given */
export function askForPassword(): Promise<boolean> {
  stepUpStore.setState({ asking: true })
  return new Promise((resolve) => pending.push(resolve))
}

/** Answers every call that waits. */
export function finishStepUp(given: boolean) {
  const resolvers = pending
  pending = []
  stepUpStore.setState({ asking: false })
  for (const resolve of resolvers) resolve(given)
}
