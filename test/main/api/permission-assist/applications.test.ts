import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listOf, VendorApplication } from '../../../../src/main/api/permission-assist/wire.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'
import { coreGroup, exactly, type Script, script, unknownId } from '../../../support/vendor.ts'

let test: TestHost
let own: Script
let now: number
beforeEach(async () => {
  now = Date.parse('2026-06-30T09:00:00.000Z')
  test = await startTestHost({ clock: () => now })
  own = await script(test)
})
afterEach(() => test.close())

const get = async (id: string) =>
  exactly(VendorApplication, await (await own.send('GET', `/api/applications/${id}`)).json())

describe('GET /api/applications', () => {
  it('shows an application with its connector, in exactly the fields of the contract', async () => {
    const { id } = await createCore(test)
    expect(await get(id)).toEqual({
      id,
      kind: 'Application',
      name: 'Core Banking',
      priority: 'None',
      isArchived: false,
      lastUpdated: '2026-06-30T09:00:00.000Z',
      connector: {
        id,
        name: 'One Row per Grant File',
        version: '1',
        isFileBased: true,
        fileGroups: [{ id: coreGroup, name: 'Grants', isRequired: true }],
      },
      lastImport: null,
    })
  })

  it('shows the last import and when anything changed', async () => {
    const { id } = await createCore(test)
    now += 60_000
    const staged = await stage(test, extract([['ana', 'Vault']]))
    expect((await get(id)).lastImport).toMatchObject({ id: staged.id, type: 'API', status: 'Pending', buildEnd: null })
    expect((await get(id)).lastUpdated).toBe('2026-06-30T09:00:00.000Z')
    now += 60_000
    await apply(test, staged)
    expect(await get(id)).toMatchObject({
      lastUpdated: '2026-06-30T09:02:00.000Z',
      lastImport: { number: staged.number, status: 'Finished', buildEnd: '2026-06-30T09:02:00.000Z' },
    })
    now += 60_000
    await test.call('PATCH', `/v1/applications/${id}`, { archived: true, priority: 'High' }, { 'if-match': '"1"' })
    expect(await get(id)).toMatchObject({ isArchived: true, priority: 'High', lastUpdated: '2026-06-30T09:03:00.000Z' })
  })

  it('lists by name in pages of fifty', async () => {
    const rules = {
      fileGroups: [{ id: coreGroup, name: 'Grants', pattern: 'x*.csv', columns: { userName: 'U', permission: 'P' } }],
    }
    for (let i = 51; i > 0; i--)
      await test.call('POST', '/v1/applications', { name: `App ${String(i).padStart(2, '0')}`, rules })
    const page = exactly(listOf(VendorApplication), await (await own.send('GET', '/api/applications')).json())
    expect([page.items.length, page.totalCount, page.totalPages, page.items[0]?.name]).toEqual([50, 51, 2, 'App 01'])
    const two = exactly(listOf(VendorApplication), await (await own.send('GET', '/api/applications?page=2')).json())
    expect(two.items.map(({ name }) => name)).toEqual(['App 51'])
    expect(
      exactly(listOf(VendorApplication), await (await own.send('GET', '/api/applications/?page=9')).json()).items,
    ).toEqual([])
  })

  it('refuses bad pages and ids, and knows no others', async () => {
    expect(await own.refused('GET', '/api/applications?page=0')).toMatchObject({
      status: 400,
      error: 'validation_error',
    })
    expect(await own.refused('GET', '/api/applications/7')).toMatchObject({ status: 400, errors: [{ field: 'id' }] })
    expect(await own.refused('GET', `/api/applications/${unknownId}`)).toMatchObject({
      status: 404,
      error: 'not_found',
    })
  })
})
