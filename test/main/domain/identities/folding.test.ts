import { afterEach, beforeEach, expect, test } from 'vitest'
import { AccountPage, PersonPage } from '../../../../src/contract/identities.ts'
import { ChangePage } from '../../../../src/contract/imports.ts'
import { RevealedToken } from '../../../../src/contract/tokens.ts'
import {
  apply,
  createCore,
  extract,
  stage,
  startTestHost,
  switchApi,
  type TestHost,
} from '../../../support/test-host.ts'
import { createRoster, rosterOf } from '../../../support/roster.ts'

let host: TestHost
beforeEach(async () => {
  host = await startTestHost()
  await createRoster(host)
  await createCore(host)
})
afterEach(() => host.close())

const people = [
  ['1', 'Åse', 'Ødegård', 'ASE@cu.example', 'Økonomi'],
  ['2', 'Zoë', 'Oak', 'zoe@cu.example', 'ØKONOMI'],
  ['3', 'Ana', 'Zimmer', 'ana@cu.example', 'Branch'],
]
const grants = extract([
  ['åse', 'Överföring', 'Y', 'Åse Ødegård', 'ase@cu.example'],
  ['zoe', 'Vault', 'Y', 'Zoë Oak', 'ZOE@CU.example'],
])
const q = (words: string) => `q=${encodeURIComponent(words)}`
const names = async (query: string) =>
  (await host.ask(PersonPage, 'GET', `/v1/people?${query}`)).items.map(({ name }) => name)

async function bring(): Promise<string> {
  await apply(host, await stage(host, rosterOf(...people), 'hr.csv'))
  const staged = await stage(host, grants)
  await apply(host, staged)
  return staged.id
}

test('a word finds whoever is meant in any case, with or without accents, now and as of a day', async () => {
  await bring()
  for (const moment of ['', '&trueOn=2030-01-01T00:00:00.000Z', '&knownOn=2100-01-01T00:00:00.000Z']) {
    for (const words of ['ødegård', 'ØDEGÅRD', 'odegard', 'ÅSE øde', 'ase@'])
      expect([words, moment, await names(q(words) + moment)]).toEqual([words, moment, ['Åse Ødegård']])
    const department = encodeURIComponent('økonomi')
    expect(await names(`department=${department}${moment}`)).toEqual(['Zoë Oak', 'Åse Ødegård'])
    // By last name: O, then Ø as an O, then Z.
    expect(await names(`limit=50${moment}`)).toEqual(['Zoë Oak', 'Åse Ødegård', 'Ana Zimmer'])
  }
})

test('previews, accounts and what can be published are found as they are written, and in capitals', async () => {
  const id = await bring()
  for (const words of ['Överföring', 'överföring', 'ÖVERFÖRING', 'overforing']) {
    const changes = await host.ask(ChangePage, 'GET', `/v1/imports/${id}/changes?${q(words)}`)
    expect([words, changes.items.map(({ kind }) => kind)]).toEqual([words, ['appears', 'gains']])
    const { items } = (await (await host.call('GET', `/v1/entitlements?${q(words)}`)).json()) as { items: [] }
    expect([words, items.length]).toEqual([words, 1])
  }
  const accounts = await host.ask(AccountPage, 'GET', `/v1/accounts?match=any&${q('ODEGARD')}`)
  expect(accounts.items.map(({ userName }) => userName)).toEqual(['åse'])
  const persons = accounts.items.map(({ match }) => match?.person?.name)
  expect(persons).toEqual(['Åse Ødegård'])
})

test('a filter of /openidm ignores case in every alphabet, and keeps accents apart', async () => {
  await bring()
  await switchApi(host, true)
  const { secret } = await host.ask(RevealedToken, 'POST', '/v1/tokens', { name: 'reader', scopes: ['*'] })
  const caller = await host.host.identify(`Bearer ${secret}`, 'wire')
  const found = async (filter: string) => {
    const path = `/openidm/managed/user?_queryFilter=${encodeURIComponent(filter)}&_sortKeys=sn`
    const { result } = (await (await host.call('GET', path, undefined, {}, caller)).json()) as {
      result: { sn: string }[]
    }
    return result.map(({ sn }) => sn)
  }
  expect(await found('sn eq "ØDEGÅRD"')).toEqual(['Ødegård'])
  expect(await found('sn eq "odegard"')).toEqual([])
  expect(await found('department co "kono" or sn sw "ød"')).toEqual(['Oak', 'Ødegård'])
  expect(await found('true')).toEqual(['Oak', 'Ødegård', 'Zimmer'])
})
