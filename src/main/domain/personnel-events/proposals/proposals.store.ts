import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { EventsSchema } from '../../../storage/schema.events.ts'
import type { PersonValues } from '../model/event.ts'

type Row = Selectable<EventsSchema['personnel_event_proposal']>

/** What a roster shows of a person, for somebody to confirm. */
export interface Proposal {
  readonly id: number
  readonly guid: string
  readonly kind: Row['kind']
  readonly identity: number
  /** The business date of the extract. */
  readonly noticedOn: string
  readonly person: PersonValues
  readonly personBefore: PersonValues
  readonly createdAt: number
  readonly outcome: Row['outcome']
}

const read = (row: Row): Proposal => ({
  id: row.id,
  guid: row.guid,
  kind: row.kind,
  identity: row.identity_id,
  noticedOn: row.noticed_on,
  person: JSON.parse(row.person) as PersonValues,
  personBefore: JSON.parse(row.person_before) as PersonValues,
  createdAt: row.created_at,
  outcome: row.outcome,
})

const insert = `
  INSERT INTO personnel_event_proposal (guid, kind, identity_id, import_id, noticed_on, person, person_before, created_at)
  VALUES (@guid, @kind, @identity, @importRow, @noticedOn, @person, @personBefore, @at) ON CONFLICT DO NOTHING`
const end = `
  UPDATE personnel_event_proposal SET outcome = CASE WHEN @event IS NULL THEN 'dismissed' ELSE 'reported' END, outcome_at = @at, outcome_by = @by,
    reason = @reason, event_id = @event WHERE outcome IS NULL AND identity_id = @identity AND kind = @kind`
// The roster itself says otherwise by now: who had left is back, or the other way round.
const overtake = `
  UPDATE personnel_event_proposal SET outcome = 'overtaken', outcome_at = @at, outcome_by = 'Castellan'
  WHERE outcome IS NULL AND identity_id = @identity AND kind IN (SELECT value FROM json_each(@kinds))`

export const proposals = {
  open: (db: Reader): Proposal[] =>
    prepared<Row>(db, 'SELECT * FROM personnel_event_proposal WHERE outcome IS NULL ORDER BY noticed_on DESC, id DESC')
      .all()
      .map(read),
  byGuid(db: Reader, guid: string): Proposal | undefined {
    const row = prepared<Row>(db, 'SELECT * FROM personnel_event_proposal WHERE guid = ?').get(guid)
    return row && read(row)
  },
  /** A proposal that is open already, or was made of the same import, stays as it is. @returns whether it is new */
  add: (
    tx: Writer,
    proposal: Pick<Proposal, 'guid' | 'kind' | 'identity' | 'noticedOn' | 'person' | 'personBefore'> & {
      readonly importRow: number
      readonly at: number
    },
  ): boolean =>
    prepared(tx, insert).run({
      ...proposal,
      person: JSON.stringify(proposal.person),
      personBefore: JSON.stringify(proposal.personBefore),
    }).changes > 0,
  /** Ends the open proposal of a kind for a person. @param of `event` null: dismissed */
  end: (
    tx: Writer,
    of: {
      readonly identity: number
      readonly kind: string
      readonly at: number
      readonly by: string
      readonly event: number | null
      readonly reason?: string
    },
  ) => prepared(tx, end).run({ reason: '', ...of }),
  overtake: (tx: Writer, identity: number, at: number, kinds: readonly Proposal['kind'][]) =>
    prepared(tx, overtake).run({ identity, at, kinds: JSON.stringify(kinds) }),
}
