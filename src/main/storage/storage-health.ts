import { type StorageFault, type StorageFaultKind, storageFault } from './storage-fault.ts'

/** A fault that lasts. */
export interface StorageTrouble extends StorageFault {
  /** UTC milliseconds of the first failure. */
  readonly since: number
}

/** Which fault the storage of one data directory has now. Whoever writes tells it; the host shows it. */
export interface StorageHealth {
  /** @returns the fault that the error tells of; undefined, and nothing is noted, for any other error */
  failed(error: unknown): StorageFault | undefined
  /**
   * Something could be written: what passes has passed. Damage stays.
   * @param only when it is of this kind: a transaction that finds room in its log does not prove that the disk has any
   */
  succeeded(only?: StorageFaultKind): void
  /** A file was examined. @param detail what is wrong with it; null when it is sound */
  examined(file: string, detail: string | null): void
  /** A fault that passes by itself; null when there is none. */
  passing(): StorageTrouble | null
  /** The fault that matters most; null while all is well. */
  current(): StorageTrouble | null
  /** Called when `current` has changed. @returns how to stop listening */
  onChange(listener: () => void): () => void
}

export function storageHealth(clock: () => number = Date.now): StorageHealth {
  const damaged = new Map<string, StorageTrouble>()
  const listeners = new Set<() => void>()
  let passing: StorageTrouble | null = null
  let shown = [undefined, undefined, undefined].join()

  const current = (): StorageTrouble | null => damaged.values().next().value ?? passing

  function tell(): void {
    const now = [current()?.kind, current()?.detail, passing?.kind].join()
    if (now === shown) return
    shown = now
    for (const listener of listeners) listener()
  }

  function noteDamage(file: string, detail?: string): void {
    const since = damaged.get(file)?.since ?? clock()
    damaged.set(file, { kind: 'damaged', since, ...(detail === undefined ? {} : { detail }) })
  }

  const since = (kind: StorageFaultKind): number => (passing?.kind === kind ? passing.since : clock())

  return {
    failed(error) {
      const fault = storageFault(error)
      if (fault === undefined) return undefined
      if (fault.kind === 'damaged') noteDamage(fault.file ?? 'castellan.db', fault.detail)
      else passing = { ...fault, since: since(fault.kind) }
      tell()
      return fault
    },
    succeeded(only) {
      if (passing === null || (only !== undefined && passing.kind !== only)) return
      passing = null
      tell()
    },
    examined(file, detail) {
      if (detail === null) damaged.delete(file)
      else noteDamage(file, detail)
      tell()
    },
    passing: () => passing,
    current,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
