import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { EventsSchema } from '../../storage/schema.events.ts'
import {
  type EventStage,
  eventTransitions,
  type PersonnelEvent,
  type PersonValues,
  type WorkStage,
} from './model/event.ts'

type Row = Selectable<EventsSchema['personnel_event']>

const read = (row: Row): PersonnelEvent => ({
  id: row.id,
  guid: row.guid,
  kind: row.kind,
  stage: row.stage,
  identity: row.identity_id,
  person: JSON.parse(row.person) as PersonValues,
  personBefore: JSON.parse(row.person_before) as PersonValues,
  models: JSON.parse(row.models) as string[],
  effectiveOn: row.effective_on,
  effectiveTime: row.effective_time,
  endOn: row.end_on,
  trueSince: row.true_since,
  lateReason: row.late_reason,
  origin: row.origin,
  reporter: row.reporter_id,
  reportedBy: row.reported_by,
  assignee: row.assignee_id,
  createdAt: row.created_at,
  approvedAt: row.approved_at,
  approvedChanges: row.approved_changes === null ? null : (JSON.parse(row.approved_changes) as string[]),
  begunAt: row.begun_at,
  tookEffectAt: row.took_effect_at,
  removalBegunAt: row.removal_begun_at,
  verificationAt: row.verification_at,
  endedAt: row.ended_at,
  revision: row.revision,
})

const insert = `
  INSERT INTO personnel_event (guid, kind, stage, identity_id, person, person_before, models, effective_on, effective_time, end_on, true_since, late_reason,
    origin, reporter_id, reported_by, assignee_id, created_at)
  VALUES (@guid, @kind, 'approval', @identity, @person, @personBefore, @models, @effectiveOn, @effectiveTime, @endOn, @trueSince, @lateReason,
    @origin, @reporter, @reportedBy, NULL, @createdAt) RETURNING id`
const update = `
  UPDATE personnel_event SET stage = @stage, identity_id = @identity, person = @person, models = @models, effective_on = @effectiveOn,
    effective_time = @effectiveTime, end_on = @endOn, assignee_id = @assignee, approved_at = @approvedAt, approved_changes = @approvedChanges, begun_at = @begunAt, took_effect_at = @tookEffectAt,
    removal_begun_at = @removalBegunAt, verification_at = @verificationAt, ended_at = @endedAt, revision = revision + 1 WHERE id = @id`

type NewEvent = Pick<
  PersonnelEvent,
  | 'guid'
  | 'kind'
  | 'identity'
  | 'person'
  | 'personBefore'
  | 'models'
  | 'effectiveOn'
  | 'effectiveTime'
  | 'endOn'
  | 'trueSince'
  | 'lateReason'
  | 'origin'
  | 'reporter'
  | 'reportedBy'
  | 'createdAt'
>

/** What of an event changes after it was made. */
export type EventChange = Partial<
  Pick<
    PersonnelEvent,
    | 'stage'
    | 'identity'
    | 'person'
    | 'models'
    | 'effectiveOn'
    | 'effectiveTime'
    | 'endOn'
    | 'assignee'
    | 'approvedAt'
    | 'approvedChanges'
    | 'begunAt'
    | 'tookEffectAt'
    | 'removalBegunAt'
    | 'verificationAt'
    | 'endedAt'
  >
>

// An onboarding has no identity yet, so the same person is told by the address.
const openTwin = `
  SELECT * FROM personnel_event WHERE kind = @kind AND ended_at IS NULL AND id <> @self AND (identity_id = @identity
    OR (@email <> '' AND kind = 'onboard' AND identity_id IS NULL AND fold_case(coalesce(json_extract(person, '$.email'), '')) = fold_case(@email)))
  ORDER BY id LIMIT 1`
// Candidates only: those whose day is near, whose work is open, or whose verification somebody has answered.
const contradicted = `SELECT v.event_id FROM request_item i JOIN personnel_event_item v ON v.item_id = i.id WHERE i.verification = 'contradicted'`
const moving = `
  SELECT id FROM personnel_event WHERE ended_at IS NULL AND stage = 'provision' AND (begun_at IS NOT NULL OR effective_on <= @horizon)
  UNION SELECT id FROM personnel_event WHERE ended_at IS NULL AND stage = 'removal' AND (removal_begun_at IS NOT NULL OR end_on <= @horizon)
  UNION SELECT id FROM personnel_event e WHERE ended_at IS NULL AND stage = 'verification' AND (kind IN (SELECT value FROM json_each(@unvoted))
    OR EXISTS (SELECT 1 FROM personnel_event_answer a WHERE a.event_id = e.id AND a.stage = 'verification'))
  UNION SELECT id FROM personnel_event WHERE stage IN ('verification', 'completed') AND id IN (${contradicted})
  ORDER BY 1`

