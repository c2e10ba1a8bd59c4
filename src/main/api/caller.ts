import type { Role } from '../../contract/people.ts'
import type { Scope } from '../../contract/scopes.ts'

/**
 * Who is asking, as the transport states it. A door proves a credential once and passes the result on;
 * nothing behind the door looks at a header again.
 */
export type Caller =
  | { readonly kind: 'anonymous' }
  /** Somebody with access to the 0600 discovery file: the local operator's command line. */
  | { readonly kind: 'operator' }
  /** A signed-in person, through the window or a browser session. */
  | { readonly kind: 'person'; readonly userId: number; readonly username: string; readonly roles: readonly Role[]; readonly session: string }
  /** A script with an API token. */
  | { readonly kind: 'token'; readonly tokenId: number; readonly name: string; readonly scopes: readonly Scope[] }

export const anonymous: Caller = { kind: 'anonymous' }
