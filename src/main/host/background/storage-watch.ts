import { bestEffort } from '../../storage/best-effort.ts'
import { probeStorage } from '../../storage/probe.ts'
import type { Store } from '../../storage/store.ts'

export interface StorageWatchOptions {
  readonly dataDir: string
  readonly store: Store
  /** What is wrong has changed. */
  readonly onChange: () => void
  /** The storage works again: what waited for it goes on. */
  readonly onRecovery: () => void
  readonly everyMs?: number
}

const every = 2000

/**
 * While a fault lasts, looks every two seconds whether it has passed, so that a program to which nobody speaks recovers as
 * well. The look itself is a write: a read works on a full disk too.
 * @returns how to stop
 */
export function watchStorage({
  dataDir,
  store,
  onChange,
  onRecovery,
  everyMs = every,
}: StorageWatchOptions): () => void {
  const { health } = store
  let probing: NodeJS.Timeout | undefined

  function probe(): void {
    probing = undefined
    try {
      probeStorage(dataDir, store)
      health.succeeded()
    } catch (error) {
      // What is no fault of the storage can't be mended by waiting.
      if (health.failed(error) === undefined) health.succeeded()
    }
    follow()
  }

  function follow(): void {
    if (health.passing() !== null && probing === undefined) probing = setTimeout(probe, everyMs).unref()
  }

  let wasWell = health.passing() === null
  const stop = health.onChange(() => {
    const isWell = health.passing() === null
    onChange()
    if (isWell && !wasWell) bestEffort(onRecovery)
    wasWell = isWell
    follow()
  })
  follow()
  return () => {
    stop()
    clearTimeout(probing)
  }
}