export const events = {
  get(db: Reader, id: number): PersonnelEvent {
    const row = prepared<Row>(db, 'SELECT * FROM personnel_event WHERE id = ?').get(id)
    if (!row) throw new Error(`no personnel event ${id}`)
    return read(row)
  },
  byGuid(db: Reader, guid: string): PersonnelEvent | undefined {
    const row = prepared<Row>(db, 'SELECT * FROM personnel_event WHERE guid = ?').get(guid)
    return row && read(row)
  },
  /** Another open event of the kind for the same person. */
  openTwin(
    db: Reader,
    of: Pick<PersonnelEvent, 'kind' | 'identity'> & { readonly email: string; readonly self?: number },
  ): PersonnelEvent | undefined {
    const row = prepared<Row>(db, openTwin).get({ self: 0, ...of })
    return row && read(row)
  },
  /**
   * Events that may go on by time or by what others did.
   * @param until `horizon`: no day after it can have begun; `unvoted`: kinds whose verification asks nobody
   */
  moving: (db: Reader, until: { readonly horizon: string; readonly unvoted: readonly string[] }): number[] =>
    prepared<{ id: number }>(db, moving)
      .all({ horizon: until.horizon, unvoted: JSON.stringify(until.unvoted) })
      .map(({ id }) => id),
  insert: (tx: Writer, event: NewEvent): number =>
    prepared<{ id: number }>(tx, insert).get({
      ...event,
      person: JSON.stringify(event.person),
      personBefore: JSON.stringify(event.personBefore),
      models: JSON.stringify(event.models),
    })?.id ?? 0,
  /** @throws TransitionError */
  change(tx: Writer, event: PersonnelEvent, change: EventChange): PersonnelEvent {
    const { stage } = change
    if (stage !== undefined && stage !== event.stage) eventTransitions.assert(event.stage, stage)
    const after = { ...event, ...change }
    prepared(tx, update).run({
      id: after.id,
      stage: after.stage satisfies EventStage,
      identity: after.identity,
      person: JSON.stringify(after.person),
      models: JSON.stringify(after.models),
      effectiveOn: after.effectiveOn,
      effectiveTime: after.effectiveTime,
      endOn: after.endOn,
      assignee: after.assignee,
      approvedAt: after.approvedAt,
      approvedChanges: after.approvedChanges === null ? null : JSON.stringify(after.approvedChanges),
      begunAt: after.begunAt,
      tookEffectAt: after.tookEffectAt,
      removalBegunAt: after.removalBegunAt,
      verificationAt: after.verificationAt,
      endedAt: after.endedAt,
    })
    return events.get(tx, event.id)
  },
  /** Rows of applications that an event leaves out. */
  leftOut: (db: Reader, event: number): ReadonlySet<number> =>
    new Set(
      prepared<{ id: number }>(db, 'SELECT application_id AS id FROM personnel_event_left_out WHERE event_id = ?')
        .all(event)
        .map(({ id }) => id),
    ),
  setLeftOut(tx: Writer, event: number, applications: readonly number[]): void {
    prepared(tx, 'DELETE FROM personnel_event_left_out WHERE event_id = ?').run(event)
    for (const application of applications)
      prepared(tx, 'INSERT INTO personnel_event_left_out VALUES (?, ?) ON CONFLICT DO NOTHING').run(event, application)
  },
  /** Rows of the items of requests that an event made, and in which stage each is carried out. */
  items: (db: Reader, event: number) =>
    prepared<{ item: number; stage: WorkStage }>(
      db,
      'SELECT item_id AS item, stage FROM personnel_event_item WHERE event_id = ? ORDER BY item_id',
    ).all(event),
  addItem: (tx: Writer, event: number, item: number, stage: WorkStage) =>
    prepared(tx, 'INSERT INTO personnel_event_item (item_id, event_id, stage) VALUES (?, ?, ?)').run(
      item,
      event,
      stage,
    ),
  /** The event that made an item of a request. */
  ofItem: (db: Reader, item: number): PersonnelEvent | undefined => {
    const row = prepared<Row>(
      db,
      'SELECT e.* FROM personnel_event_item v JOIN personnel_event e ON e.id = v.event_id WHERE v.item_id = ?',
    ).get(item)
    return row && read(row)
  },
}
