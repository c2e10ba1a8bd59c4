import { DomainError } from '../shared/errors.ts'
import type { Caller } from './caller.ts'
import { isStepUpFresh } from './scopes.ts'

/** @throws DomainError `step-up-needed` when a person has not given the password in the last five minutes */
export function requireStepUp(caller: Caller, now: number): void {
  if (!isStepUpFresh(caller, now)) {
    throw new DomainError('step-up-needed', 'Give your password again: this needs one from the last five minutes.')
  }
}
