import { DomainError } from '../../../domain/shared/errors.ts'
import { CrestError } from './error.ts'
import { unquoted } from './etag.ts'

/** Whether there is something to read. What goes wrong otherwise is no answer to that, and is thrown on. */
export function isThere(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    if (error instanceof CrestError && error.status === 404) return false
    if (error instanceof DomainError && error.code === 'not-found') return false
    throw error
  }
}

/**
 * What a PUT may do, by its conditions (D.5): `If-None-Match: *` creates only, `If-Match` updates only.
 * @throws CrestError 400, or 412 when the object is there, or is not, against the condition
 */
export function checkPut(headers: Headers, exists: boolean): void {
  const none = headers.get('if-none-match')
  if (none !== null && unquoted(none) !== '*') throw new CrestError(400, 'If-None-Match knows only * here.')
  if (none !== null && exists) throw new CrestError(412, 'The object exists.')
  if (headers.get('if-match') !== null && !exists) throw new CrestError(412, 'The object does not exist.')
}
