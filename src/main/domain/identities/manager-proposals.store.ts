import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared, query } from '../../storage/query.ts'
import type { Schema } from '../../storage/schema.ts'

export type ProposalRow = Selectable<Schema['manager_proposal']>
export type ProposalOutcome = NonNullable<ProposalRow['outcome']>

const open = query((q, p: { identity: number }) =>
  q.selectFrom('manager_proposal').selectAll().where('identity_id', '=', p.identity).where('ended_at', 'is', null),
)
const insert = query((q, p: Omit<ProposalRow, 'id' | 'ended_at' | 'ended_by' | 'outcome'>) =>
  q.insertInto('manager_proposal').values({
    identity_id: p.identity_id,
    value: p.value,
    reason: p.reason,
    proposed_by: p.proposed_by,
    proposed_by_identity: p.proposed_by_identity,
    proposed_at: p.proposed_at,
  }),
)
const end = query((q, p: { identity: number; at: number; by: string; outcome: ProposalOutcome }) =>
  q
    .updateTable('manager_proposal')
    .set({ ended_at: p.at, ended_by: p.by, outcome: p.outcome })
    .where('identity_id', '=', p.identity)
    .where('ended_at', 'is', null),
)
const ownerOfToken = 'SELECT u.username FROM api_token t JOIN user u ON u.id = t.owner_id WHERE t.id = ?'

export const managerProposals = {
  open: (db: Reader, identity: number): ProposalRow | undefined => open.all(db, { identity })[0],
  insert: (tx: Writer, row: Parameters<typeof insert.run>[1]) => insert.run(tx, row),
  end: (tx: Writer, ended: { identity: number; at: number; by: string; outcome: ProposalOutcome }) =>
    end.run(tx, ended),
  /** The user to whom a token belongs; undefined for a token of nobody. */
  ownerOfToken: (db: Reader, token: number): string | undefined =>
    prepared<{ username: string }>(db, ownerOfToken).get(token)?.username,
}
