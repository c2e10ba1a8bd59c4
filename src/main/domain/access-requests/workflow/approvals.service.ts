import type { Reader } from '../../../storage/open.ts'
import { commitScopedTotal, type CommitScopedCache, commitScoped } from '../../../storage/commit-scoped-cache.ts'
import { notFound } from '../../shared/errors.ts'
import type { ApprovalTask, TaskItem } from '../model/task.ts'
import { countTasks, findTasks, type TaskListQuery } from './task-lists.store.ts'
import { tasks } from './tasks.store.ts'

export type { ApprovalTask, TaskItem } from '../model/task.ts'

/** A task that is there. */
export const findTask = (db: Reader, key: string): ApprovalTask | undefined => tasks.byKey(db, key)

/** A task that is there. @throws DomainError `not-found` */
export function getTask(db: Reader, key: string): ApprovalTask {
  const task = findTask(db, key)
  if (!task) throw notFound('approval-task')
  return task
}

export const tasksOf = (db: Reader, request: number): ApprovalTask[] => tasks.ofRequest(db, request)
export const taskItems = (db: Reader, task: number): TaskItem[] => tasks.items(db, task)

export type { TaskListQuery as TaskQuestion } from './task-lists.store.ts'

/** One page of tasks. @param counted whether the total is wanted; null otherwise @throws UnknownField */
export const listTasks = (
  db: Reader,
  question: TaskListQuery,
  counted: boolean,
): { items: ApprovalTask[]; total: number | null } => ({
  items: findTasks(db, question).map((id) => tasks.get(db, id)),
  total: counted ? countTasks(db, question) : null,
})

interface TaskPage {
  readonly ids: readonly number[]
  readonly total: number
}

const pages = new WeakMap<Reader, CommitScopedCache<TaskPage>>()

/**
 * The same as rows, for whoever reads them in a way of their own. An inbox that somebody keeps open is asked for again and
 * again: which tasks are in it is remembered until anything is committed.
 */
export function pageOfTasks(db: Reader, question: TaskListQuery): TaskPage {
  let cache = pages.get(db)
  if (!cache) pages.set(db, (cache = commitScoped(db, (key) => readPage(db, JSON.parse(key) as TaskListQuery))))
  const page = cache.ask(JSON.stringify(question))
  if (!page) throw new Error('there is always a page')
  return page
}

const readPage = (db: Reader, question: TaskListQuery): TaskPage => ({
  ids: findTasks(db, question),
  total: commitScopedTotal(db, `tasks ${JSON.stringify({ ...question, offset: 0 })}`, () => countTasks(db, question)),
})

/** How many tasks are meant. */
export const countTasksOf = (db: Reader, question: TaskListQuery): number => countTasks(db, question)
