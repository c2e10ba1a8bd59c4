import { DomainError } from './errors.ts'

/**
 * The optimistic lock: a change is made only on the state that its caller saw.
 * @param seen null when the caller asks for no particular state
 * @throws DomainError `stale`
 */
export function expectRevision(actual: number, seen: number | null): void {
  if (seen !== null && actual !== seen)
    throw new DomainError('stale', 'This has changed since you opened it. Look at it again.')
}
