import { createHash } from 'node:crypto'
import { bestEffort } from '../../storage/best-effort.ts'
import type { Writer } from '../../storage/open.ts'
import type { Environment } from '../shared/environment.ts'
import { storedResponses } from './idempotency-keys.store.ts'

/** An answer that can be repeated. It has no body if the answer held a secret, which is shown only once. */
export interface StoredResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

type KeyState =
  /** The key was free and is taken now. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'running' }
  /** The program stopped while it ran: whether it took effect is for its caller to find out. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'answered'; readonly requestHash: Buffer; readonly answer: StoredResponse }

const day = 86_400_000

/**
 * Requests that may be sent again without being done again: each caller's keys, with what was answered, for a day and
 * over restarts. One for the life of the program: it also knows what runs now.
 */
export class IdempotencyKeys {
  readonly #env: Pick<Environment, 'store' | 'clock'>
  readonly #running = new Set<string>()
  /** What became of keys and could not be written yet, because the storage failed. */
  readonly #unwritten = new Map<string, (tx: Writer) => void>()

  constructor(env: Pick<Environment, 'store' | 'clock'>) {
    this.#env = env
  }

  /**
   * Takes a key, or says what is known of it. Nothing is awaited, so of many equal requests one begins.
   * @throws when the storage fails; then nothing has begun
   */
  begin(caller: string, key: string): KeyState {
    const { store, clock } = this.#env
    const row = rowOf(caller, key)
    const name = nameOf(row)
    if (this.#running.has(name)) return { kind: 'running' }
    const keyState = store.transact((tx): KeyState => {
      this.#catchUp(tx)
      storedResponses.prune(tx, clock() - day)
      const storedResponse = storedResponses.find(tx, row)
      if (!storedResponse) {
        storedResponses.begin(tx, row, clock())
        return { kind: 'begun' }
      }
      if (storedResponse.status === null) return { kind: 'interrupted' }
      const headers = JSON.parse(storedResponse.headers ?? '{}') as Record<string, string>
      const answer = { status: storedResponse.status, headers, body: storedResponse.body }
      return { kind: 'answered', requestHash: storedResponse.request_hash, answer }
    })
    this.#unwritten.clear()
    if (keyState.kind === 'begun') this.#running.add(name)
    return keyState
  }

  /** Keeps what was answered. The request took effect, so a fault of the storage here is made up for by the next key. */
  end(caller: string, key: string, requestHash: Buffer, { status, headers, body }: StoredResponse): void {
    const row = rowOf(caller, key)
    const ended = { ...row, request_hash: requestHash, status, headers: JSON.stringify(headers), body }
    this.#write(nameOf(row), (tx) => storedResponses.end(tx, ended))
  }

  /** Nothing was done: the key is free again. */
  forget(caller: string, key: string): void {
    const row = rowOf(caller, key)
    this.#write(nameOf(row), (tx) => storedResponses.forget(tx, row))
  }

  #write(name: string, write: (tx: Writer) => void): void {
    this.#running.delete(name)
    this.#unwritten.set(name, write)
    bestEffort(() => {
      this.#env.store.transact((tx) => this.#catchUp(tx))
      this.#unwritten.clear()
    })
  }

  #catchUp(tx: Writer): void {
    for (const write of this.#unwritten.values()) write(tx)
  }
}

const rowOf = (caller: string, key: string) => ({ caller, key_hash: createHash('sha256').update(key, 'utf8').digest() })
const nameOf = ({ caller, key_hash }: { caller: string; key_hash: Buffer }) => `${caller} ${key_hash.toString('hex')}`
