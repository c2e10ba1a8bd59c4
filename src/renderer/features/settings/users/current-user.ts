import { useStore } from 'zustand'
import { Session } from '../../../../contract/session.ts'
import { request } from '../../../api/client.ts'
import { sessionStore, signIn } from '../../../api/session.ts'
import type { PasswordTarget } from './password-dialog.tsx'
import { apiPaths } from '../../../shared/navigation/paths.ts'

/** The signed-in user, for a password change; undefined in the first run. */
export function useCurrentUser(): PasswordTarget | undefined {
  const now = useStore(sessionStore)
  if (now.state !== 'signed-in' || !now.session.user) return
  const { user, person } = now.session
  return { ...user, username: person.username, own: true }
}

/** A password change increases the revision of the user. */
export async function refreshCurrentUser(): Promise<void> {
  const now = sessionStore.getState()
  if (now.state !== 'signed-in') return
  const { user } = await request(Session, apiPaths.session)
  signIn({ ...now.session, user })
}
