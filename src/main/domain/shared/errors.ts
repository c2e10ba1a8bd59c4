/** Why a use case refused. Each API maps the code to its own protocol. */
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
  /** Path of the field in the domain's own names, as `items.0.endsAt`; see field-path.ts. */
  readonly field: string
  readonly message: string
}

export class DomainError extends Error {
  override readonly name = 'DomainError'
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

/** Runs work on one field of an input: field paths of its errors start with that field. */
export function inField<T>(field: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof DomainError) || error.errors.length === 0) throw error
    const errors = error.errors.map((inner) => ({ field: `${field}.${inner.field}`, message: inner.message }))
    throw new DomainError(error.code, error.message, errors)
  }
}
