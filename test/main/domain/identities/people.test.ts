import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Account, AccountPage, HolderList, PersonDetail, PersonPage } from '../../../../src/contract/identities.ts'
import { ChangePage, Import } from '../../../../src/contract/imports.ts'
import { createRoster } from '../../../support/roster.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'

let test: TestHost
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 5, 1)
  test = await startTestHost({ clock: () => now })
})
afterEach(() => test.close())

const day = 86_400_000
const roster = (...rows: string[]) => ['Emp,First,Last,Mail,Dept,Title,Boss', ...rows].join('\n')
const ana = '0042,Ana,Silva,ana@cu.example,Lending,Teller,0001'
const boss = '0001,Berta,Boss,berta@cu.example,Lending,Manager,'

const importFile = async (content: string, name: string) =>
  apply(test, await stage(test, content, name, new Date(now).toISOString()), 'it is a test')
const people = async (query = '') => (await test.ask(PersonPage, 'GET', `/v1/people${query}`)).items
const accounts = async (query = '') => (await test.ask(AccountPage, 'GET', `/v1/accounts${query}`)).items
const person = async (name: string, query = '') => {
  const found = (await people()).find((one) => one.name === name)
  return test.ask(PersonDetail, 'GET', `/v1/people/${found?.id}${query}`)
}

