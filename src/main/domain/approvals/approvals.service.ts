import type { Reader } from '../../storage/open.ts'
import { notFound } from '../errors.ts'
import type { ApprovalTask, TaskItem } from './task.ts'
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
