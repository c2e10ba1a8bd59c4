import { request } from './client.ts'
import { signInWithSavedSecret } from './saved-sign-in.ts'
import { ApiProblem, asProblem } from './problem.ts'
import { SessionAnswer, savedSession, signIn, signOut } from './session.ts'

/** Takes the one-time code out of the address bar before anything else can read or remember it. */
export function takeCode(page: Pick<Window, 'location' | 'history'>): string | undefined {
  const { hash, pathname, search } = page.location
  if (!hash.startsWith('#code=')) return
  page.history.replaceState(null, '', pathname + search)
  return decodeURIComponent(hash.slice('#code='.length)) || undefined
}

/** Signs this page in with what it was opened with: a one-time code, a session from before a reload, or the window. */
export async function startSession(page: Window, inElectron: boolean): Promise<void> {
  // A link opened in a tab that is already here changes only the hash, and loads nothing.
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
    signIn(await request(SessionAnswer, '/v1/session', { method: 'POST', body: {} }))
  } catch (thrown) {
    const problem = asProblem(thrown)
    // Once there is an owner, the window asks who is there like every other door.
    signOut(problem.status === 401 || problem.status === 403 ? undefined : problem.detail)
  }
}

/** Exchanges a one-time code, which may have been pasted as a whole link. */
export async function openWithCode(code: string): Promise<void> {
  const bareCode = code.trim().replace(/^.*#code=/, '')
  try {
    signIn(await request(SessionAnswer, '/v1/session', { method: 'POST', body: { code: bareCode } }))
  } catch (thrown) {
    const isRefusal = thrown instanceof ApiProblem && thrown.status >= 400 && thrown.status < 500
    signOut(
      isRefusal ? 'This link was used before or has run out. Ask Castellan for a new one.' : asProblem(thrown).detail,
    )
  }
}
