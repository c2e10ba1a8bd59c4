import type { PrincipalRef } from '../../../../contract/catalogue.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { personObjectIdSql, roleObjectIdSql } from '../../shared/object-ids.ts'

/** A task with everything that its lists show but names. People and roles are rows of theirs. */
export interface TaskRow {
  readonly key: string
  readonly requestKey: string
  readonly kind: 'approval' | 'provisioning'
  readonly status: 'in-progress' | 'complete' | 'cancelled'
  readonly level: number
  readonly requester: number | null
  readonly requestee: number
  readonly approverIdentity: number | null
  readonly approverRole: number | null
  readonly originalIdentity: number | null
  readonly originalRole: number | null
  readonly delegated: 0 | 1
  readonly consultIdentity: number | null
  readonly consultRole: number | null
  readonly completedBy: number | null
  readonly recordedBy: number | null
  /** An array of items with their decisions and the length of their chains, as JSON. */
  readonly items: string
  readonly comment: string
  readonly requestedAt: number
  readonly createdAt: number
  readonly dueAt: number
  readonly expiredAt: number | null
  readonly completedAt: number | null
  readonly revision: number
}

const rows = `
  SELECT t.idm_id AS key, r.idm_id AS requestKey, t.kind, t.status, t.level, t.requester_id AS requester, t.requestee_id AS requestee,
    t.approver_identity AS approverIdentity, t.approver_role AS approverRole, t.original_identity AS originalIdentity, t.original_role AS originalRole,
    t.delegated, t.consult_identity AS consultIdentity, t.consult_role AS consultRole, t.completed_by AS completedBy, t.recorded_by AS recordedBy,
    (SELECT json_group_array(json_object('itemId', e.idm_id, 'name', i.display_name, 'action', i.action, 'riskLevel', e.risk_level, 'outcome', ti.outcome,
        'comment', ti.comment, 'levels', json_array_length(i.chain)) ORDER BY i.id)
      FROM approval_task_item ti CROSS JOIN request_item i ON i.id = ti.item_id CROSS JOIN glossary_entry e ON e.id = i.entry_id WHERE ti.task_id = t.id) AS items,
    r.comment, r.requested_at AS requestedAt, t.created_at AS createdAt, t.due_at AS dueAt, t.expired_at AS expiredAt, t.completed_at AS completedAt, t.revision
  FROM json_each(?) wanted CROSS JOIN approval_task t ON t.id = wanted.value CROSS JOIN request r ON r.id = t.request_id ORDER BY wanted.key`

/** Tasks in the order in which they are asked for. */
export const taskViewRows = (db: Reader, ids: readonly number[]): TaskRow[] =>
  prepared<TaskRow>(db, rows).all(JSON.stringify(ids))

interface NameRow extends PrincipalRef {
  readonly row: number
}

const people = `
  SELECT i.id AS row, ${personObjectIdSql('i.idm_id')} AS id, 'person' AS kind, coalesce(nullif(n.full_name, ''), i.idm_id) AS name, i.guid AS personId
  FROM json_each(?) wanted CROSS JOIN identity i ON i.id = wanted.value LEFT JOIN person_now n ON n.identity_id = i.id`
const roles = `
  SELECT o.id AS row, ${roleObjectIdSql('o.kind', 'o.idm_id')} AS id, 'role' AS kind, o.name, NULL AS personId
  FROM json_each(?) wanted CROSS JOIN role o ON o.id = wanted.value`

/** What people, or roles, are called, by their rows. A page of tasks names few, many times. */
export const namesOf = (
  db: Reader,
  kind: 'people' | 'roles',
  ids: ReadonlySet<number>,
): ReadonlyMap<number, PrincipalRef> =>
  new Map(
    ids.size === 0
      ? []
      : prepared<NameRow>(db, kind === 'people' ? people : roles)
          .all(JSON.stringify([...ids]))
          .map(({ row, ...principal }) => [row, principal]),
  )