describe('people from a roster', () => {
  it('are told like any other change, keep leading zeros, and carry the origin of what is said', async () => {
    await createRoster(test)
    const staged = await stage(test, roster(ana, boss), 'hr.csv')
    const sentences = (await test.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes`)).items.map(
      ({ sentence }) => sentence,
    )
    expect(sentences).toEqual(['Ana Silva joins HR roster', 'Berta Boss joins HR roster'])
    await apply(test, staged)
    expect((await people()).map(({ name, employeeId, department }) => [name, employeeId, department])).toEqual([
      ['Berta Boss', '0001', 'Lending'],
      ['Ana Silva', '0042', 'Lending'],
    ])
    expect((await person('Ana Silva')).attributes['department']).toMatchObject({
      value: 'Lending',
      origin: 'HR roster',
    })
  })

  it('keep their identity when they leave the roster and come back', async () => {
    await createRoster(test)
    await importFile(roster(ana, boss), 'hr.csv')
    const before = (await person('Ana Silva')).person.id
    now += day
    await importFile(roster(boss), 'hr2.csv')
    expect((await people()).map(({ status }) => status)).toEqual(['Active', 'Removed'])
    now += day
    await importFile(roster(ana, boss), 'hr3.csv')
    expect((await person('Ana Silva')).person.id).toBe(before)
  })
})

describe('accounts and whose they are', () => {
  beforeEach(async () => {
    await createRoster(test)
    await importFile(roster(ana, boss), 'hr.csv')
    await createCore(test)
  })

  it('are matched by the first rule that finds exactly one person', async () => {
    const grants = extract([
      ['asilva', 'Vault', 'Y', 'A. Silva', 'ANA@cu.example'],
      ['0001', 'Vault', 'Y', 'Somebody', 'else@cu.example'],
      ['bboss', 'Wires', 'Y', 'Berta Boss', 'private@home.example'],
      ['ghost', 'Wires', 'Y', 'Gustav Ghost', 'gg@cu.example'],
    ])
    await importFile(grants, 'core.csv')
    expect(
      (await accounts()).map(({ userName, match }) => [userName, match?.person?.name ?? null, match?.words ?? null]),
    ).toEqual([
      ['asilva', 'Ana Silva', 'same e-mail address'],
      ['0001', 'Berta Boss', 'same user name'],
      ['bboss', 'Berta Boss', 'same name, and only one person has it'],
      ['ghost', null, null],
    ])
    expect((await accounts('?match=none')).map(({ userName }) => userName)).toEqual(['ghost'])
    const detail = await person('Ana Silva')
    expect(detail.accounts[0]?.grants[0]).toMatchObject({
      entitlement: 'Vault',
      access: 'Y',
      provenance: { file: 'core.csv', line: 2, rulesVersion: 1, generation: 1 },
    })
  })

  it('stay with a choice by hand whatever the rules find, until it is cleared', async () => {
    await importFile(extract([['asilva', 'Vault', 'Y', 'A. Silva', 'ana@cu.example']]), 'core.csv')
    const [account] = await accounts()
    now += day
    const path = `/v1/accounts/${account?.id}/match`
    const seen = (one: Account | undefined) => ({ 'if-match': `"${one?.revision}"` })
    const choice = { personId: null, reason: 'a shared till login' }
    expect((await test.call('PUT', path, choice)).status).toBe(428)
    const nobody = await test.ask(Account, 'PUT', path, choice, seen(account))
    expect((await test.call('PUT', path, choice, seen(account))).status).toBe(412)
    expect(nobody.match).toMatchObject({ person: null, words: 'chosen by hand' })
    now += day
    await importFile(extract([['asilva', 'Vault', 'Y', 'Ana Silva', 'ana@cu.example']]), 'core2.csv')
    expect((await accounts('?match=nobody')).map(({ userName }) => userName)).toEqual(['asilva'])
    await test.ask(Account, 'DELETE', path, undefined, seen(nobody))
    now += day
    await importFile(extract([['asilva', 'Wires', 'Y', 'Ana Silva', 'ana@cu.example']]), 'core3.csv')
    expect((await accounts())[0]?.match).toMatchObject({ person: { name: 'Ana Silva' } })
  })

  it('stay with a person who leaves, who is listed as a leaver with accounts until they return as the same person', async () => {
    await importFile(extract([['asilva', 'Vault', 'Y', 'Ana Silva', 'ana@cu.example']]), 'core.csv')
    expect(await people('?leavers=true')).toEqual([])
    const before = await person('Ana Silva')
    now += day
    await importFile(roster(boss), 'hr2.csv')
    expect(await accounts('?match=none')).toEqual([])
    expect(await people('?leavers=true')).toMatchObject([{ name: 'Ana Silva', status: 'Removed', accounts: 1 }])
    expect(await people('?leavers=true&q=berta')).toEqual([])
    expect((await person('Ana Silva')).accounts[0]?.grants).toMatchObject([{ entitlement: 'Vault' }])
    // The next extract of the application does not lose them either, even if it no longer names them.
    now += day
    await importFile(extract([['asilva', 'Wires', 'Y', 'A. Silva', '']]), 'core2.csv')
    expect(await people('?leavers=true')).toHaveLength(1)
    now += day
    await importFile(extract([['asilva', 'Wires', 'Y', 'A. Silva', 'ana@cu.example']]), 'core3.csv')
    now += day
    await importFile(roster(ana, boss), 'hr3.csv')
    expect(await people('?leavers=true')).toEqual([])
    const after = await person('Ana Silva')
    expect(after.person).toMatchObject({ id: before.person.id, status: 'Active', accounts: 1 })
  })

  it('of a person who leaves do not pass to a namesake who stays', async () => {
    const namesake = '0043,Ana,Silva,ana.silva@cu.example,Loans,Clerk,0001'
    await importFile(roster(ana, namesake, boss), 'hr2.csv')
    await importFile(extract([['asilva', 'Vault', 'Y', 'Ana Silva', 'ana@cu.example']]), 'core.csv')
    now += day
    await importFile(roster(namesake, boss), 'hr3.csv')
    expect(await people('?leavers=true')).toMatchObject([{ name: 'Ana Silva', employeeId: '0042' }])
  })

  it('of leavers are one list, as of now', async () => {
    for (const query of ['?leavers=true&news=true', `?leavers=true&knownOn=${new Date(now).toISOString()}`]) {
      const answer = await test.call('GET', `/v1/people${query}`)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ errors: [{ pointer: '#/leavers' }] })
    }
  })

  it('are seen as of a date: what was known then, and what was true then', async () => {
    const known = (at: number) => `?knownOn=${new Date(at).toISOString()}`
    const truly = (at: number) => `?trueOn=${new Date(at).toISOString()}`
    const first = now
    await importFile(extract([['asilva', 'Vault', 'Y', 'Ana Silva', 'ana@cu.example']]), 'core.csv')
    now += 10 * day
    const second = await importFile(extract([['asilva', 'Wires', 'Y', 'Ana Silva', 'ana@cu.example']]), 'core2.csv')
    const held = async (query = '') =>
      (await person('Ana Silva', query)).accounts.flatMap(({ grants }) => grants.map(({ entitlement }) => entitlement))
    expect(await held()).toEqual(['Wires'])
    expect(await held(known(first + day))).toEqual(['Vault'])
    now += day
    const undo = await test.ask(Import, 'POST', `/v1/imports/${second.id}/undo`)
    await test.host.idle()
    await apply(test, await test.ask(Import, 'GET', `/v1/imports/${undo.id}`), 'it is a test')
    expect(await held()).toEqual(['Vault'])
    // On that day the second extract was believed; today we know better.
    expect(await held(known(first + 10 * day + 1))).toEqual(['Wires'])
    expect(await held(truly(first + 10 * day + 1))).toEqual(['Vault'])
    // Nobody was known before the roster came, and what was true in between is told by whom we know today.
    expect(await people(known(first - day))).toEqual([])
    expect(await people(truly(first + day))).toHaveLength(2)
    const id = (await person('Ana Silva')).accounts[0]?.grants[0]?.entitlementId
    const holders = await test.ask(HolderList, 'GET', `/v1/entitlements/${id}/holders${known(first + day)}`)
    expect(holders.items).toMatchObject([{ userName: 'asilva', person: { name: 'Ana Silva' } }])
  })
})
