import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Account, AccountPage, PersonPage, type Person } from '../../../../src/contract/identities.ts'
import type { Import } from '../../../../src/contract/imports.ts'
import {
  apply,
  createCore,
  extract,
  type Grant,
  stage,
  startTestHost,
  type TestHost,
} from '../../../support/test-host.ts'
import { createRoster, rosterOf } from '../../../support/roster.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
  await createRoster(test)
  await createCore(test)
})
afterEach(() => test.close())

const roster = rosterOf(['1', 'Ana', 'Oz', 'ana@cu.example'], ['2', 'Ben', 'Oz', 'ben@cu.example'])
const people = async (query = '') => (await test.ask(PersonPage, 'GET', `/v1/people?limit=100${query}`)).items
const accountsOf = async () => new Map((await people()).map(({ name, accounts }) => [name, accounts]))
const inFuture = '2100-01-01T00:00:00.000Z'

async function match(userName: string, personId: string | null): Promise<void> {
  const { items } = await test.ask(AccountPage, 'GET', '/v1/accounts?match=any')
  const path = `/v1/accounts/${items.find((account) => account.userName === userName)?.id}`
  const { revision } = await test.ask(Account, 'GET', path)
  const etag = { 'if-match': `"${revision}"` }
  await test.ask(Account, 'PUT', `${path}/match`, { personId, reason: 'a test' }, etag)
}

it('a match by hand changes the number of accounts of both people at once, and so does clearing it', async () => {
  await apply(test, await stage(test, roster, 'hr.csv'))
  await apply(
    test,
    await stage(
      test,
      extract([
        ['ana', 'Vault'],
        ['ben', 'Vault'],
      ]),
    ),
  )
  const ben = (await people()).find(({ name }) => name === 'Ben Oz')
  await match('ana', ben?.id ?? null)
  expect([...(await accountsOf())]).toEqual([
    ['Ana Oz', 0],
    ['Ben Oz', 2],
  ])
  await match('ana', null)
  expect([...(await accountsOf())]).toEqual([
    ['Ana Oz', 0],
    ['Ben Oz', 1],
  ])
  expect(await people(`&knownOn=${inFuture}`)).toEqual(await people())
})

it('says that an import is applied when whose accounts they are can be read', async () => {
  await apply(test, await stage(test, roster, 'hr.csv'))
  const staged = await stage(test, extract([['ana', 'Vault']]))
  const seen: Promise<unknown>[] = []
  const stop = test.host.listen((event) => {
    if (event.type === 'import' && event.id === staged.id && event.state === 'applied') seen.push(accountsOf())
  })
  await apply(test, staged)
  stop()
  expect(await Promise.all(seen)).toEqual([
    new Map([
      ['Ana Oz', 1],
      ['Ben Oz', 0],
    ]),
  ])
})

const users = ['ana', 'ben', 'cem']
const step = fc.oneof(
  fc.record({ roster: fc.subarray([0, 1, 2]) }),
  fc.record({ core: fc.subarray([0, 1, 2]) }),
  fc.record({ match: fc.nat(2), to: fc.nat(3) }),
  fc.constant('undo' as const),
)

it('lists the same people now as were known until now, with the same counts', async () => {
  await apply(test, await stage(test, roster, 'hr.csv'))
  let n = 0
  const bring = async (content: string, name: string) => {
    const staged = await stage(test, content, `${name}${++n}.csv`, new Date(Date.UTC(2026, 6, 1, n)).toISOString())
    if (staged.state === 'staged') await apply(test, staged, 'it is a test')
  }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 5 }), async (steps) => {
      for (const step of steps) {
        if (step === 'undo') {
          const { items } = (await (await test.call('GET', '/v1/imports?state=applied&limit=1')).json()) as {
            items: Import[]
          }
          const back = await test.call('POST', `/v1/imports/${items[0]?.id}/undo`)
          await test.host.idle()
          if (back.ok)
            await apply(
              test,
              (await (await test.call('GET', `/v1/imports/${((await back.json()) as Import).id}`)).json()) as Import,
              'a test',
            )
        } else if ('roster' in step)
          await bring(
            rosterOf(
              ['9', 'Zoe', 'Stays', 'z@x'],
              ...step.roster.map((i) => [String(i), users[i] ?? '', 'Oz', `${users[i]}@cu.example`]),
            ),
            'hr',
          )
        else if ('core' in step)
          await bring(extract([['zoe', 'Vault'], ...step.core.map((i): Grant => [users[i] ?? '', 'Vault'])]), 'core')
        else {
          const { items } = await test.ask(AccountPage, 'GET', '/v1/accounts?match=any')
          const [account, person] = [items[step.match], (await people())[step.to]] as const
          if (account) await match(account.userName, person?.id ?? null)
        }
        const now: Person[] = await people()
        expect(await people(`&knownOn=${inFuture}`)).toEqual(now)
      }
    }),
    { numRuns: 1 },
  )
})
