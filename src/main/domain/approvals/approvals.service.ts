import type { Reader } from '../../storage/open.ts'
import { totalWhileUnchanged } from '../../storage/while-unchanged.ts'
import { notFound } from '../errors.ts'
import type { ApprovalTask, TaskItem } from './task.ts'
import { countTasks, findTasks, type TaskQuestion } from './task-lists.store.ts'
import { tasks } from './tasks.store.ts'

export type { ApprovalTask, TaskItem } from './task.ts'

/** A task that is there. */
export const findTask = (db: Reader, key: string): ApprovalTask | undefined => tasks.byKey(db, key)

/** A task that is there. @throws Refusal `not found` */
export function getTask(db: Reader, key: string): ApprovalTask {
  const task = findTask(db, key)
  if (!task) throw notFound('approval task')
  return task
}

export const tasksOf = (db: Reader, request: number): ApprovalTask[] => tasks.ofRequest(db, request)
export const taskItems = (db: Reader, task: number): TaskItem[] => tasks.items(db, task)

export type { TaskQuestion } from './task-lists.store.ts'

/** One page of tasks. @param counted whether the total is wanted; null otherwise @throws UnknownField */
export const listTasks = (
  db: Reader,
  question: TaskQuestion,
  counted: boolean,
): { items: ApprovalTask[]; total: number | null } => ({
  items: findTasks(db, question).map((id) => tasks.get(db, id)),
  total: counted ? countTasks(db, question) : null,
})

/** The same as rows, for whoever reads them in a way of their own. */
export const pageOfTasks = (db: Reader, question: TaskQuestion): { ids: number[]; total: number } => ({
  ids: findTasks(db, question),
  total: totalWhileUnchanged(db, `tasks ${JSON.stringify({ ...question, offset: 0 })}`, () => countTasks(db, question)),
})

/** How many tasks are meant. */
export const howManyTasks = (db: Reader, question: TaskQuestion): number => countTasks(db, question)
