import { afterEach, beforeEach, expect, it } from 'vitest'
import { CataloguePage, EntitlementPage, PublishResult } from '../../../../src/contract/catalogue.ts'
import {
  apply,
  createCore,
  extract,
  type Grant,
  stage,
  startTestHost,
  switchApi,
  type TestHost,
} from '../../../support/test-host.ts'

let host: TestHost
beforeEach(async () => {
  host = await startTestHost({ importsDir: null })
  await switchApi(host, true)
  await host.call('PUT', '/openidm/managed/user/olga', { userName: 'olga', sn: 'Olga' })
  await createCore(host)
})
afterEach(() => host.close())

const bring = async (entitlements: number) =>
  apply(
    host,
    await stage(
      host,
      extract(Array.from({ length: entitlements }, (_, at): Grant => ['ana', `Right ${String(at).padStart(5, '0')}`])),
    ),
  )
const open = () => host.ask(EntitlementPage, 'GET', '/v1/entitlements?published=false')
const publish = (body: object) =>
  host.call('POST', '/v1/catalogue/publish', { ids: null, provisionerId: 'managed/user/olga', ...body })

it('publishes some by name, then all that a filter leaves, and passes over what is published', async () => {
  await bring(12)
  const [first] = (await open()).items
  expect(PublishResult.parse(await (await publish({ ids: [first?.id] })).json()).items).toHaveLength(1)
  expect(PublishResult.parse(await (await publish({ q: 'right 0000' })).json()).items).toHaveLength(9)
  expect((await open()).items.map(({ name }) => name)).toEqual(['Right 00010', 'Right 00011'])
})

it('tells entitlements of one name apart by where they are, and leaves other names short', async () => {
  const rows = ['Tellers,History', 'Lenders,History', 'Lenders,Vault'].map(
    (right) => `ana,Ana,a@cu.example,${right},Y\n`,
  )
  const csv = `User,Name,Email,Group,Permission,Access\n${rows.join('')}`
  await apply(host, await stage(host, csv))
  await publish({ q: 'lenders' })
  const { items } = await host.ask(CataloguePage, 'GET', '/v1/catalogue')
  expect(items.map(({ name }) => name)).toEqual(['History (Lenders) in Core Banking', 'Vault in Core Banking'])
})

it('publishes nothing when one of the named is not there, and says which', async () => {
  await bring(2)
  const { items } = await open()
  const refused = await publish({ ids: [items[0]?.id, 777, items[1]?.id, 888] })
  expect([refused.status, await refused.json()]).toMatchObject([
    400,
    { errors: [{ pointer: '#/ids/1' }, { pointer: '#/ids/3' }] },
  ])
  expect((await open()).items).toHaveLength(2)
})

it('publishes all or nothing of more than are published at once', async () => {
  await bring(20_001)
  const refused = await publish({})
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining('20001 entitlements fit, and at most 20000'),
  ])
  expect((await open()).total).toBe(20_001)
})
