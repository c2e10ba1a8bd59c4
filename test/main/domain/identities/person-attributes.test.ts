import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChangePerson, PersonDetail, PersonPage } from '../../../../src/contract/identities.ts'
import { createRoster, rosterOf } from '../../../support/roster.ts'
import { apply, stage, startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'
import { script } from '../../../support/vendor.ts'

let test: TestHost
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 5, 1)
  test = await startTestHost({ clock: () => now })
  await createRoster(test)
  await importRoster('hr.csv', ['0042', 'Ana', 'Silva', 'ana@cu.example', 'Lending', 'Teller'])
})
afterEach(() => test.close())

const day = 86_400_000
const importRoster = async (name: string, ...rows: string[][]) => {
  now += day
  const staged = await stage(test, rosterOf(...rows, ['0001', 'Berta', 'Boss']), name, new Date(now).toISOString())
  return apply(test, staged, 'it is a test')
}
const ana = async (query = '') => {
  const [found] = (await test.ask(PersonPage, 'GET', '/v1/people?q=silva')).items
  return test.ask(PersonDetail, 'GET', `/v1/people/${found?.id}${query}`)
}
const change = async (set: ChangePerson['set'], reason = 'told by her manager') => {
  now += day
  const { person, revision } = await ana()
  return test.ask(PersonDetail, 'PATCH', `/v1/people/${person.id}`, { set, reason }, { 'if-match': `"${revision}"` })
}

const withNews = async (more = '') =>
  (await test.ask(PersonPage, 'GET', `/v1/people?news=true${more}`)).items.map(({ name }) => name)

describe('what a person sets of somebody', () => {
  it('counts instead of what rosters say, in the list too, and says who set it and what the roster says', async () => {
    const changed = await change({ title: 'Head Teller', email: 'silva@cu.example', status: 'Disabled' })
    expect(changed.attributes['title']).toEqual({
      value: 'Head Teller',
      origin: 'set by hand',
      field: 'title',
      set: { by: 'local operator', byScript: false, at: new Date(now).toISOString(), reason: 'told by her manager' },
      roster: { value: 'Teller', origin: 'HR roster' },
      news: false,
    })
    expect(changed.attributes['department']).toMatchObject({ value: 'Lending', origin: 'HR roster', set: null })
    const [listed] = (await test.ask(PersonPage, 'GET', '/v1/people?q=head')).items
    expect(listed).toMatchObject({ title: 'Head Teller', email: 'silva@cu.example', status: 'Disabled' })
  })

  it('is never overwritten by a roster: that it says something else by now is news, until somebody has seen it', async () => {
    await change({ title: 'Head Teller' })
    await importRoster('hr2.csv', ['0042', 'Ana', 'Silva', 'ana@cu.example', 'Lending', 'Loan Officer'])
    expect((await ana()).person.title).toBe('Head Teller')
    expect((await ana()).attributes['title']).toMatchObject({ roster: { value: 'Loan Officer' }, news: true })
    expect(await withNews()).toEqual(['Ana Silva'])
    expect(await withNews('&q=boss')).toEqual([])
    await change({ title: 'Head Teller' }, 'HR is wrong')
    expect((await ana()).attributes['title']).toMatchObject({ value: 'Head Teller', news: false })
    expect(await withNews()).toEqual([])
  })

  it('is taken back, and then the rosters count', async () => {
    await change({ title: 'Head Teller' })
    await importRoster('hr2.csv', ['0042', 'Ana', 'Silva', 'ana@cu.example', 'Lending', 'Loan Officer'])
    const back = await change({ title: null })
    expect(back.person.title).toBe('Loan Officer')
    expect(back.attributes['title']).toMatchObject({ value: 'Loan Officer', origin: 'HR roster', set: null })
    const { person, revision } = back
    const again = await test.call(
      'PATCH',
      `/v1/people/${person.id}`,
      { set: { title: null }, reason: 'again' },
      { 'if-match': `"${revision}"` },
    )
    expect(again.status).toBe(409)
  })

  it('is taken back from somebody who has left the rosters, too', async () => {
    await change({ title: 'Head Teller' })
    await importRoster('hr2.csv')
    expect((await ana()).person).toMatchObject({ title: 'Head Teller', status: 'Removed' })
    expect((await change({ title: null })).person.title).toBe('Teller')
  })

  it('was not so before it was set, and is seen as of a day after', async () => {
    const before = new Date(now).toISOString()
    await change({ department: 'Cards' })
    const after = new Date(now).toISOString()
    await change({ department: 'Treasury' })
    expect((await ana(`?knownOn=${before}`)).person.department).toBe('Lending')
    expect((await ana(`?knownOn=${after}`)).attributes['department']).toMatchObject({
      value: 'Cards',
      origin: 'set by hand',
    })
    expect((await ana(`?trueOn=${after}`)).person.department).toBe('Cards')
    expect((await ana()).person.department).toBe('Treasury')
    const then = async (department: string) =>
      (await test.ask(PersonPage, 'GET', `/v1/people?knownOn=${after}&department=${department}`)).items.map(
        ({ name }) => name,
      )
    expect([await then('cards'), await then('Lending'), await then('Treasury')]).toEqual([['Ana Silva'], [], []])
  })

  it('needs the revision that was seen, and names what it does not know', async () => {
    const { person, revision } = await ana()
    const path = `/v1/people/${person.id}`
    const body = { set: { title: 'X' }, reason: 'a reason' }
    expect((await test.call('PATCH', path, body)).status).toBe(428)
    expect((await test.call('PATCH', path, body, { 'if-match': `"${revision + 1}"` })).status).toBe(412)
    for (const set of [{}, { salary: '1' }, { status: 'On leave' }])
      expect(
        (await test.call('PATCH', path, { set, reason: 'a reason' }, { 'if-match': `"${revision}"` })).status,
      ).toBe(400)
  })

  it('is logged with the names of what was set, and not with its value', async () => {
    await change({ title: 'Head Teller' })
    const { items } = (await (await test.call('GET', '/v1/audit')).json()) as {
      items: { action: string; details: unknown }[]
    }
    expect(items.find(({ action }) => action === 'person.changed')?.details).toEqual({
      set: ['title'],
      takenBack: [],
      reason: 'told by her manager',
    })
  })
})

