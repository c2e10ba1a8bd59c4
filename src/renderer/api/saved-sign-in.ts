import { KeptSignIn } from '../../contract/session.ts'
import { bridge } from './bridge.ts'
import { request } from './client.ts'
import { SavedSignIn, signIn } from './session.ts'

/** Stays signed in on this machine, through the system's key store. @returns false where there is none worth the name */
export async function staySignedIn(): Promise<boolean> {
  const { code } = await request(KeptSignIn, '/v1/session/keep', { method: 'POST' })
  return (await bridge()?.keepSignIn(code)) ?? false
}

/** This machine asks who is there again, from the next start on. */
export async function forgetSignIn(): Promise<void> {
  await bridge()?.keepSignIn(null)
}

/** Signs in with what this machine keeps. Each use gives the next; one that is refused is forgotten. */
export async function signInWithSavedSecret(): Promise<boolean> {
  const code = await bridge()?.keptSignIn()
  if (code === undefined || code === null) return false
  try {
    const { kept, ...session } = await request(SavedSignIn, '/v1/session', { method: 'POST', body: { code } })
    await bridge()?.keepSignIn(kept?.code ?? null)
    signIn(session)
    return true
  } catch {
    await forgetSignIn()
    return false
  }
}
