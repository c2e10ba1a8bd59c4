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

let requests: Request[]
let answer: (request: Request) => Response | Promise<Response>

beforeEach(() => {
  requests = []
  answer = () => Response.json({ name: 'Core Banking' })
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const sent = new Request(new URL(path, 'http://127.0.0.1'), { ...init, signal: null })
    requests.push(sent)
    return Promise.resolve(answer(sent))
  })
  signIn(session)
})
afterEach(() => {
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

describe('the API client', () => {
  it('validates an answer against its schema', async () => {
    expect(await request(Thing, '/v1/things/1')).toEqual({ name: 'Core Banking' })
    answer = () => Response.json({ nom: 'x' })
    await expect(request(Thing, '/v1/things/1')).rejects.toMatchObject({ code: 'contract-broken' })
  })

  it('sends the session token and never a cookie', async () => {
    await request(Thing, '/v1/things/1')
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer one')
    expect(requests[0]?.credentials).toBe('omit')
    expect(requests[0]?.headers.has('idempotency-key')).toBe(false)
  })

  it('sends the revision, the idempotency key, the body and the query', async () => {
    await request(Thing, '/v1/things', {
      method: 'POST',
      body: { a: 1 },
      ifMatch: 7,
      query: { q: 'ana & bo', kind: undefined, limit: 5 },
    })
    const sent = requests[0]!
    expect(new URL(sent.url).search).toBe('?q=ana+%26+bo&limit=5')
    expect(sent.headers.get('if-match')).toBe('"7"')
    expect(sent.headers.get('content-type')).toBe('application/json')
    expect(sent.headers.get('idempotency-key')).toMatch(/^[\da-f-]{36}$/)
    expect(await sent.json()).toEqual({ a: 1 })
  })

  it('accepts an empty answer if the schema does', async () => {
    answer = () => new Response(null, { status: 204 })
    await expect(request(z.undefined(), '/v1/things/1', { method: 'DELETE' })).resolves.toBeUndefined()
  })

  it('signs out when the session has expired', async () => {
    answer = () => Response.json({}, { status: 401 })
    await expect(request(Thing, '/v1/things/1')).rejects.toMatchObject({ status: 401 })
    expect(sessionStore.getState().state).toBe('signed-out')
    expect(savedSession(0)).toBeUndefined()
  })

  it('keeps a newer session when an older call is rejected', async () => {
    answer = () => {
      signIn({ ...session, token: 'two' })
      return Response.json({}, { status: 401 })
    }
    await expect(request(Thing, '/v1/things/1')).rejects.toMatchObject({ status: 401 })
    expect(sessionStore.getState()).toMatchObject({ state: 'signed-in', session: { token: 'two' } })
  })

  it('distinguishes an unreachable host from an aborted call', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await expect(send('/v1/things')).rejects.toMatchObject({ code: 'unreachable', status: 0 })
    answer = () => Promise.reject(new DOMException('given up', 'AbortError'))
    await expect(send('/v1/things', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('the session', () => {
  it('survives a reload until it expires', () => {
    expect(savedSession(Date.parse('2098-01-01'))?.token).toBe('one')
    expect(savedSession(Date.parse('2099-06-01'))).toBeUndefined()
    signOut()
    expect(savedSession(0)).toBeUndefined()
  })

  it('removes the one-time code from the address', () => {
    window.history.replaceState(null, '', '/imports?state=staged#code=a%2Bb')
    expect(takeCode(window)).toBe('a+b')
    expect(window.location.pathname + window.location.search + window.location.hash).toBe('/imports?state=staged')
    expect(takeCode(window)).toBeUndefined()
  })
})
