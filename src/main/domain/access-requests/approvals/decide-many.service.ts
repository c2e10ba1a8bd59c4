import type { DecideTasksResult } from '../../../../contract/approvals.ts'
import type { Reader } from '../../../storage/open.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import type { Participant } from '../../sign-in/participant.ts'
import type { Caller } from '../../authorization/caller.ts'
import { requireStepUp } from '../../authorization/step-up.ts'
import { type ApprovalTask, findTask, taskItems } from '../workflow/approvals.service.ts'
import { decideTask } from './decisions.service.ts'
import { itemOf } from '../workflow/read-request.service.ts'

/** More decisions than this at once need a step-up. */
const mostWithoutPassword = 25

/** Tasks are alike when they have the same kind and the same items with the same actions. */
function likeness(db: Reader, task: ApprovalTask): string {
  const items = taskItems(db, task.id).map(({ item }) => itemOf(db, item))
  return JSON.stringify([task.kind, items.map(({ entryId, action }) => `${entryId} ${action}`).toSorted()])
}

/**
 * Decides several tasks with one word and one reason. Each is a decision of its own, with its own entry in the log; what
 * can't be decided says why and leaves the others alone.
 * @throws DomainError `step-up-needed` for many, or `invalid` when they do not ask for the same
 */
export function decideTasks(
  env: Environment,
  caller: Caller,
  participant: Participant,
  {
    tasks,
    decided,
  }: {
    readonly tasks: readonly { readonly id: string; readonly revision: number }[]
    readonly decided: { readonly all: 'yes' | 'no'; readonly comment: string }
  },
): DecideTasksResult {
  if (tasks.length > mostWithoutPassword) requireStepUp(caller, env.clock())
  const db = env.store.reader
  // One that is gone is refused in its own row.
  const foundTasks = tasks.flatMap(({ id }) => findTask(db, id) ?? [])
  if (new Set(foundTasks.map((task) => likeness(db, task))).size > 1)
    throw new DomainError('invalid', 'Only tasks that request the same items can be decided together.', [
      { field: 'tasks', message: 'ask for different things' },
    ])
  const results = tasks.map(({ id, revision }) => {
    try {
      decideTask(env, participant, { taskKey: id, revision, decided })
      return { id, done: true, why: null }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return { id, done: false, why: error.message }
    }
  })
  return { done: results.filter(({ done }) => done).length, results }
}
