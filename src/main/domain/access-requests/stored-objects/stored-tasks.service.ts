import { runAction, type ActionContext } from '../workflow/action-context.ts'
import { getTask, taskItems } from '../workflow/approvals.service.ts'
import { requireNotEverybody } from '../workflow/default-group.ts'
import { dueDate, openTask } from '../workflow/tasks.service.ts'
import type { ApprovalTask, TaskStatus } from '../model/task.ts'
import { differences } from '../../audit/differences.ts'
import type { Writer } from '../../../storage/open.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import { requireMayGive } from '../../authorization/giving.ts'
import { requireRight, type Participant } from '../../sign-in/participant.ts'
import { type Principal, samePrincipal, toColumns } from '../../roles/principal.ts'
import { longIdOf } from '../../roles/principals.service.ts'
import { itemRows, itemsNamed } from '../workflow/item-keys.ts'
import { getRequest } from '../workflow/read-request.service.ts'
import { requireNotParty, requireDirectRequest } from './direct-writes.ts'
import { isPartyTo, type Request } from '../model/request.ts'
import { repository } from './repository.store.ts'
import { expectRevision } from '../../shared/expect-revision.ts'
import { auditStored } from './audit-stored.ts'

/** A stored task as a client writes it. */
export interface StoredTask {
  readonly requestId: string
  readonly itemIds: readonly string[]
  readonly approver: Principal
  readonly consult: Principal | null
  readonly status?: TaskStatus | undefined
  /** Null: as the settings say. */
  readonly dueAt: number | null
  readonly workflowTask: string | null
}

/** Writes a task as it is said to be, without deciding anything. @throws as `putRequest` */
export function putTask(
  env: Environment,
  participant: Participant,
  {
    key,
    revision: expected,
    input,
  }: { readonly key: string; readonly revision: number | null; readonly input: StoredTask },
): { task: ApprovalTask; isNew: boolean } {
  requireRight(participant, 'repository:manage')
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const request = getRequest(tx, input.requestId)
    if (input.approver.kind === 'identity' && isPartyTo(request, input.approver.id)) throw requireDirectRequest()
    requireNotParty(request, participant)
    requireNotEverybody(tx, input.approver, 'approver')
    const isNew = !repository.isUsed(tx, 'approval_task', key)
    if (isNew || !samePrincipal(getTask(tx, key).approver, input.approver))
      requireMayGive(participant, { kind: 'decider' }, ctx.at)
    const task = isNew ? insertTask(ctx, key, request, input) : getTask(tx, key)
    if (!isNew) expectRevision(task.revision, expected)
    if (task.requestId !== request.id)
      throw new DomainError('invalid', 'A task stays with its request.', [
        { field: 'requestId', message: 'can’t be changed' },
      ])
    if (!isNew) requireSameItems(tx, request, task, input.itemIds)
    const before = isNew ? null : task
    const approver = toColumns(input.approver)
    const status = input.status ?? task.status
    if (status !== 'complete' && task.completedBy !== null)
      throw new DomainError('conflict', 'This task was completed: its decision cannot be changed.')
    const consult = toColumns(input.consult)
    repository.setTask(tx, {
      id: task.id,
      status,
      completedAt: status === 'in-progress' ? null : (task.completedAt ?? ctx.at),
      approverIdentity: approver.identity,
      approverRole: approver.role,
      consultIdentity: consult.identity,
      consultRole: consult.role,
      dueAt: input.dueAt ?? task.dueAt,
      workflowTask: input.workflowTask,
    })
    const changed = differences(before ? inWords(tx, before) : {}, inWords(tx, { ...input, status }))
    auditStored(ctx, { type: 'approval-task', id: key, what: isNew ? 'made' : 'written', details: { changed } })
    return { task: getTask(tx, key), isNew }
  })
}

/** @throws DomainError `invalid` */
function requireSameItems(tx: Writer, request: Request, task: ApprovalTask, ids: readonly string[]): void {
  const before = new Set(taskItems(tx, task.id).map(({ item }) => item))
  if (before.symmetricDifference(new Set(itemRows(tx, request, ids))).size > 0)
    throw new DomainError('invalid', 'A task stays with its items.', [{ field: 'items', message: 'can’t be changed' }])
}

function insertTask(ctx: ActionContext, key: string, request: Request, input: StoredTask): ApprovalTask {
  const items = itemsNamed(ctx.tx, request, input.itemIds)
  const to = { kind: 'task', approver: input.approver, original: null, delegated: false } as const
  const task = openTask(ctx, request, { kind: 'approval', level: 0, to, items, workflowTask: input.workflowTask })
  repository.rename(ctx.tx, 'approval_task', task.id, key)
  return { ...task, key, dueAt: input.dueAt ?? dueDate(ctx) }
}

/** Removes a task. Its row stays as a tombstone. @throws DomainError `forbidden`, `not-found`, `stale` */
export function deleteTask(
  env: Environment,
  participant: Participant,
  key: string,
  expected: number | null,
): ApprovalTask {
  requireRight(participant, 'repository:manage')
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const task = getTask(tx, key)
    requireNotParty(task, participant)
    expectRevision(task.revision, expected)
    repository.remove(tx, 'approval_task', task.id, ctx.at)
    auditStored(ctx, { type: 'approval-task', id: key, what: 'removed' })
    return task
  })
}

const inWords = (
  tx: Writer,
  { approver, consult, status }: { approver: Principal; consult: Principal | null; status: TaskStatus },
) => ({ approver: longIdOf(tx, approver), consult: consult && longIdOf(tx, consult), status })
