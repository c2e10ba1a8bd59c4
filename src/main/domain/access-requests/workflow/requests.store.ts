import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { RequestsSchema } from '../../../storage/schema.requests.ts'
import type { Json } from '../../shared/canonical-json.ts'
import type { Level } from '../model/chain.ts'
import type { Action } from '../../catalogue/item-action.ts'
import {
  type Outcome,
  type Request,
  type RequestItem,
  type RequestStatus,
  requestTransitions,
  type Step,
  stepTransitions,
  type Verification,
  verificationTransitions,
} from '../model/request.ts'

type RequestRow = Selectable<RequestsSchema['request']>
type ItemRow = Selectable<RequestsSchema['request_item']>

const byKey = 'SELECT * FROM request WHERE idm_id = ? AND removed_at IS NULL'
const byId = 'SELECT * FROM request WHERE id = ?'
const insert = `INSERT INTO request (guid, idm_id, requester_id, requestee_id, status, comment, bundle_ids, requested_at)
  VALUES (@guid, @idmId, @requester, @requestee, 'in-progress', @comment, @bundles, @at) RETURNING id`
const touch = 'UPDATE request SET revision = revision + 1 WHERE id = @id'
const end = 'UPDATE request SET status = @status, completed_at = @at, revision = revision + 1 WHERE id = @id'
const insertItem = `INSERT INTO request_item (guid, request_id, entry_id, action, display_name, fields, chain, parallel, step, ends_at, application_id, begins_at)
  VALUES (@guid, @request, @entry, @action, @displayName, @fields, @chain, @parallel, @step, @endsAt, @application, @beginsAt) RETURNING id`
const itemByGuid = 'SELECT * FROM request_item WHERE guid = ?'
const itemsOf = 'SELECT * FROM request_item WHERE request_id = ? ORDER BY id'
const itemById = 'SELECT * FROM request_item WHERE id = ?'
const underWay = `SELECT i.entry_id AS entry, i.action FROM request r JOIN request_item i ON i.request_id = r.id
  WHERE r.requestee_id = ? AND r.status = 'in-progress' AND r.removed_at IS NULL AND i.step <> 'done'`
const setStep = 'UPDATE request_item SET step = @step WHERE id = @id'
const setApproved = 'UPDATE request_item SET times_approved = @times WHERE id = @id'
const setBeginning = 'UPDATE request_item SET begins_at = @at WHERE id = @id'
const setFields = 'UPDATE request_item SET fields = @fields WHERE id = @id'
const finalize = `UPDATE request_item SET step = 'done', outcome = @outcome, outcome_at = @at, outcome_by = @by, verification = @verification WHERE id = @id`
const verify =
  'UPDATE request_item SET verification = @verification, verified_at = @at, evidence = @evidence WHERE id = @id'
const claimAgain =
  "UPDATE request_item SET verification = 'claimed', outcome_at = @at, verified_at = NULL WHERE id = @id"
const restoreClaim =
  "UPDATE request_item SET verification = 'claimed', verified_at = NULL, evidence = NULL WHERE id = ?"
// A later item about the same access replaces it: the access was removed, or granted again with its own end.
const dueToEnd = `SELECT i.* FROM request_item i JOIN request r ON r.id = i.request_id
  WHERE i.ends_at <= @now AND i.ended_by IS NULL AND i.outcome = 'provisioned' AND NOT EXISTS (
    SELECT 1 FROM request_item later JOIN request o ON o.id = later.request_id
    WHERE later.entry_id = i.entry_id AND o.requestee_id = r.requestee_id AND later.outcome = 'provisioned'
      AND (later.outcome_at > i.outcome_at OR (later.outcome_at = i.outcome_at AND later.id > i.id)))
  ORDER BY i.ends_at LIMIT 500`
const hasEnd = `SELECT 1 FROM request_item i JOIN request r ON r.id = i.request_id
  WHERE i.entry_id = ? AND r.requestee_id = ? AND i.outcome = 'provisioned' AND i.ends_at IS NOT NULL AND i.ended_by IS NULL LIMIT 1`
const endItem = 'UPDATE request_item SET ended_by = @request WHERE id = @id'

const readRequest = (row: RequestRow): Request => ({
  id: row.id,
  key: row.idm_id,
  requester: row.requester_id,
  requestee: row.requestee_id,
  status: row.status,
  comment: row.comment,
  bundles: JSON.parse(row.bundle_ids) as string[],
  requestedAt: row.requested_at,
  completedAt: row.completed_at,
  revision: row.revision,
})

const readItem = (row: ItemRow): RequestItem => ({
  id: row.id,
  guid: row.guid,
  requestId: row.request_id,
  entryId: row.entry_id,
  action: row.action,
  displayName: row.display_name,
  fields: JSON.parse(row.fields) as Record<string, Json>,
  chain: JSON.parse(row.chain) as Level[],
  parallel: row.parallel === 1,
  timesApproved: row.times_approved,
  step: row.step,
  outcome: row.outcome,
  outcomeAt: row.outcome_at,
  verification: row.verification,
  verifiedAt: row.verified_at,
  evidence: row.evidence === null ? null : (JSON.parse(row.evidence) as Json),
  endsAt: row.ends_at,
  application: row.application_id,
  beginsAt: row.begins_at,
})

