import type { Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'

const endTokens = `UPDATE api_token SET revoked_at = @at, revoked_because = 'ended before the clock was put right', revision = revision + 1
  WHERE revoked_at IS NULL AND expires_at <= @before`

export const runOut = {
  endTokens: (tx: Writer, before: number, at: number): number => prepared(tx, endTokens).run({ before, at }).changes,
  deleteSessions: (tx: Writer): number => prepared(tx, 'DELETE FROM session').run().changes,
  deleteCodes: (tx: Writer): number => prepared(tx, 'DELETE FROM one_time_code').run().changes,
}
