import { createStore } from 'zustand/vanilla'

/** Somebody must give the password again before a call goes on; the dialog for it is in the shell. */
export const stepUpStore = createStore<{ readonly asking: boolean }>(() => ({ asking: false }))

let waiting: ((given: boolean) => void)[] = []

/** Asks for the password. Calls that wait at the same time share one question. @returns false when it was not given */
export function askForPassword(): Promise<boolean> {
  stepUpStore.setState({ asking: true })
  return new Promise((resolve) => waiting.push(resolve))
}

/** Answers every call that waits. */
export function answerStepUp(given: boolean) {
  const answered = waiting
  waiting = []
  stepUpStore.setState({ asking: false })
  for (const resolve of answered) resolve(given)
}
