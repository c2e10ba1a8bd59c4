import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'

/** A person or a role, as JSON of its columns. */
export interface Named {
  readonly kind: 'person' | 'role'
  readonly id: string
  readonly name: string
  readonly personId: string | null
}

/** A task with everything that its lists show, read in one statement. JSON columns hold `Named` or null. */
export interface TaskRow {
  readonly key: string
  readonly requestKey: string
  readonly kind: 'approval' | 'provisioning'
  readonly status: 'in-progress' | 'complete' | 'cancelled'
  readonly level: number
  readonly requesterId: number | null
  readonly requesteeId: number
  readonly approverIdentity: number | null
  readonly approverRole: number | null
  readonly completedById: number | null
  readonly requester: string | null
  readonly requestee: string
  readonly approver: string
  readonly original: string | null
  readonly delegated: 0 | 1
  readonly adviser: string | null
  readonly completedBy: string | null
  readonly recordedBy: string | null
  /** An array of items with their decisions and the length of their chains. */
  readonly items: string
  readonly comment: string
  readonly requestedAt: number
  readonly createdAt: number
  readonly dueAt: number
  readonly expiredAt: number | null
  readonly completedAt: number | null
  readonly revision: number
}

const person = (column: string) => `
  (SELECT json_object('kind', 'person', 'id', 'managed/user/' || i.idm_id, 'name', coalesce(nullif(n.full_name, ''), i.idm_id), 'personId', i.guid)
    FROM identity i LEFT JOIN person_now n ON n.identity_id = i.id WHERE i.id = ${column})`
const principal = (identity: string, role: string) => `
  CASE WHEN ${identity} IS NOT NULL THEN ${person(identity)}
    ELSE (SELECT json_object('kind', 'role', 'id', o.kind || '/role/' || o.idm_id, 'name', o.name, 'personId', NULL) FROM role o WHERE o.id = ${role}) END`

const rows = `
  SELECT t.idm_id AS key, r.idm_id AS requestKey, t.kind, t.status, t.level, t.requester_id AS requesterId, t.requestee_id AS requesteeId,
    t.approver_identity AS approverIdentity, t.approver_role AS approverRole, t.completed_by AS completedById,
    ${person('t.requester_id')} AS requester, ${person('t.requestee_id')} AS requestee, ${principal('t.approver_identity', 't.approver_role')} AS approver,
    ${principal('t.original_identity', 't.original_role')} AS original, t.delegated, ${principal('t.consult_identity', 't.consult_role')} AS adviser,
    ${person('t.completed_by')} AS completedBy, ${person('t.recorded_by')} AS recordedBy,
    (SELECT json_group_array(json_object('itemId', e.idm_id, 'name', i.display_name, 'action', i.action, 'riskLevel', e.risk_level, 'outcome', ti.outcome,
        'comment', ti.comment, 'levels', json_array_length(i.chain)) ORDER BY i.id)
      FROM approval_task_item ti CROSS JOIN request_item i ON i.id = ti.item_id CROSS JOIN glossary_entry e ON e.id = i.entry_id WHERE ti.task_id = t.id) AS items,
    r.comment, r.requested_at AS requestedAt, t.created_at AS createdAt, t.due_at AS dueAt, t.expired_at AS expiredAt, t.completed_at AS completedAt, t.revision
  FROM json_each(?) wanted CROSS JOIN approval_task t ON t.id = wanted.value CROSS JOIN request r ON r.id = t.request_id ORDER BY wanted.key`

/** Tasks in the order in which they are asked for. */
export const taskRows = (db: Reader, ids: readonly number[]): TaskRow[] =>
  prepared<TaskRow>(db, rows).all(JSON.stringify(ids))
