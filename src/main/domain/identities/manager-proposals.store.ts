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
/** Also of a record that somebody matched to another person since: taking it away by hand makes no roster silent. */
const rosterNamesManager = `
  SELECT 1 FROM account_match m JOIN account a ON a.id = m.account_id
  JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
  JOIN source s ON s.id = a.application_id
  JOIN account_version v ON v.account_id = a.id AND v.source_id = s.id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq
  WHERE m.identity_id = ? AND v.manager <> '' LIMIT 1`
const ownerOfToken = 'SELECT u.username FROM api_token t JOIN user u ON u.id = t.owner_id WHERE t.id = ?'

export const managerProposals = {
  open: (db: Reader, identity: number): ProposalRow | undefined => open.all(db, { identity })[0],
  insert: (tx: Writer, row: Parameters<typeof insert.run>[1]) => insert.run(tx, row),
  end: (tx: Writer, ended: { identity: number; at: number; by: string; outcome: ProposalOutcome }) =>
    end.run(tx, ended),
  rosterNamesManager: (db: Reader, identity: number): boolean =>
    prepared(db, rosterNamesManager).get(identity) !== undefined,
  /** The user to whom a token belongs; undefined for a token of nobody. */
  ownerOfToken: (db: Reader, token: number): string | undefined =>
    prepared<{ username: string }>(db, ownerOfToken).get(token)?.username,
}
