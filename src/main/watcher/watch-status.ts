import type { Folder } from '../../contract/folder.ts'
import { instant } from '../domain/shared/instant.ts'

/** Since when a folder can't be reached, and why. */
export interface Offline {
  readonly code: string
  readonly since: number
  readonly tries: number
}

/** How a folder stands, and what that means to a person. */
export interface WatchStatus {
  readonly state: Folder['state']
  readonly detail: string
}

interface WatchState {
  readonly offline: Offline | undefined
  readonly reached: boolean
  readonly polling: boolean
  readonly sweepMs: number
  readonly unclaimable: boolean
  readonly obstacles: string
}

export function describeStatus({
  offline,
  reached,
  polling,
  sweepMs,
  unclaimable,
  obstacles,
}: WatchState): WatchStatus {
  if (offline) {
    const detail = `It can't be reached since ${instant(offline.since)} (${offline.code}); it is tried again.`
    return { state: 'offline', detail }
  }
  // Before the first sweep nothing is known: a mistyped path must not be shown as watched.
  if (!reached) return { state: 'not-read-yet', detail: 'It is being read for the first time. Ask again in a moment.' }
  const how = polling ? `It is read every ${sweepMs / 1000} seconds.` : 'New files are noticed at once.'
  const right = unclaimable ? ' It can’t be written, so files stay where they are after they were taken.' : ''
  return obstacles === ''
    ? { state: 'watching', detail: `${how}${right}` }
    : { state: 'obstructed', detail: `${obstacles} ${how}${right}` }
}
