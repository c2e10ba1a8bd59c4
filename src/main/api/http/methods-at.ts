import type { Hono } from 'hono'
import type { Caller } from './caller.ts'
import { methods } from './methods.ts'

/** What a router is handed with each request. */
export interface Bindings {
  Bindings: { caller: Caller; requestId: string }
}

/**
 * The methods that an address knows, for the answer to a method that it doesn't; none where there is nothing. Asked of
 * the router: routes that only refuse would keep it from making one expression of all addresses, and have it compose
 * handlers.
 */
export const methodsAt = (app: Hono<Bindings>, path: string): string[] =>
  methods.filter((method) => app.router.match(method, path)[0].length > 0)
