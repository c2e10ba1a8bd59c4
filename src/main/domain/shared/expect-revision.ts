import { DomainError } from './errors.ts'

/**
 * The optimistic lock: a change is made only to what the caller saw.
 * @param expected the revision that the caller saw; null skips the check
 * @throws DomainError `stale`
 */
export function expectRevision(actual: number, expected: number | null): void {
  if (expected !== null && actual !== expected)
    throw new DomainError('stale', 'This has changed since you opened it. Load it again, then repeat your change.')
}
