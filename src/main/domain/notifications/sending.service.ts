import type { Environment } from '../shared/environment.ts'
import { mailSettings } from '../settings/mail-settings.service.ts'
import { givenUpUntil, messageTransitions, stateOfMessage } from './message.ts'
import { outbox, type StoredMessage } from './notifications.store.ts'

/** One message as it leaves the house. */
export interface Mail {
  /** The same at every attempt, so that a second copy is known as one. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

export type SendOutcome =
  | { readonly kind: 'sent' }
  /** A later attempt may succeed: the server was unreachable or refused the login. */
  | { readonly kind: 'later'; readonly why: string }
  /** No attempt will succeed: the address is refused. */
  | { readonly kind: 'never'; readonly why: string }

const minute = 60_000
const longest = 6 * 60 * minute
/** With the delays below, some two days. */
const mostTries = 16

/** The delay after a number of attempts: one minute, doubled each time, at most six hours. */
export const delayAfter = (tries: number): number => Math.min(longest, minute * 2 ** (tries - 1))

const oneAddress = /^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+$/

/**
 * Sends what is due, one after another. What can't be sent now is tried again later, each time after a longer while; when
 * the server itself is away, the rest waits for the next round.
 * @param send what opens the socket; never throws
 * @returns how many were sent
 */
export async function sendDue(env: Environment, send: (mail: Mail) => Promise<SendOutcome>): Promise<number> {
  if (!env.outside.allows('send-mail')) return 0
  const { enabled, since } = mailSettings(env.store.reader)
  if (!enabled) return 0
  let sent = 0
  for (const message of outbox.toSend(env.store.reader, { now: env.clock(), since })) {
    const outcome = await attempt(message, send)
    const at = env.clock()
    env.store.transact((tx) => {
      const last = outcome.kind === 'never' || message.tries + 1 >= mostTries
      const to = outcome.kind === 'sent' ? 'sent' : last ? 'given-up' : 'waiting'
      messageTransitions.assert(stateOfMessage(message), to)
      if (outcome.kind === 'sent') outbox.sent(tx, message.id, at)
      else outbox.failed(tx, message.id, outcome.why, last ? givenUpUntil : at + delayAfter(message.tries + 1))
    })
    if (outcome.kind === 'later') break
    if (outcome.kind === 'sent') sent++
  }
  return sent
}

async function attempt(
  { id, created_at: at, address, subject, body }: StoredMessage,
  send: (mail: Mail) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  if (!oneAddress.test(address)) return { kind: 'never', why: `${address} is no mail address.` }
  return send({ id: `outbox.${id}.${at}@castellan.invalid`, to: address, subject, text: body })
}
