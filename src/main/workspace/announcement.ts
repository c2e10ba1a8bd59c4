import { isPassing, storageFault } from '../domain/shared/storage-faults.ts'
import { type Discovery, removeDiscovery, writeDiscovery } from '../instance/discovery.ts'

/** What the discovery file says of this process. */
export interface Announcement {
  /** A disk that is full keeps others from finding this process, and nothing else: it is written once there is room. */
  write(discovery: Discovery): void
  remove(): void
}

const every = 2000

export function announceIn(dataDir: string): Announcement {
  let retrying: NodeJS.Timeout | undefined

  function write(discovery: Discovery): void {
    clearTimeout(retrying)
    try {
      writeDiscovery(dataDir, discovery)
    } catch (error) {
      if (!isPassing(storageFault(error))) throw error
      retrying = setTimeout(write, every, discovery).unref()
    }
  }

  return {
    write,
    remove() {
      clearTimeout(retrying)
      removeDiscovery(dataDir)
    },
  }
}
