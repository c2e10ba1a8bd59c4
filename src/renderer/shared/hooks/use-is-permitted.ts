import { useStore } from 'zustand'
import type { Scope } from '../../../contract/scopes.ts'
import { isPermitted, sessionStore } from '../../api/session.ts'

/** Whether the person may do something. What would be refused is not offered, and said in words instead. */
export function useIsPermitted(scope: Exclude<Scope, '*'>): boolean {
  return useStore(sessionStore, (now) => isPermitted(now, scope))
}
