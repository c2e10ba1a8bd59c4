// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { takeCode } from '../../../src/renderer/api/bootstrap.ts'
import { request, send } from '../../../src/renderer/api/client.ts'
import { savedSession, sessionStore, signIn, signOut } from '../../../src/renderer/api/session.ts'

const session = {
  token: 'one',
  person: { username: 'maria', roles: ['owner' as const] },
  expiresAt: '2099-01-01T00:00:00.000Z',
}
const Thing = z.object({ name: z.string() })

let asked: Request[]
let answer: (request: Request) => Response | Promise<Response>

beforeEach(() => {
  asked = []
  answer = () => Response.json({ name: 'Core Banking' })
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const made = new Request(new URL(path, 'http://127.0.0.1'), { ...init, signal: null })
    asked.push(made)
    return Promise.resolve(answer(made))
  })
  signIn(session)
})
afterEach(() => {
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

describe('the client', () => {
  it('proves an answer by its schema', async () => {
    expect(await request(Thing, '/v1/things/1')).toEqual({ name: 'Core Banking' })
    answer = () => Response.json({ nom: 'x' })
    await expect(request(Thing, '/v1/things/1')).rejects.toMatchObject({ code: 'contract-broken' })
  })

  it('says who asks, and never by a cookie', async () => {
    await request(Thing, '/v1/things/1')
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer one')
    expect(asked[0]?.credentials).toBe('omit')
    expect(asked[0]?.headers.has('idempotency-key')).toBe(false)
  })

  it('sends revision, key, body and query', async () => {
    await request(Thing, '/v1/things', {
      method: 'POST',
      body: { a: 1 },
      ifMatch: 7,
      query: { q: 'ana & bo', kind: undefined, limit: 5 },
    })
    const made = asked[0]!
    expect(new URL(made.url).search).toBe('?q=ana+%26+bo&limit=5')
    expect(made.headers.get('if-match')).toBe('"7"')
    expect(made.headers.get('content-type')).toBe('application/json')
    expect(made.headers.get('idempotency-key')).toMatch(/^[\da-f-]{36}$/)
    expect(await made.json()).toEqual({ a: 1 })
  })

  it('takes an empty answer where the schema does', async () => {
    answer = () => new Response(null, { status: 204 })
    await expect(request(z.undefined(), '/v1/things/1', { method: 'DELETE' })).resolves.toBeUndefined()
  })

  it('signs out when the session has ended', async () => {
    answer = () => Response.json({}, { status: 401 })
    await expect(request(Thing, '/v1/things/1')).rejects.toMatchObject({ status: 401 })
    expect(sessionStore.getState().state).toBe('signed-out')
    expect(savedSession(0)).toBeUndefined()
  })

  it('keeps a newer session when an older call is refused', async () => {
    answer = () => {
      signIn({ ...session, token: 'two' })
      return Response.json({}, { status: 401 })
    }
    await expect(request(Thing, '/v1/things/1')).rejects.toMatchObject({ status: 401 })
    expect(sessionStore.getState()).toMatchObject({ state: 'signed-in', session: { token: 'two' } })
  })

  it('tells an unreachable host from a call that was given up', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await expect(send('/v1/things')).rejects.toMatchObject({ code: 'unreachable', status: 0 })
    answer = () => Promise.reject(new DOMException('given up', 'AbortError'))
    await expect(send('/v1/things', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('the session', () => {
  it('survives a reload until it runs out', () => {
    expect(savedSession(Date.parse('2098-01-01'))?.token).toBe('one')
    expect(savedSession(Date.parse('2099-06-01'))).toBeUndefined()
    signOut()
    expect(savedSession(0)).toBeUndefined()
  })

  it('takes the one-time code out of the address', () => {
    window.history.replaceState(null, '', '/imports?state=staged#code=a%2Bb')
    expect(takeCode(window)).toBe('a+b')
    expect(window.location.pathname + window.location.search + window.location.hash).toBe('/imports?state=staged')
    expect(takeCode(window)).toBeUndefined()
  })
})
