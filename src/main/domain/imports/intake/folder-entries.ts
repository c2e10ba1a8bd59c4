import type { Environment } from '../../shared/environment.ts'
import type { FolderEntry } from './api-staging.ts'
import { received } from './intake.store.ts'

export type EntryState = 'waiting' | 'refused' | 'gone'

/**
 * Records the state of a file of a folder whose bytes are not stored. An unchanged state changes nothing, so that a sweep
 * does not fill the list.
 * @returns whether anything changed
 */
export function recordEntry(
  env: Environment,
  { path, name, size, modifiedAt }: FolderEntry,
  { state, why }: { readonly state: EntryState; readonly why: string },
): boolean {
  return env.store.transact((tx) => {
    const last = received.lastAtPath(tx, path)
    if (last && (last.state === 'waiting' || last.state === state)) {
      if (last.why === why && last.state === state) return false
      if (last.state === state) received.setWaiting(tx, { id: last.id, size, modifiedAt, why })
      else received.setState(tx, last.id, { state, why })
      return true
    }
    received.insert(tx, {
      guid: env.newId(),
      origin: 'folder',
      path,
      name,
      size,
      sha256: null,
      modifiedAt,
      seenAt: env.clock(),
      state,
      why,
    })
    return true
  })
}
