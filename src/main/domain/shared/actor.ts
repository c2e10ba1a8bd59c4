/** Who did something, as the log names them for good. */
export interface Actor {
  readonly kind: 'person' | 'token' | 'operator' | 'system'
  readonly name: string
  /** How the actor proved who they are: password, one-time link, token, discovery key. */
  readonly via: string
  readonly tokenId?: number
  readonly requestId?: string
}

/** Castellan itself. */
export const system: Actor = { kind: 'system', name: 'Castellan', via: 'itself' }
