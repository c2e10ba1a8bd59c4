import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'

/** Up to which entry of the audit log everything has been told. */
export const cursor = {
  get: (db: Reader): number => prepared<{ seq: number }>(db, 'SELECT seq FROM webhook_cursor').get()?.seq ?? 0,
  set: (tx: Writer, seq: number) =>
    prepared(
      tx,
      'INSERT INTO webhook_cursor (id, seq) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq',
    ).run(seq),
}