describe('what a script sets', () => {
  it('says so, and needs the scope', async () => {
    const { person, revision } = await ana()
    const body = { set: { manager: '0001' }, reason: 'nightly sync' }
    const reader = await script(test, ['identities:read'])
    expect((await reader.send('PATCH', `/v1/people/${person.id}`, body, { 'if-match': `"${revision}"` })).status).toBe(
      403,
    )
    // The manager decides on requests, so the scope that writes people is not enough.
    const clerk = await script(test, ['identities:read', 'identities:write'])
    expect((await clerk.send('PATCH', `/v1/people/${person.id}`, body, { 'if-match': `"${revision}"` })).status).toBe(
      403,
    )
    const writer = await script(test, ['identities:read', 'identities:write', 'requests:manage'])
    expect((await writer.send('PATCH', `/v1/people/${person.id}`, body, { 'if-match': `"${revision}"` })).status).toBe(
      200,
    )
    expect((await ana()).attributes['manager']).toMatchObject({
      value: '0001',
      origin: 'set by a script',
      set: { byScript: true },
    })
  })
})

describe('what a script sets by /openidm of somebody whom a roster brought', () => {
  beforeEach(() => switchApi(test, true))
  const openidm = async (method: string, body: unknown) => {
    now += day
    const { person } = await ana()
    const answer = await test.call(method, `/openidm/managed/user/${person.id}`, body)
    expect(answer.status).toBe(200)
  }

  it('is that one property: what the patch leaves as it is still follows the roster, a leaving too', async () => {
    await importRoster('hr2.csv', ['0042', 'Ana', 'Silva', 'ana@cu.example', 'Lending', 'Teller', '0001'])
    await openidm('PATCH', [{ operation: 'replace', field: 'office', value: 'Branch 7' }])
    const { attributes } = await ana()
    const setByScript = Object.entries(attributes).filter(([, { set }]) => set !== null)
    expect(setByScript.map(([name, { value }]) => [name, value])).toEqual([['office', 'Branch 7']])
    await importRoster('hr3.csv', ['0042', 'Ana', 'Sousa', 'sousa@cu.example', 'Wires', 'Clerk'])
    const [found] = (await test.ask(PersonPage, 'GET', '/v1/people?q=sousa')).items
    expect(found).toMatchObject({ name: 'Ana Sousa', email: 'sousa@cu.example', department: 'Wires', title: 'Clerk' })
    await importRoster('hr4.csv')
    const [left] = (await test.ask(PersonPage, 'GET', '/v1/people?q=sousa')).items
    expect(left?.status).not.toBe('Active')
  })

  it('is what differs, when it writes back the whole object that it read', async () => {
    const { person } = await ana()
    const read = await (await test.call('GET', `/openidm/managed/user/${person.id}`)).json()
    await openidm('PUT', { ...(read as object), title: 'Head Teller' })
    await importRoster('hr2.csv', ['0042', 'Ana', 'Silva', 'ana@cu.example', 'Wires', 'Clerk'])
    expect((await ana()).person).toMatchObject({ title: 'Head Teller', department: 'Wires' })
  })
})
