import { transitions } from '../shared/transitions.ts'

/** `waiting` also between two attempts; `given-up` after the last, or when the address can never be reached. */
type MessageState = 'waiting' | 'sent' | 'given-up'

export const messageTransitions = transitions<MessageState>('a message', {
  waiting: ['waiting', 'sent', 'given-up'],
  sent: [],
  'given-up': [],
})

/** The next attempt of a message that is not tried again. */
export const givenUpUntil = Number.MAX_SAFE_INTEGER

/** The state of a stored message. */
export const stateOfMessage = (message: {
  readonly sent_at: number | null
  readonly next_try_at: number
}): MessageState => (message.sent_at !== null ? 'sent' : message.next_try_at === givenUpUntil ? 'given-up' : 'waiting')
