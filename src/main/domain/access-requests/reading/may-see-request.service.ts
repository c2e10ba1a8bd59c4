import type { Reader } from '../../../storage/open.ts'
import { hasRight, type Participant } from '../../sign-in/participant.ts'
import { findRequest } from '../workflow/read-request.service.ts'
import { visibilityOf } from './visibility.ts'

/** Whether somebody may see anything of a request. @param key its id, of a request that may be gone */
export function maySeeRequest(db: Reader, participant: Participant, key: string): boolean {
  if (hasRight(participant, 'requests:read') || hasRight(participant, 'requests:manage')) return true
  const request = findRequest(db, key)
  return request !== undefined && visibilityOf(db, participant, request) !== undefined
}
