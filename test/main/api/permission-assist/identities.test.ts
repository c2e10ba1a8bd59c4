import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Application } from '../../../../src/contract/applications.ts'
import { listOf, VendorIdentity } from '../../../../src/main/api/permission-assist/wire.ts'
import { apply, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'
import { exactly, type Script, script, unknownId } from '../../../support/vendor.ts'

let test: TestHost
let own: Script
let now: number
beforeEach(async () => {
  now = Date.parse('2026-06-01T09:00:00.000Z')
  test = await startTestHost({ clock: () => now })
  own = await script(test)
  const columns = {
    employeeId: 'Emp',
    firstName: 'First',
    lastName: 'Last',
    email: 'Mail',
    title: 'Title',
    department: 'Dept',
    division: 'Div',
    company: 'Co',
    office: 'Office',
    manager: 'Boss',
    personType: 'Type',
    active: 'Active',
  }
  const group = {
    id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02',
    name: 'People',
    pattern: 'hr*.csv',
    profile: 'hr-roster',
    columns,
  }
  await test.ask(Application, 'POST', '/v1/applications', {
    kind: 'roster',
    name: 'HR roster',
    rules: { fileGroups: [group] },
  })
})
afterEach(() => test.close())

const header = 'Emp,First,Last,Mail,Title,Dept,Div,Co,Office,Boss,Type,Active'
const roster = async (...rows: string[]) => {
  now += 86_400_000
  const staged = await stage(test, [header, ...rows].join('\n'), 'hr.csv', new Date(now).toISOString())
  await apply(test, staged, 'it is a test')
}
const ana = '0042,Ana,Silva,ana@cu.example,Teller,Lending,Retail,First CU,Main St,0001,,Y'
const berta = '0001,Berta,Boss,berta@cu.example,Manager,Lending,Retail,First CU,Main St,,Employee,Y'
const list = async (query = '') =>
  exactly(listOf(VendorIdentity), await (await own.send('GET', `/api/identities${query}`)).json())

describe('GET /api/identities', () => {
  it('shows people in exactly the fields of the contract, by last name and first name', async () => {
    await roster(ana, berta)
    const { items, ...page } = await list()
    expect(page).toEqual({ totalCount: 2, page: 1, pageSize: 50, totalPages: 1 })
    expect(items.map(({ lastName }) => lastName)).toEqual(['Boss', 'Silva'])
    const at = '2026-06-02T09:00:00.000Z'
    expect(items[1]).toEqual({
      id: items[1]?.id,
      kind: 'Identity',
      firstName: 'Ana',
      lastName: 'Silva',
      emailAddress: 'ana@cu.example',
      type: 'Employee',
      title: 'Teller',
      company: 'First CU',
      division: 'Retail',
      department: 'Lending',
      office: 'Main St',
      supervisorName: 'Boss, Berta',
      createdDate: at,
      updatedDate: at,
      firstSeenDate: at,
      inactivatedDate: null,
      status: 'Active',
    })
    const identity = await (await own.send('GET', `/api/identities/${items[1]?.id.toUpperCase()}`)).json()
    expect(exactly(VendorIdentity, identity)).toEqual(items[1])
  })

  it('says who was disabled or left, and since when', async () => {
    await roster(ana, berta)
    await roster(ana.replace(/Y$/, 'N'))
    const [boss, silva] = (await list()).items
    expect(boss).toMatchObject({ status: 'Removed', inactivatedDate: '2026-06-03T09:00:00.000Z' })
    expect(silva).toMatchObject({ status: 'Disabled', inactivatedDate: '2026-06-03T09:00:00.000Z' })
  })

  it('writes types as the vendor does, and finds supervisors by number, user name or name', async () => {
    const person = (last: string, boss: string, type: string) => `9${last},X,${last},,,,,,,"${boss}",${type},Y`
    await roster(
      ana,
      berta,
      person('A', 'boss, berta', 'serviceaccount'),
      person('B', '0042', 'VENDOR'),
      person('C', 'Somebody Else', 'Astronaut'),
    )
    const detailsByName = new Map(
      (await list()).items.map((identity) => [identity.lastName, [identity.type, identity.supervisorName]]),
    )
    expect(detailsByName.get('A')).toEqual(['Service Account', 'Boss, Berta'])
    expect(detailsByName.get('B')).toEqual(['Vendor', 'Silva, Ana'])
    expect(detailsByName.get('C')).toEqual(['Unknown', 'Somebody Else'])
  })

  it('counts pages of fifty; a page past the end is empty', async () => {
    await roster(...Array.from({ length: 101 }, (_, i) => `${i + 1},X,N${String(i).padStart(3, '0')},,,,,,,,,Y`))
    const third = await list('?page=3')
    expect(third).toMatchObject({ totalCount: 101, page: 3, totalPages: 3, items: [{ lastName: 'N100' }] })
    expect((await list('?page=4')).items).toEqual([])
  })

  it('refuses bad pages and ids, and knows no others', async () => {
    expect(await own.refused('GET', '/api/identities?page=1000001')).toMatchObject({
      errors: [{ field: 'page', message: 'must be a page number, from 1 to 1000000' }],
    })
    expect(await own.refused('GET', '/api/identities?page=zero')).toMatchObject({
      status: 400,
      errors: [{ field: 'page' }],
    })
    expect(await own.refused('GET', '/api/identities/zero')).toMatchObject({ status: 400, errors: [{ field: 'id' }] })
    expect(await own.refused('GET', `/api/identities/${unknownId}`)).toMatchObject({ status: 404, error: 'not_found' })
  })
})
