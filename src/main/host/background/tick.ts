import type { Store } from '../../storage/store.ts'

/**
 * Does what a timer or an event asks for. A fault of the storage is noted, and the next tick tries again; anything else is
 * a fault of the program and thrown.
 */
export function tick({ health }: Pick<Store, 'health'>, work: () => void | Promise<unknown>): void {
  const note = (error: unknown): void => {
    if (health.failed(error) === undefined) throw error
  }
  try {
    const done = work()
    if (done instanceof Promise) void done.catch(note)
  } catch (error) {
    note(error)
  }
}

/** The same, where nothing is worth trying while a fault lasts: it would fail, or be done in vain and come again. */
export function tickWhenWell(store: Pick<Store, 'health'>, work: () => void | Promise<unknown>): void {
  if (store.health.passing() === null) tick(store, work)
}
