import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { followEvents, type StreamState } from '../api/events.ts'
import type { Feature } from '../feature.ts'

/** Follows the host's events for every area, and says how the line to it is. */
export function useHost(features: readonly Feature[]): StreamState {
  const queries = useQueryClient()
  const [state, setState] = useState<StreamState>('connecting')
  useEffect(
    () =>
      followEvents({
        onState: setState,
        onEvent: (event) => {
          for (const feature of features) feature.onEvent?.(event, queries)
        },
        onResume: () => void queries.invalidateQueries(),
      }),
    [features, queries],
  )
  return state
}
