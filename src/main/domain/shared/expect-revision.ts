import { DomainError } from './errors.ts'

/**
 * The optimistic lock: a change is made only to what the caller saw.
 * @param seen the revision that the caller saw; null skips the check
 * @throws DomainError `stale`
 */
export function expectRevision(actual: number, seen: number | null): void {
  if (seen !== null && actual !== seen)
    throw new DomainError('stale', 'This has changed since you opened it. Load it again, then repeat your change.')
}
