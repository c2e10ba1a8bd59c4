import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { Caller } from './caller.ts'
import * as users from './users.store.ts'

const ownerOfToken = 'SELECT u.identity_guid AS guid FROM api_token t JOIN user u ON u.id = t.owner_id WHERE t.id = ?'

/** The GUID of the identity that a caller is: their user's, or the one of the user who owns the token. */
export function personOfCaller(db: Reader, caller: Caller): string | null {
  if (caller.kind === 'person') return users.find(db, caller.userId)?.identity_guid ?? null
  if (caller.kind === 'token')
    return prepared<{ guid: string | null }>(db, ownerOfToken).get(caller.tokenId)?.guid ?? null
  return null
}
