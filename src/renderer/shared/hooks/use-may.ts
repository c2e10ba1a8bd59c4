import { useStore } from 'zustand'
import type { Scope } from '../../../contract/scopes.ts'
import { mayDo, sessionStore } from '../../api/session.ts'

/** Whether the person may do something. What would be refused is not offered, and said in words instead. */
export function useMay(scope: Exclude<Scope, '*'>): boolean {
  return useStore(sessionStore, (now) => mayDo(now, scope))
}
