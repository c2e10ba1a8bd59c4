import { expect, test } from 'vitest'
import { newTaskIds } from '../../../../src/renderer/features/approvals/new-task-notice.ts'

const now = Date.parse('2026-07-01T12:00:00.000Z')
const task = (id: string, secondsAgo: number, whyNotDecide: string | null = null) => ({
  id,
  createdAt: new Date(now - secondsAgo * 1000).toISOString(),
  whyNotDecide,
})

test('notifies once of each new task that the user can decide', () => {
  const tasks = [task('new', 2), task('told', 2), task('old', 3600), task('own', 2, 'You asked for it.')]
  expect(newTaskIds(tasks, new Set(['told']), now)).toEqual(['new'])
})