interface NewItem {
  readonly guid: string
  readonly request: number
  readonly entry: number
  readonly action: Action
  readonly displayName: string
  readonly fields: { readonly [name: string]: Json }
  readonly chain: readonly Level[]
  readonly parallel: boolean
  readonly step: Step
  readonly endsAt: number | null
  readonly application?: number | null
  readonly beginsAt?: number | null
}

export const requests = {
  byKey(db: Reader, key: string): Request | undefined {
    const row = prepared<RequestRow>(db, byKey).get(key)
    return row && readRequest(row)
  },
  get(db: Reader, id: number): Request | undefined {
    const row = prepared<RequestRow>(db, byId).get(id)
    return row && readRequest(row)
  },
  insert: (
    tx: Writer,
    input: {
      guid: string
      idmId: string
      requester: number | null
      requestee: number
      comment: string
      bundles: readonly string[]
      at: number
    },
  ): number => prepared<{ id: number }>(tx, insert).get({ ...input, bundles: JSON.stringify(input.bundles) })?.id ?? 0,
  /** Counts a change of anything that belongs to it. */
  touch: (tx: Writer, id: number) => prepared(tx, touch).run({ id }),
  /** @throws TransitionError when it has ended already */
  end(tx: Writer, id: number, status: Exclude<RequestStatus, 'in-progress'>, at: number): void {
    const before = requests.get(tx, id)
    if (before) requestTransitions.assert(before.status, status)
    prepared(tx, end).run({ id, status, at })
  },
  insertItem: (tx: Writer, item: NewItem): number =>
    prepared<{ id: number }>(tx, insertItem).get({
      application: null,
      beginsAt: null,
      ...item,
      fields: JSON.stringify(item.fields),
      chain: JSON.stringify(item.chain),
      parallel: item.parallel ? 1 : 0,
    })?.id ?? 0,
  items: (db: Reader, request: number): RequestItem[] => prepared<ItemRow>(db, itemsOf).all(request).map(readItem),
  itemByGuid(db: Reader, guid: string): RequestItem | undefined {
    const row = prepared<ItemRow>(db, itemByGuid).get(guid)
    return row && readItem(row)
  },
  item(db: Reader, id: number): RequestItem {
    const row = prepared<ItemRow>(db, itemById).get(id)
    if (!row) throw new Error(`no request item ${id}`)
    return readItem(row)
  },
  /** What is asked for somebody, and not decided or carried out yet. */
  underWay: (db: Reader, identity: number) => prepared<{ entry: number; action: Action }>(db, underWay).all(identity),
  /** @throws TransitionError */
  setStep(tx: Writer, id: number, step: Step): void {
    stepTransitions.assert(requests.item(tx, id).step, step)
    prepared(tx, setStep).run({ id, step })
  },
  /** When a scheduled item begins; null waits for a person. */
  setBeginning: (tx: Writer, id: number, at: number | null) => prepared(tx, setBeginning).run({ id, at }),
  setTimesApproved: (tx: Writer, id: number, times: number) => prepared(tx, setApproved).run({ id, times }),
  setFields: (tx: Writer, id: number, fields: { readonly [name: string]: Json }) =>
    prepared(tx, setFields).run({ id, fields: JSON.stringify(fields) }),
  /** @param end `by`: who set it without a task; null for the flow itself @throws TransitionError */
  finalize(
    tx: Writer,
    id: number,
    end: {
      readonly outcome: Outcome
      readonly verification: Verification
      readonly at: number
      readonly by: number | null
    },
  ): void {
    stepTransitions.assert(requests.item(tx, id).step, 'done')
    prepared(tx, finalize).run({ id, ...end })
  },
  verify(
    tx: Writer,
    id: number,
    finding: { readonly verification: Verification; readonly at: number; readonly evidence: Json },
  ): void {
    verificationTransitions.assert(requests.item(tx, id).verification, finding.verification)
    prepared(tx, verify).run({ id, ...finding, evidence: JSON.stringify(finding.evidence) })
  },
  /** Forgets what the data showed; when it was provisioned stays. */
  restoreClaim(tx: Writer, id: number): void {
    verificationTransitions.assert(requests.item(tx, id).verification, 'claimed')
    prepared(tx, restoreClaim).run(id)
  },
  claimAgain(tx: Writer, id: number, at: number): void {
    verificationTransitions.assert(requests.item(tx, id).verification, 'claimed')
    prepared(tx, claimAgain).run({ id, at })
  },
  /** Provisioned items whose last day has come. */
  dueToEnd: (db: Reader, now: number): RequestItem[] => prepared<ItemRow>(db, dueToEnd).all({ now }).map(readItem),
  /** Whether somebody has it by a request that ends. */
  hasEnd: (db: Reader, identity: number, entry: number): boolean =>
    prepared(db, hasEnd).get(entry, identity) !== undefined,
  endBy: (tx: Writer, id: number, request: number) => prepared(tx, endItem).run({ id, request }),
}
