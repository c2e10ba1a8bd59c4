import { afterEach, beforeEach, expect, it } from 'vitest'
import { ApproverPreview, CatalogueItem } from '../../../../src/contract/catalogue.ts'
import { startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'

let host: TestHost
let item: CatalogueItem
beforeEach(async () => {
  host = await startTestHost({ importsDir: null })
  await switchApi(host, true)
  for (const [id, manager] of [['boss'], ['olga'], ['ana', 'boss']] as const) {
    const person = { userName: id, sn: id, ...(manager && { manager: { _ref: `managed/user/${manager}` } }) }
    await host.call('PUT', `/openidm/managed/user/${id}`, person)
  }
  item = await host.ask(CatalogueItem, 'POST', '/v1/catalogue', { kind: 'role', name: 'Vault' })
})
afterEach(() => host.close())

const address = () => `/v1/catalogue/${encodeURIComponent(item.id)}/approvers`
const attempt = async (change: object, action = 'add') => {
  const body = { personId: 'managed/user/ana', action, change }
  const { levels, provisioner } = await host.ask(ApproverPreview, 'POST', address(), body)
  return [levels.map(({ approver }) => approver.id), provisioner?.id ?? null]
}

it('says who would decide if an item were changed so, and changes nothing', async () => {
  expect(await attempt({ approvers: ['manager', 'entitlementOwner'], ownerId: 'managed/user/olga' })).toEqual([
    ['managed/user/boss', 'managed/user/olga'],
    null,
  ])
  expect(await attempt({ approvers: [], provisionerId: 'managed/user/olga' })).toEqual([[], 'managed/user/olga'])
  const takingAway = { approvers: ['manager'], removalApprovers: ['managed/user/olga'] }
  expect([await attempt(takingAway), await attempt(takingAway, 'remove')]).toEqual([
    [['managed/user/boss'], null],
    [['managed/user/olga'], null],
  ])
  const now = await host.ask(CatalogueItem, 'GET', `/v1/catalogue/${encodeURIComponent(item.id)}`)
  expect(now).toEqual(item)
})

it('says which of the named people does not exist', async () => {
  for (const [change, field] of [
    [{ ownerId: 'managed/user/nobody' }, 'ownerId'],
    [{ provisionerId: 'managed/user/nobody' }, 'provisionerId'],
  ] as const) {
    const refused = await host.call('POST', address(), { personId: 'managed/user/ana', change })
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(`/${field}`)])
  }
})
