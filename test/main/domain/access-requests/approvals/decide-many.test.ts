import { afterEach, beforeEach, expect, it } from 'vitest'
import { tasksOf } from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { decideTasks } from '../../../../../src/main/domain/access-requests/approvals/decide-many.service.ts'
import { createRequests } from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  for (const [name, manager] of [['boss'], ['ana', 'boss'], ['ben', 'boss']] as const) governance.person(name, manager)
  for (const id of ['vault', 'desk']) {
    governance.role(id)
    governance.item(id)
  }
})
afterEach(() => governance.close())

const ask = (requester: string, itemId: string) => {
  const items = [{ itemId, action: 'add', fields: {} } as const]
  const [request] = createRequests(
    governance.env,
    governance.as(requester),
    { people: [requester], items, comment: '' },
    null,
  )
  const [task] = request ? tasksOf(governance.env.store.reader, request.id) : []
  if (!task) throw new Error('no task')
  return { id: task.key, revision: task.revision }
}
const decide = (tasks: { id: string; revision: number }[]) =>
  decideTasks(governance.env, { kind: 'operator' }, governance.as('boss'), {
    tasks,
    decided: { all: 'yes', comment: '' },
  })

it('decides each task by itself, and reports a missing or repeated one in its row', () => {
  const [first, second] = [ask('ana', 'vault'), ask('ben', 'vault')]
  const { done, results } = decide([first, { id: 'gone', revision: 0 }, second, first])
  expect(done).toBe(2)
  expect(results.map((row) => [row.id, row.done])).toEqual([
    [first.id, true],
    ['gone', false],
    [second.id, true],
    [first.id, false],
  ])
})

it('tasks that ask for different things are not decided together', () => {
  const unlike = [ask('ana', 'vault'), ask('ben', 'desk')]
  expect(() => decide(unlike)).toThrow(expect.objectContaining({ code: 'invalid' }))
})
