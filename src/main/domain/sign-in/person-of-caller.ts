import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import * as users from './users.store.ts'

const ownerOfToken = 'SELECT u.identity_guid AS guid FROM api_token t JOIN user u ON u.id = t.owner_id WHERE t.id = ?'

/** The GUID of the identity that a caller is: their user's, or the one of the user who owns the token. */
export function personOf(db: Reader, { user, token }: { user: number | null; token: number | null }): string | null {
  if (user !== null) return users.find(db, user)?.identity_guid ?? null
  if (token !== null) return prepared<{ guid: string | null }>(db, ownerOfToken).get(token)?.guid ?? null
  return null
}
