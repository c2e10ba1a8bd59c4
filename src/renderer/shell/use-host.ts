import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { followEvents, type StreamState } from '../api/events.ts'
import { refetchShown, scheduleRefresh } from '../api/refresh.ts'
import { isLocked, sessionStore } from '../api/session.ts'
import type { Feature } from '../shared/navigation/feature.ts'
import { storageKey } from './storage-strip.tsx'

/** Passes the events of the host to all features and returns the connection state. */
export function useHost(features: readonly Feature[]): StreamState {
  const queries = useQueryClient()
  const [state, setState] = useState<StreamState>('connecting')
  const locked = useStore(sessionStore, isLocked)
  const wasLocked = useRef(locked)
  useEffect(() => {
    // A locked session receives no events, so everything is refetched after unlocking.
    if (locked !== wasLocked.current && !locked) void refetchShown(queries)
    wasLocked.current = locked
    if (locked) return
    return followEvents({
      onState: setState,
      onEvent: (event) => {
        if (event.type === 'storage') scheduleRefresh(queries, storageKey)
        for (const feature of features) feature.onEvent?.(event, queries)
      },
      onResume: () => void refetchShown(queries),
    })
  }, [features, queries, locked])
  return state
}
