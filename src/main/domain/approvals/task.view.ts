import type { PrincipalRef } from '../../../contract/catalogue.ts'
import type { ApprovalTask as TaskWire } from '../../../contract/requests.ts'
import type { Reader } from '../../storage/open.ts'
import type { Participant } from '../roles/participant.ts'
import { fromColumns, type Principal } from '../roles/principal.ts'
import { whyNotDecide } from './may-decide.ts'
import { type TaskRow, taskRows } from './task-views.store.ts'

type Item = TaskWire['items'][number] & { readonly levels: number }

const instant = (at: number): string => new Date(at).toISOString()
const named = (json: string): PrincipalRef => JSON.parse(json) as PrincipalRef
const namedOrNull = (json: string | null): PrincipalRef | null => (json === null ? null : named(json))

/** Tasks as `/v1` shows them to somebody, in one reading. @param ids rows of tasks */
export const viewTasks = (db: Reader, who: Participant, ids: readonly number[]): TaskWire[] =>
  taskRows(db, ids).map((row) => view(who, row))

/** One task as `/v1` shows it to somebody. */
export function viewTask(db: Reader, who: Participant, { id }: { readonly id: number }): TaskWire {
  const [task] = viewTasks(db, who, [id])
  if (!task) throw new Error(`no task ${id}`)
  return task
}

function view(who: Participant, row: TaskRow): TaskWire {
  const items = JSON.parse(row.items) as Item[]
  const approver = fromColumns(row.approverIdentity, row.approverRole) as Principal
  const { status, kind, requesterId: requester, requesteeId: requestee } = row
  return {
    id: row.key,
    requestId: row.requestKey,
    kind,
    status,
    requester: namedOrNull(row.requester),
    requestee: named(row.requestee),
    approver: named(row.approver),
    original: namedOrNull(row.original),
    delegated: row.delegated === 1,
    adviser: namedOrNull(row.adviser),
    level: row.level,
    levels: Math.max(0, ...items.map(({ levels }) => levels)),
    items: items.map(({ levels: _, ...item }) => item),
    comment: row.comment,
    requestedAt: instant(row.requestedAt),
    createdAt: instant(row.createdAt),
    dueAt: instant(row.dueAt),
    expired: row.expiredAt !== null,
    completedAt: row.completedAt === null ? null : instant(row.completedAt),
    completedBy: namedOrNull(row.completedBy),
    recordedBy: namedOrNull(row.recordedBy),
    whyNot: whyNotDecide(who, { status, kind, requester, requestee, approver }),
    revision: row.revision,
  }
}
