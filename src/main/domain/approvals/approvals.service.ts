import type { Reader } from '../../storage/open.ts'
import { notFound } from '../errors.ts'
import type { ApprovalTask, TaskItem } from './task.ts'
import { countTasks, findTasks, type TaskQuestion } from './task-lists.store.ts'
import { tasks } from './tasks.store.ts'

export type { ApprovalTask, TaskItem } from './task.ts'

/** A task that is there. @throws Refusal `not found` */
export function getTask(db: Reader, key: string): ApprovalTask {
  const task = tasks.byKey(db, key)
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

/** How many tasks are meant. */
export const howManyTasks = (db: Reader, question: TaskQuestion): number => countTasks(db, question)
