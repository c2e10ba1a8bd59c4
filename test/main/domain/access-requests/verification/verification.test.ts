import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EntitlementPage, PublishResult } from '../../../../../src/contract/catalogue.ts'
import { Account, AccountPage } from '../../../../../src/contract/identities.ts'
import { Import } from '../../../../../src/contract/imports.ts'
import { AccessRequestDetail, OutOfBandPage } from '../../../../../src/contract/requests.ts'
import { type RequestItem } from '../../../../../src/contract/request-parts.ts'
import {
  apply,
  createCore,
  extract,
  type Grant,
  stage,
  startTestHost,
  switchApi,
  type TestHost,
} from '../../../../support/test-host.ts'

/** From a request to its proof in the data, through real files and both APIs. */
let host: TestHost
let now = 0
beforeEach(async () => {
  now = Date.parse('2026-06-30T18:00:00.000Z')
  host = await startTestHost({ clock: () => now, importsDir: null })
  await switchApi(host, true)
  await createCore(host)
  for (const id of ['boss', 'ana', 'ivo'])
    await openidm(null, 'PUT', `managed/user/${id}`, {
      userName: id,
      password: password(id),
      sn: id,
      ...(id === 'ana' ? { manager: { _ref: 'managed/user/boss' } } : {}),
    })
  await bring('core-1.csv', '2026-06-30T17:00:00.000Z', ['ana', 'Teller'], ['ben', 'Wire Approval'])
  await match('ana')
})
afterEach(() => host.close())

const password = (id: string) => `five ${id} geese, swimming upstream`

