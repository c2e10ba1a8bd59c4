import type { Writer } from '../../../storage/open.ts'
import { query } from '../../../storage/query.ts'

const requestCancel = query((q, p: { id: number; at: number }) =>
  q
    .updateTable('import')
    .set((e) => ({ cancel_asked_at: p.at, revision: e('revision', '+', 1) }))
    .where('id', '=', p.id),
)
const claim = query((q, p: { id: number; at: number }) =>
  q.updateTable('import').set({ claimed_at: p.at }).where('id', '=', p.id),
)

/** Requests on an import that can't be carried out at once. */
export const cancelRequests = {
  /** A running import must stop at its next chunk, also when the program ends before that. */
  requestCancel: (tx: Writer, id: number, at: number) => requestCancel.run(tx, { id, at }),
  /** A script asked to stage files that the watched folder had already brought. */
  claim: (tx: Writer, id: number, at: number) => claim.run(tx, { id, at }),
}
