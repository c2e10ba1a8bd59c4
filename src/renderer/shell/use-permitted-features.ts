import { useMemo } from 'react'
import { useStore } from 'zustand'
import { isPermitted, sessionStore } from '../api/session.ts'
import type { Feature } from '../shared/navigation/feature.ts'

/** The features that the signed-in person has use for, in the order of the navigation: what a role may not see is not in the menu. */
export function usePermittedFeatures(features: readonly Feature[]): readonly Feature[] {
  const ids = useStore(sessionStore, (now) =>
    features
      .flatMap(({ id, scope }) =>
        scope === undefined || now.state !== 'signed-in' || isPermitted(now, scope) ? [id] : [],
      )
      .join(' '),
  )
  return useMemo(() => features.filter(({ id }) => ids.split(' ').includes(id)), [features, ids])
}