// oxlint-disable-next-line typescript/no-explicit-any -- whatever came over the wire
async function openidm(userName: string | null, method: string, path: string, body?: unknown): Promise<any> {
  const headers = {
    'content-type': 'application/json',
    ...(userName === null ? {} : { 'x-openidm-username': userName, 'x-openidm-password': password(userName) }),
  }
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
  const caller = userName === null ? ({ kind: 'operator' } as const) : ({ kind: 'anonymous', channel: 'wire' } as const)
  const response = await host.host.fetch(new Request(`http://127.0.0.1/openidm/${path}`, init), caller)
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${method} ${path} → ${JSON.stringify(answer)}`)
  return answer
}

/** An extract comes and counts. @returns the id of its import */
async function bring(name: string, at: string, ...grants: Grant[]): Promise<string> {
  now = Math.max(now, Date.parse(at) + 60_000)
  const staged = await stage(host, extract(grants), name, at)
  // The same bytes again change nothing, and yet say something.
  if (staged.state === 'duplicate') return staged.id
  const applied = await apply(host, staged, 'as the bank says')
  expect(applied.state).toBe('applied')
  return applied.id
}

async function undo(id: string): Promise<void> {
  now += 3_600_000
  const { id: undoing } = await host.ask(Import, 'POST', `/v1/imports/${id}/undo`)
  await host.host.idle()
  await apply(host, await host.ask(Import, 'GET', `/v1/imports/${undoing}`), 'it was of another branch')
}

async function match(name: string): Promise<void> {
  const { items } = await host.ask(AccountPage, 'GET', `/v1/accounts?q=${name}`)
  const [account] = items
  const { guid } = people().find((person) => person.idm_id === name) ?? { guid: '' }
  const body = { personId: guid, reason: 'it is hers' }
  await host.ask(Account, 'PUT', `/v1/accounts/${account?.id}/match`, body, { 'if-match': `"${account?.revision}"` })
}

function people(): { guid: string; idm_id: string }[] {
  const db = new Database(join(host.dataDir, 'castellan.db'), { readonly: true })
  try {
    return db.prepare('SELECT guid, idm_id FROM identity').all() as { guid: string; idm_id: string }[]
  } finally {
    db.close()
  }
}

/** Makes an entitlement requestable; Ivo carries out what was approved. @returns the item's id */
async function publish(words: string): Promise<string> {
  const { items } = await host.ask(EntitlementPage, 'GET', `/v1/entitlements?q=${encodeURIComponent(words)}`)
  const ids = items.map(({ id }) => id)
  const body = { ids, provisionerId: 'managed/user/ivo', approvers: ['manager'] }
  const published = await host.ask(PublishResult, 'POST', '/v1/catalogue/publish', body)
  return published.items[0] ?? ''
}

/** Ana asks and her manager says yes. @returns the request's id */
async function approved(itemId: string, requestType: 'add' | 'remove' = 'add'): Promise<string> {
  const requestInput = { userIds: ['ana'], items: [{ itemId, requestType }], comment: 'for the vault' }
  const { requestIds, result } = await openidm('ana', 'POST', 'access-request/request', requestInput)
  const approve = 'access-request/request/approval?_action=approved'
  await openidm('boss', 'POST', approve, { approvalId: result[0].approvalTasks[0] })
  return requestIds[0]
}

/** What is put to Ivo now. */
const work = async (): Promise<{ _id: string; requestId: string; type: string }[]> =>
  (await openidm('ivo', 'GET', 'access-request/approval')).result

async function ivoSays(outcome: 'provisioned' | 'not-provisioned'): Promise<void> {
  const [task] = await work()
  const action = outcome === 'provisioned' ? 'approved' : 'rejected'
  await openidm('ivo', 'POST', `access-request/request/approval?_action=${action}`, { approvalId: task?._id })
}

const detail = (id: string) => host.ask(AccessRequestDetail, 'GET', `/v1/requests/${id}`)
async function item(id: string): Promise<RequestItem> {
  const { items } = (await detail(id)).request
  if (!items[0]) throw new Error('no item')
  return items[0]
}
const becomes = (id: string, verification: string) =>
  vi.waitFor(async () => expect((await item(id)).verification).toBe(verification))

test('what somebody says they did is claimed, then contradicted and work again, then proved with the line that shows it', async () => {
  const request = await approved(await publish('Wire'))
  expect((await work()).map(({ requestId, type }) => [requestId, type])).toEqual([[request, 'provisioning']])
  await ivoSays('provisioned')
  expect(await item(request)).toMatchObject({ outcome: 'provisioned', verification: 'claimed', evidence: null })
  expect(await work()).toEqual([])

  // What was taken from the system before the claim says nothing about it.
  await bring('core-2.csv', '2026-06-30T17:30:00.000Z', ['ana', 'Teller'], ['ben', 'Wire Approval'])
  expect((await item(request)).verification).toBe('claimed')

  const without = await bring('core-3.csv', '2026-07-01T17:00:00.000Z', ['ana', 'Teller'], ['ben', 'Wire Approval'])
  await becomes(request, 'contradicted')
  expect(await item(request)).toMatchObject({ outcome: 'provisioned', evidence: { import: without } })
  expect((await work()).map(({ requestId }) => requestId)).toEqual([request])

  // Another extract that shows the same opens the same work once only.
  await bring('core-4.csv', '2026-07-02T17:00:00.000Z', ['ana', 'Teller'], ['ben', 'Wire Approval'], ['cai', 'Teller'])
  expect(await work()).toHaveLength(1)

  await ivoSays('provisioned')
  expect(await item(request)).toMatchObject({ verification: 'claimed' })
  const rows: Grant[] = [
    ['ana', 'Teller'],
    ['ben', 'Wire Approval'],
    ['ana', 'Wire Approval'],
  ]
  const withIt = await bring('core-5.csv', '2026-07-03T17:00:00.000Z', ...rows)
  await becomes(request, 'proved')
  expect((await item(request)).evidence).toMatchObject({
    import: withIt,
    extractAt: '2026-07-03T17:00:00.000Z',
    grant: { userName: 'ana', file: 'core-5.csv', line: 4 },
  })
  const { history } = await detail(request)
  const words = history.map(({ action }) => action)
  expect(words.filter((word) => ['provisioned', 'contradicted', 'proved'].includes(word))).toEqual([
    'provisioned',
    'contradicted',
    'provisioned',
    'proved',
  ])
})

test('contradicted work that later data shows is proved without another claim', async () => {
  const request = await approved(await publish('Wire'))
  await ivoSays('provisioned')
  await bring('core-2.csv', '2026-07-01T17:00:00.000Z', ['ana', 'Teller'])
  await becomes(request, 'contradicted')
  await bring('core-3.csv', '2026-07-02T17:00:00.000Z', ['ana', 'Teller'], ['ana', 'Wire Approval'])
  await becomes(request, 'proved')
  expect(await work()).toEqual([])
})

test('an undone import takes its proof and its contradiction back with it', async () => {
  const request = await approved(await publish('Wire'))
  await ivoSays('provisioned')
  const proving = await bring('core-2.csv', '2026-07-01T17:00:00.000Z', ['ana', 'Teller'], ['ana', 'Wire Approval'])
  await becomes(request, 'proved')
  await undo(proving)
  await becomes(request, 'claimed')
  expect(await item(request)).toMatchObject({ outcome: 'provisioned', evidence: null })
  expect(await work()).toEqual([])

  const without = await bring('core-3.csv', '2026-07-02T17:00:00.000Z', ['ana', 'Teller'], ['cai', 'Teller'])
  await becomes(request, 'contradicted')
  expect(await work()).toHaveLength(1)
  await undo(without)
  await becomes(request, 'claimed')
  expect(await work()).toEqual([])

  await bring('core-4.csv', '2026-07-03T17:00:00.000Z', ['ana', 'Teller'], ['ana', 'Wire Approval'], ['dan', 'Teller'])
  await becomes(request, 'proved')
})

test('a removal is proved by the extract without it', async () => {
  const request = await approved(await publish('Teller'), 'remove')
  await ivoSays('provisioned')
  await bring('core-2.csv', '2026-07-01T17:00:00.000Z', ['ana', 'Teller'], ['ben', 'Wire Approval'])
  await becomes(request, 'contradicted')
  await ivoSays('provisioned')
  await bring('core-3.csv', '2026-07-02T17:00:00.000Z', ['ana', 'Reports'], ['ben', 'Wire Approval'])
  await becomes(request, 'proved')
})

test('access that appears without a request is listed as out of band; requested access is not', async () => {
  const itemId = await publish('Wire')
  await approved(itemId)
  await ivoSays('provisioned')
  const id = await bring(
    'core-2.csv',
    '2026-07-01T17:00:00.000Z',
    ['ana', 'Teller'],
    ['ana', 'Wire Approval'],
    ['ben', 'Wire Approval'],
    ['cai', 'Wire Approval'],
  )
  const { items, total } = await host.ask(OutOfBandPage, 'GET', '/v1/requests/out-of-band')
  expect([total, items]).toMatchObject([1, [{ userName: 'cai', itemId, importId: id, person: null }]])
})

test('rows that could not be read prove no removal, neither where they are hers nor where nobody can tell', async () => {
  const request = await approved(await publish('Teller'), 'remove')
  await ivoSays('provisioned')
  for (const [n, unreadable] of ['ana,ana Doe,,Tellers,Teller,Y,a cell too many', 'Total: 2'].entries()) {
    const at = `2026-07-0${n + 1}T17:00:00.000Z`
    now = Date.parse(at) + 60_000
    const staged = await stage(host, `${extract([['ben', 'Wire Approval']])}${unreadable}\n`, `core-${n}.csv`, at)
    expect(staged).toMatchObject({ counts: { loses: 1 }, held: 3 })
    await apply(host, staged, 'one row could not be read')
    await host.host.idle()
    expect(await item(request)).toMatchObject({ verification: 'claimed', evidence: null })
  }
  // Where the row is there and can be read, it says that nothing was done; where it is not, that it was.
  await bring('core-8.csv', '2026-07-08T17:00:00.000Z', ['ana', 'Teller'], ['ben', 'Wire Approval'])
  await becomes(request, 'contradicted')
  await ivoSays('provisioned')
  await bring('core-9.csv', '2026-07-09T17:00:00.000Z', ['ben', 'Wire Approval'])
  await becomes(request, 'proved')
})

test('access that may have been there before, in a row that could not be read, is listed as such', async () => {
  await publish('Wire')
  const rows = extract([
    ['ana', 'Teller'],
    ['ben', 'Wire Approval'],
  ])
  now = Date.parse('2026-07-01T18:00:00.000Z')
  const unread = await stage(host, `${rows}cai,Cai Doe\n`, 'core-2.csv', '2026-07-01T17:00:00.000Z')
  await apply(host, unread, 'one row could not be read')
  const later = [
    ['ana', 'Teller'],
    ['ben', 'Wire Approval'],
    ['cai', 'Wire Approval'],
  ] as const
  await bring('core-3.csv', '2026-07-02T17:00:00.000Z', ...later)
  await bring('core-4.csv', '2026-07-03T17:00:00.000Z', ...later, ['dee', 'Wire Approval'])
  const { items } = await host.ask(OutOfBandPage, 'GET', '/v1/requests/out-of-band')
  expect(items.map(({ userName, mayBeOlder }) => [userName, mayBeOlder])).toEqual([
    ['dee', false],
    ['cai', true],
  ])
})

test('a claim that nobody looked at when the program ended is looked at when it starts', async () => {
  const request = await approved(await publish('Wire'))
  await ivoSays('provisioned')
  await bring('core-2.csv', '2026-07-01T17:00:00.000Z', ['ana', 'Teller'], ['ana', 'Wire Approval'])
  await becomes(request, 'proved')
  await host.reopen(() => {
    const db = new Database(join(host.dataDir, 'castellan.db'))
    db.exec("UPDATE request_item SET verification = 'claimed', verified_at = NULL, evidence = NULL")
    db.close()
  })
  await becomes(request, 'proved')
})
