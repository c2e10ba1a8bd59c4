import { createHmac, randomBytes } from 'node:crypto'
import { usernameKey } from '../domain/sign-in/access.service.ts'
import { readLogin } from './identity-governance/authenticate.ts'
import type { Caller } from './http/caller.ts'

/**
 * Whose budget a call takes from; null for nobody's. User and password that come with a call of `/openidm` are not proved
 * yet: their name is made of both, so that somebody who guesses passwords takes nothing from the one who has the right one.
 */
export function credentialName(caller: Caller, headers: Headers): string | null {
  switch (caller.kind) {
    case 'token':
      return `token ${caller.tokenId}`
    case 'person':
    case 'locked':
      return `person ${caller.userId}`
    case 'setup':
      return 'setup'
    case 'operator':
      return 'operator'
    case 'anonymous': {
      const login = readLogin(headers)
      if (login === undefined) return null
      const both = JSON.stringify([usernameKey(login.username), login.password])
      return `login ${createHmac('sha256', bootKey).update(both).digest('base64')}`
    }
  }
}

/** The names die with the process: nothing can be found out from one. */
const bootKey = randomBytes(32)
