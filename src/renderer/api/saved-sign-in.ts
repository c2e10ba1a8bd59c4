import { KeptSignIn } from '../../contract/session.ts'
import { bridge } from './bridge.ts'
import { request } from './client.ts'
import { SavedSignIn, signIn } from './session.ts'
import { apiPaths } from './paths.ts'

/**
 * Keeps the user signed in on this machine, through the key store of the system.
 * @returns false if there is no secure key store
 */
export async function staySignedIn(): Promise<boolean> {
  const { code } = await request(KeptSignIn, apiPaths.keepSession, { method: 'POST' })
  return (await bridge()?.keepSignIn(code)) ?? false
}

/** Deletes the sign-in that this machine keeps. */
export async function forgetSignIn(): Promise<void> {
  await bridge()?.keepSignIn(null)
}

/** Signs in with the stored sign-in. Each use returns the next one; a rejected one is deleted. */
export async function signInWithSavedSecret(): Promise<boolean> {
  const code = await bridge()?.keptSignIn()
  if (code === undefined || code === null) return false
  try {
    const { kept, ...session } = await request(SavedSignIn, apiPaths.session, { method: 'POST', body: { code } })
    await bridge()?.keepSignIn(kept?.code ?? null)
    signIn(session)
    return true
  } catch {
    await forgetSignIn()
    return false
  }
}
