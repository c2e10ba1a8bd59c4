import type { PrincipalRef } from '../../../../contract/catalogue.ts'
import type { ApprovalTask as TaskWire } from '../../../../contract/approvals.ts'
import type { Reader } from '../../../storage/open.ts'
import type { Participant } from '../../sign-in/participant.ts'
import { fromColumns, type Principal } from '../../roles/principal.ts'
import { whyNotDecide } from '../workflow/may-decide.ts'
import { namesOf, type TaskRow, taskViewRows } from './task-views.store.ts'
import { instant, instantOrNull } from '../../shared/instant.ts'

type Item = TaskWire['items'][number] & { readonly levels: number }

/** Tasks as `/v1` shows them to somebody. @param ids rows of tasks */
export function viewTasks(db: Reader, participant: Participant, ids: readonly number[]): TaskWire[] {
  const rows = taskViewRows(db, ids)
  const names = namesIn(db, rows)
  return rows.map((row) => view(participant, row, names))
}

/** One task as `/v1` shows it to somebody. */
export function viewTask(db: Reader, participant: Participant, { id }: { readonly id: number }): TaskWire {
  const [task] = viewTasks(db, participant, [id])
  if (!task) throw new Error(`no task ${id}`)
  return task
}

interface Names {
  person(id: number): PrincipalRef
  personOrNull(id: number | null): PrincipalRef | null
  principal(identity: number | null, role: number | null): PrincipalRef | null
}

/** The names of all people and roles of some tasks. */
function namesIn(db: Reader, rows: readonly TaskRow[]): Names {
  const [people, roles] = [new Set<number>(), new Set<number>()]
  for (const row of rows) {
    for (const id of [row.requester, row.requestee, row.approverIdentity, row.originalIdentity])
      if (id !== null) people.add(id)
    for (const id of [row.consultIdentity, row.completedBy, row.recordedBy]) if (id !== null) people.add(id)
    for (const id of [row.approverRole, row.originalRole, row.consultRole]) if (id !== null) roles.add(id)
  }
  const [ofPeople, ofRoles] = [namesOf(db, 'people', people), namesOf(db, 'roles', roles)]
  const of = (names: ReadonlyMap<number, PrincipalRef>, id: number): PrincipalRef => {
    const principal = names.get(id)
    if (!principal) throw new Error(`nobody has the row ${id}`)
    return principal
  }
  const person = (id: number) => of(ofPeople, id)
  const personOrNull = (id: number | null) => (id === null ? null : person(id))
  return {
    person,
    personOrNull,
    principal: (identity, role) => personOrNull(identity) ?? (role === null ? null : of(ofRoles, role)),
  }
}

function view(participant: Participant, row: TaskRow, names: Names): TaskWire {
  const items = JSON.parse(row.items) as Item[]
  const approver = fromColumns(row.approverIdentity, row.approverRole) as Principal
  const { status, kind, requester, requestee } = row
  return {
    id: row.key,
    requestId: row.requestKey,
    kind,
    status,
    requester: names.personOrNull(requester),
    requestee: names.person(requestee),
    approver: names.principal(row.approverIdentity, row.approverRole) as PrincipalRef,
    original: names.principal(row.originalIdentity, row.originalRole),
    delegated: row.delegated === 1,
    adviser: names.principal(row.consultIdentity, row.consultRole),
    level: row.level,
    levels: Math.max(0, ...items.map(({ levels }) => levels)),
    items: items.map(({ levels: _, ...item }) => item),
    comment: row.comment,
    requestedAt: instant(row.requestedAt),
    createdAt: instant(row.createdAt),
    dueAt: instant(row.dueAt),
    expired: row.expiredAt !== null,
    completedAt: instantOrNull(row.completedAt),
    completedBy: names.personOrNull(row.completedBy),
    recordedBy: names.personOrNull(row.recordedBy),
    whyNotDecide: whyNotDecide(participant, { status, kind, requester, requestee, approver }),
    revision: row.revision,
  }
}
