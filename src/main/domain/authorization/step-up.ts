import { Refusal } from '../shared/errors.ts'
import type { Caller } from './caller.ts'
import { isFresh } from './scopes.ts'

/** @throws Refusal `step-up needed` when a person has not given the password in the last five minutes */
export function requireFresh(caller: Caller, now: number): void {
  if (!isFresh(caller, now)) {
    throw new Refusal('step-up needed', 'Give your password again: this needs one from the last five minutes.')
  }
}
