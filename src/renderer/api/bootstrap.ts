import { request } from './client.ts'
import { signInWithSavedSecret } from './saved-sign-in.ts'
import { ApiProblem, asProblem } from './problem.ts'
import { SessionAnswer, savedSession, signIn, signOut } from './session.ts'
import { apiPaths } from './paths.ts'

/** Removes the one-time code from the address bar before anything else can read or remember it. */
export function takeCode(page: Pick<Window, 'location' | 'history'>): string | undefined {
  const { hash, pathname, search } = page.location
  if (!hash.startsWith('#code=')) return
  page.history.replaceState(null, '', pathname + search)
  return decodeURIComponent(hash.slice('#code='.length)) || undefined
}

/** Signs this page in: by a one-time code, by the session of before a reload, or as the desktop window. */
export async function startSession(page: Window, inElectron: boolean): Promise<void> {
  // Opening a link in a tab that already shows this page changes only the hash and loads nothing.
  page.addEventListener('hashchange', () => {
    const nextCode = takeCode(page)
    if (nextCode !== undefined) void openWithCode(nextCode)
  })
  const code = takeCode(page)
  const saved = savedSession(Date.now())
  if (code !== undefined) return openWithCode(code)
  if (saved) return signIn(saved)
  if (!inElectron) return signOut()
  if (await signInWithSavedSecret()) return
  try {
    signIn(await request(SessionAnswer, apiPaths.session, { method: 'POST', body: {} }))
  } catch (thrown) {
    const problem = asProblem(thrown)
    // Once an owner exists, the window needs a password like every browser.
    signOut(problem.status === 401 || problem.status === 403 ? undefined : problem.detail)
  }
}

/** Exchanges a one-time code for a session. The code may be pasted as a whole link. */
export async function openWithCode(code: string): Promise<void> {
  const bareCode = code.trim().replace(/^.*#code=/, '')
  try {
    signIn(await request(SessionAnswer, apiPaths.session, { method: 'POST', body: { code: bareCode } }))
  } catch (thrown) {
    const isRefusal = thrown instanceof ApiProblem && thrown.status >= 400 && thrown.status < 500
    signOut(isRefusal ? 'This link was already used or has expired. Create a new one.' : asProblem(thrown).detail)
  }
}
