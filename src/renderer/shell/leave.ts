import { z } from 'zod'
import { request } from '../api/client.ts'
import { signOut } from '../api/session.ts'
import { text } from './text.ts'

/** Ends the session on the host and here. Here it ends in any case: the token is forgotten first of all. */
export function leave() {
  const ended = request(z.unknown(), '/v1/session', { method: 'DELETE' })
  signOut(text.youAreOut)
  ended.catch(() => {
    // An unreachable host has nothing to end that would not run out by itself.
  })
}
