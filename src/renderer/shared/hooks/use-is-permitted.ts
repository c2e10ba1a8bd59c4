import { useStore } from 'zustand'
import type { Scope } from '../../../contract/scopes.ts'
import { isPermitted, sessionStore } from '../../api/session.ts'

/** Whether the signed-in person has a permission. */
export function useIsPermitted(scope: Exclude<Scope, '*'>): boolean {
  return useStore(sessionStore, (now) => isPermitted(now, scope))
}
