import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ApiProblem } from './problem.ts'

interface Listing {
  readonly method: string
  readonly path: string
}

/** Cursors go out sealed to the list that they continue, so that none is made up, or carried to another list. */
export interface SealedCursors {
  /** The query with its cursor opened, or why it can't be. */
  open(route: Listing, query: unknown): { readonly query: unknown } | { readonly refusal: ApiProblem }
  /** The body with its `next` sealed, and the link to that page. */
  seal(route: Listing, request: Request, body: unknown): { readonly body: unknown; readonly link: string | null }
}

const macLength = 22

/** @param key of this database */
export function sealedCursors(key: string): SealedCursors {
  const mac = (path: string, cursor: string): string =>
    createHmac('sha256', key).update(`${path}\n${cursor}`).digest('base64url').slice(0, macLength)

  return {
    open(route, query) {
      const sealed = stringIn(query, 'cursor')
      if (sealed === undefined) return { query }
      const cursor = sealed.slice(0, -macLength)
      const [givenMac, right] = [Buffer.from(sealed.slice(-macLength)), Buffer.from(mac(route.path, cursor))]
      if (givenMac.length !== right.length || !timingSafeEqual(givenMac, right)) return { refusal: notOurs }
      return { query: { ...(query as object), cursor } }
    },
    seal(route, request, body) {
      const raw = stringIn(body, 'next')
      if (raw === undefined || route.method !== 'GET') return { body, link: null }
      const next = raw + mac(route.path, raw)
      const { pathname, searchParams } = new URL(request.url)
      searchParams.set('cursor', next)
      return { body: { ...(body as object), next }, link: `<${pathname}?${searchParams.toString()}>; rel="next"` }
    },
  }
}

function stringIn(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const member = (value as Record<string, unknown>)[name]
  return typeof member === 'string' ? member : undefined
}

const notOurs: ApiProblem = {
  status: 400,
  code: 'invalid',
  title: 'The cursor is not valid for this list.',
  detail: 'Leave it out to start again.',
  errors: [{ pointer: 'cursor', message: 'is not valid for this list' }],
}
