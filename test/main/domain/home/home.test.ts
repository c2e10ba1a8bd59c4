import { afterEach, beforeEach, expect, it } from 'vitest'
import { Home } from '../../../../src/contract/home.ts'
import { Import } from '../../../../src/contract/imports.ts'
import { createRoster, rosterOf } from '../../../support/roster.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'
import { person } from '../../../support/signed-in.ts'

let test: TestHost
let now: number
beforeEach(async () => {
  now = Date.parse('2026-06-01T09:00:00.000Z')
  test = await startTestHost({ clock: () => now, importsDir: null })
})
afterEach(() => test.close())
const day = 86_400_000
const home = () => test.ask(Home, 'GET', '/v1/home')
const bring = async (content: string, name: string) =>
  apply(test, await stage(test, content, name, new Date(now).toISOString()), 'The test says so.')

it('says of an empty workspace that nothing is known, not that all is well', async () => {
  await createCore(test)
  const { extracts, violations, accounts } = await home()
  expect(extracts?.map(({ standing }) => standing)).toEqual(['missing'])
  expect(violations?.scannedAt).toBeNull()
  expect(accounts).toEqual({ all: 0, unassigned: 0, dormant: 0, lastSignInUnknown: 0, privilegedGrants: 0 })
})

it('does not say that no leaver has accounts before a roster was imported, nor after the roster was undone', async () => {
  await createCore(test)
  await bring(extract([['ana', 'Vault']]), 'core-1.csv')
  expect((await home()).people).toEqual({ leaversWithAccounts: null })
  await createRoster(test)
  expect((await home()).people).toEqual({ leaversWithAccounts: null })
  const roster = await bring(rosterOf(['1', 'Ana', 'Doe', 'ana@cu.example']), 'hr-1.csv')
  expect((await home()).people).toEqual({ leaversWithAccounts: 0 })
  const undo = await test.ask(Import, 'POST', `/v1/imports/${roster.id}/undo`)
  await test.host.idle()
  await apply(test, await test.ask(Import, 'GET', `/v1/imports/${undo.id}`), 'The test says so.')
  expect((await home()).people).toEqual({ leaversWithAccounts: null })
})

it('counts leavers, accounts without owner, and extracts that are late', async () => {
  await createRoster(test)
  await createCore(test)
  const ana = ['1', 'Ana', 'Doe', 'ana@cu.example'] as const
  const ben = ['2', 'Ben', 'Doe', 'ben@cu.example'] as const
  await bring(rosterOf(ana, ben), 'hr-1.csv')
  for (const month of [1, 2, 3]) {
    now += 30 * day
    await bring(
      extract([
        ['ana', `Wires ${month}`],
        ['ben', 'Vault'],
        ['svc', 'Vault', 'Y', 'Batch', ''],
      ]),
      `core-${month}.csv`,
    )
  }
  await bring(rosterOf(ana), 'hr-2.csv')
  now += 61 * day
  const { people, accounts, extracts } = await home()
  expect([people?.leaversWithAccounts, accounts?.all, accounts?.unassigned]).toEqual([1, 3, 1])
  expect(extracts?.find(({ application: { name } }) => name === 'Core Banking')).toMatchObject({
    ageDays: 61,
    usualDays: 30,
    standing: 'stale',
  })
})

it('shows nobody what they may not see', async () => {
  await person(test, 'olga', ['owner'])
  const approver = await person(test, 'petra', ['approver'])
  const seen = await approver.ask(Home, 'GET', '/v1/home')
  expect([seen.violations, seen.scripts, seen.failures, seen.waiting.imports]).toEqual([null, null, null, null])
  expect(seen.waiting.tasks).toEqual({ open: 0, overdue: 0 })
})

it('counts staged imports, and a failed one until a later one was applied', async () => {
  await createCore(test)
  await stage(test, extract([['ana', 'Vault']]), 'core-1.csv', new Date(now).toISOString())
  expect((await home()).waiting.imports).toEqual({ staged: 1, unrecognisedFiles: 0 })
})
