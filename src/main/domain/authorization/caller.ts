import type { Role } from '../../../contract/user-roles.ts'
import type { Scope } from '../../../contract/scopes.ts'
import type { Actor } from '../shared/actor.ts'

/** How a request came: by the program's own window, or by the listener on 127.0.0.1. */
export type Channel = 'window' | 'wire'

/**
 * Who is asking, as the transport states it. A channel proves a credential once and passes the result on;
 * nothing behind it looks at a header again.
 */
export type Caller =
  | { readonly kind: 'anonymous'; readonly channel: Channel }
  /** Somebody with access to the 0600 discovery file: the local operator's command line. */
  | { readonly kind: 'operator' }
  /** The first run: whoever holds the one-time code or the window, while there is no owner yet. */
  | {
      readonly kind: 'setup'
      readonly channel: Channel
      readonly session: string
      readonly via: 'one-time-link' | 'window'
    }
  /** A signed-in person, through the window or a browser session. */
  | {
      readonly kind: 'person'
      readonly channel: Channel
      readonly userId: number
      readonly username: string
      readonly roles: readonly Role[]
      /** Null when user and password came with this one request. */
      readonly session: string | null
      readonly via: 'password' | 'one-time-link' | 'saved-sign-in'
      /** When the password was last given in this session. */
      readonly provedAt: number | null
    }
  /** A person whose session is locked: may give the password again or sign out, and nothing else. */
  | {
      readonly kind: 'locked'
      readonly channel: Channel
      readonly userId: number
      readonly username: string
      readonly session: string
    }
  /** A script with an API token. `scopes` are what the token and its owner both still have. */
  | { readonly kind: 'token'; readonly tokenId: number; readonly name: string; readonly scopes: readonly Scope[] }

/** The caller of the wire without a credential; identify() names the window's. */
export const anonymous: Caller = { kind: 'anonymous', channel: 'wire' }

/** How a caller came. Tokens and the operator come by the wire, whoever carries them. */
export const channelOf = (caller: Caller): Channel => ('channel' in caller ? caller.channel : 'wire')

/** A caller of one kind. */
export type CallerOf<Kind extends Caller['kind']> = Extract<Caller, { kind: Kind }>

/** Who asks for a change, and how the audit log names them. */
export interface Authorship {
  readonly caller: Caller
  readonly actor: Actor
}

/** How the audit log names a caller. */
export function actorOf(caller: Caller, requestId?: string): Actor {
  const request = requestId === undefined ? {} : { requestId }
  switch (caller.kind) {
    case 'anonymous':
      return { kind: 'system', name: 'nobody signed in', via: caller.channel, ...request }
    case 'operator':
      return { kind: 'operator', name: 'local operator', via: 'discovery-key', ...request }
    case 'setup':
      return { kind: 'operator', name: 'first run', via: caller.via, ...request }
    case 'person':
      return { kind: 'person', name: caller.username, via: caller.via, ...request }
    case 'locked':
      return { kind: 'person', name: caller.username, via: 'locked-session', ...request }
    case 'token':
      return { kind: 'token', name: caller.name, via: 'token', tokenId: caller.tokenId, ...request }
  }
}
