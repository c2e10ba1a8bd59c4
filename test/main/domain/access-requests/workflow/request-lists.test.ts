import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  listTasks,
  type TaskQuestion,
} from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { emptyFilter } from '../../../../../src/main/domain/access-requests/model/list-filter.ts'
import {
  listRequests,
  requestOf,
  type RequestQuestion,
} from '../../../../../src/main/domain/access-requests/workflow/read-request.service.ts'
import { createRequests } from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  for (const name of ['ana', 'ben', 'cleo']) governance.person(name)
  for (const id of ['vault', 'desk']) {
    governance.role(id)
    governance.item(id, { approvers: ['managed/user/cleo'] })
  }
})
afterEach(() => governance.close())

const listQuery = { ...emptyFilter, status: null }
const ask = (requester: string, forWhom: string, itemId: string) => {
  const items = [{ itemId, action: 'add', fields: {} } as const]
  return (
    createRequests(governance.env, governance.as(requester), { people: [forWhom], items, comment: '' }, null)[0]?.key ??
    ''
  )
}
/** The same question to both lists, which answer with the same requests; the total agrees with the page. */
function idsFound(question: Partial<Omit<RequestQuestion & TaskQuestion, 'status'>>): string[] {
  const db = governance.env.store.reader
  const requests = listRequests(db, { ...listQuery, party: null, ...question }, true)
  const tasks = listTasks(db, { ...listQuery, whose: null, ...question }, true)
  const keys = requests.items.map(({ key }) => key).toSorted()
  expect(tasks.items.map(({ requestId }) => requestOf(db, requestId).key).toSorted()).toEqual(keys)
  expect([requests.total, tasks.total]).toEqual([keys.length, keys.length])
  return keys
}

it('requests and tasks are found by item, by who asked and by who receives', () => {
  const requestKey = ask('ana', 'ana', 'vault')
  const other = ask('ben', 'ana', 'desk')
  expect(idsFound({})).toEqual([requestKey, other].toSorted())
  for (const item of ['vault', 'managed/role/vault']) expect(idsFound({ item })).toEqual([requestKey])
  expect(idsFound({ item: 'nothing' })).toEqual([])
  expect(idsFound({ requester: governance.idOf('ben') })).toEqual([other])
  expect(idsFound({ requestee: governance.idOf('ana') })).toEqual([requestKey, other].toSorted())
  expect(idsFound({ requestee: governance.idOf('ana'), item: 'desk', requester: governance.idOf('ana') })).toEqual([])
})

it('requests are found by what the data says of their items', () => {
  const db = governance.env.store.reader
  const claimed = ask('ana', 'ana', 'vault')
  const proved = ask('ben', 'ben', 'vault')
  const set = (verification: string, key: string) =>
    governance.env.store.transact((tx) =>
      tx
        .prepare(
          'UPDATE request_item SET verification = ? WHERE request_id = (SELECT id FROM request WHERE idm_id = ?)',
        )
        .run(verification, key),
    )
  set('claimed', claimed)
  set('proved', proved)
  const keys = (verification: 'claimed' | 'contradicted') =>
    listRequests(db, { ...listQuery, party: null, verification }, true).items.map(({ key }) => key)
  expect([keys('claimed'), keys('contradicted')]).toEqual([[claimed], []])
})
