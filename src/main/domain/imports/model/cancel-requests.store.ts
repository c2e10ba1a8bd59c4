import type { Writer } from '../../../storage/open.ts'
import { query } from '../../../storage/query.ts'

const askCancel = query((q, p: { id: number; at: number }) =>
  q
    .updateTable('import')
    .set((e) => ({ cancel_asked_at: p.at, revision: e('revision', '+', 1) }))
    .where('id', '=', p.id),
)
const claim = query((q, p: { id: number; at: number }) =>
  q.updateTable('import').set({ claimed_at: p.at }).where('id', '=', p.id),
)

/** What was asked of an import that could not be done on the spot. */
export const cancelRequests = {
  /** A running import is to stop at its next chunk, also when the program ends before that. */
  askCancel: (tx: Writer, id: number, at: number) => askCancel.run(tx, { id, at }),
  /** A script asked to stage what the folder had brought already. */
  claim: (tx: Writer, id: number, at: number) => claim.run(tx, { id, at }),
}
