/** Why a use case refused, in the domain's words; each door says it in its own protocol. */
export type ErrorCode =
  | 'invalid' // a field is missing or wrong: `errors` names them all
  | 'not-found'
  | 'conflict' // the thing is not in a state that allows it
  | 'stale' // it changed since the caller saw it
  | 'unseen' // the caller doesn't say which state they saw
  | 'forbidden'
  | 'step-up-needed' // the password must be given again
  | 'unprocessable' // a precondition elsewhere is not met
  | 'too-large'
  | 'unavailable' // try again later

export interface FieldError {
  /** Dotted path of the field, as `identity.firstName`. */
  readonly field: string
  readonly message: string
}

export class DomainError extends Error {
  override readonly name = 'Refusal'
  readonly code: ErrorCode
  readonly errors: readonly FieldError[]

  /** @param message what is wrong and what to do about it, for a person */
  constructor(code: ErrorCode, message: string, errors: readonly FieldError[] = []) {
    super(message)
    this.code = code
    this.errors = errors
  }
}

export const notFound = (what: string): DomainError => new DomainError('not-found', `There is no such ${what}.`)
