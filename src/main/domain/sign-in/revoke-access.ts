import type { Writer } from '../../storage/open.ts'
import { revokeTokensOf } from './tokens/tokens.service.ts'
import * as codes from './codes.store.ts'
import * as sessions from './sessions.store.ts'

/** Ends what somebody who is disabled could still come in with. @returns how many sessions and tokens there were */
export function revokeAccess(tx: Writer, user: number, at: number): { sessions?: number; tokens?: number } {
  codes.forgetAllOf(tx, user)
  return { sessions: sessions.endOf(tx, user), tokens: revokeTokensOf(tx, user, at, 'the user was disabled') }
}
