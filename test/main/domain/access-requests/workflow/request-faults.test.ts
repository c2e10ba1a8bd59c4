import { afterEach, beforeEach, expect, it } from 'vitest'
import { decideTask } from '../../../../../src/main/domain/access-requests/approvals/decisions.service.ts'
import type { Request } from '../../../../../src/main/domain/access-requests/model/request.ts'
import {
  cancelRequest,
  createRequests,
} from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import { tasksOf } from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { storageFault } from '../../../../../src/main/storage/storage-fault.ts'
import { contentOf } from '../../../../support/database-content.ts'
import { failingStore, writeFaults } from '../../../../support/failing-store.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

const layer = failingStore()
let room: Governance
beforeEach(() => {
  layer.heal()
  room = startGovernance({ wrapWriter: layer.wrapWriter })
  for (const [name, manager] of [['boss'], ['ana', 'boss']] as const) room.person(name, manager)
  room.role('vault')
})
afterEach(() => room.close())

const request = (itemId: string): Request => {
  const items = [{ itemId, action: 'add', fields: {} } as const]
  const [made] = createRequests(room.env, room.as('ana'), { people: ['ana'], items, comment: 'for work' }, null)
  if (!made) throw new Error('no request')
  return made
}
const decide = (made: Request, all: 'yes' | 'no') => {
  const task = tasksOf(room.env.store.reader, made.id).find(({ status }) => status === 'in-progress')
  if (!task) throw new Error('no open task')
  return decideTask(room.env, room.as('boss'), { taskKey: task.key, revision: null, decided: { all, comment: '' } })
}

let roles = 0
const newItem = (): string => {
  const id = `role-${++roles}`
  room.role(id)
  return room.item(id).key
}

const flows = [
  {
    name: 'somebody requests access',
    prepare: () => {
      const item = newItem()
      return () => void request(item)
    },
  },
  {
    name: 'an approver approves',
    prepare: () => {
      const made = request(newItem())
      return () => void decide(made, 'yes')
    },
  },
  {
    name: 'an approver denies',
    prepare: () => {
      const made = request(newItem())
      return () => void decide(made, 'no')
    },
  },
  {
    name: 'a request is cancelled',
    prepare: () => {
      const made = request(newItem())
      return () => void cancelRequest(room.env, room.as('ana'), made.key, '')
    },
  },
] as const

it.each(flows)(
  'a disk that fails at any write while $name leaves all as it was',
  { timeout: 120_000 },
  ({ prepare }) => {
    let failed = 0
    for (let n = 1; ; n++) {
      const call = prepare()
      const before = contentOf(room.env.store.file)
      layer.failAt(n, writeFaults[n % writeFaults.length])
      let thrown: unknown
      try {
        call()
      } catch (error) {
        thrown = error
      }
      const wasReached = layer.failed
      layer.heal()
      if (!wasReached) {
        expect(thrown).toBeUndefined()
        break
      }
      expect(storageFault(thrown), `write ${n}`).toBeDefined()
      expect(contentOf(room.env.store.file), `write ${n} left something behind`).toEqual(before)
      call()
      failed++
    }
    expect(failed).toBeGreaterThan(3)
  },
)
