import { afterEach, beforeEach, expect, it } from 'vitest'
import { Application } from '../../../../src/contract/applications.ts'
import { ReceivedFile, TriedRules } from '../../../../src/contract/files.ts'
import { type Change, ChangePage, type Import, RejectedRowPage } from '../../../../src/contract/imports.ts'
import { apply, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'

/** Rows that say more than one thing, or not on every day, from the rule to the history. */
let test: TestHost
beforeEach(async () => {
  test = await startTestHost({ importsDir: null })
})
afterEach(() => test.close())

const group = (more: object) => ({
  id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02',
  name: 'File',
  pattern: 'extract*.csv',
  ...more,
})
const create = (more: object) =>
  test.ask(Application, 'POST', '/v1/applications', { name: 'Core', rules: { fileGroups: [group(more)] } })
const bring = (day: string, ...rows: string[]) => stage(test, `${rows.join('\n')}\n`, 'extract.csv', `${day}T12:00:00Z`)
const changesOf = async (staged: Import): Promise<Change[]> =>
  (await test.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes`)).items
const rejectedOf = async (staged: Import) =>
  (await test.ask(RejectedRowPage, 'GET', `/v1/imports/${staged.id}/rejected-rows`)).items.map(({ reason }) => reason)

it('of several groups in one cell, who gains one gains that one and nothing else', async () => {
  await create({
    columns: { userName: 'login', fullName: 'displayName', permission: 'groups' },
    ignoredColumns: ['status'],
    split: { permission: { by: ',' } },
  })
  const header = 'login,displayName,status,groups'
  const ada = 'ada.bell@fern.example,Ada Bell,ACTIVE,"Everyone,Tellers,VPN Users"'
  const bo = (groups: string) => `bo.cole@fern.example,Bo Cole,ACTIVE,"${groups}"`
  await apply(test, await bring('2026-06-30', header, ada, bo('Everyone,Wire Room')), 'first')
  const july = await bring('2026-07-31', header, ada, bo('Wire Room,VPN Users,Everyone'))
  const changes = await changesOf(july)
  expect(changes.map(({ kind, account, entitlement }) => [kind, account?.userName, entitlement?.name])).toEqual([
    ['gains', 'bo.cole@fern.example', 'VPN Users'],
  ])
  await apply(test, july, 'one gain')
  // Each line is read again: one that did not change still gives what it gave.
  expect(await bring('2026-08-31', header, ada, bo('Wire Room,VPN Users'))).toMatchObject({
    counts: { loses: 1, gains: 0 },
  })
})

it('a grant that was valid last month is lost when the day of the extract is past its end', async () => {
  await create({ columns: { permission: 'AGR_NAME', userName: 'UNAME', validFrom: 'FROM_DAT', validUntil: 'TO_DAT' } })
  const rows = [
    'AGR_NAME,UNAME,FROM_DAT,TO_DAT',
    'Z_TELLER,ABELL,20250101,99991231',
    'Z_WIRE,ABELL,20250101,20260331',
    'Z_AUDIT,BCOLE,20270101,99991231',
  ]
  const march = await bring('2026-03-31', ...rows)
  expect(march).toMatchObject({ counts: { gains: 2 }, reconciliation: { read: 3, applied: 2, ignored: 1 } })
  await apply(test, march, 'first')
  const april = await bring('2026-04-30', ...rows, '')
  expect(april).toMatchObject({ counts: { gains: 0, loses: 1 }, reconciliation: { read: 3, applied: 1, ignored: 2 } })
  expect(await rejectedOf(april)).toEqual([
    'valid until 2026-03-31: no longer held on 2026-04-30.',
    'valid from 2027-01-01: not yet held on 2026-04-30.',
  ])
})

it('an unreadable mark removes nothing of whom it is about', async () => {
  await create({ columns: { userName: 'User' }, unpivot: { columns: ['Cash', 'Wire'] } })
  await apply(test, await bring('2026-06-01', 'User,Cash,Wire', 'abell,X,X', 'bcole,X,'), 'first')
  const july = await bring('2026-07-01', 'User,Cash,Wire', 'abell,X,maybe', 'bcole,X,X')
  expect(july).toMatchObject({ held: 3, reconciliation: { unknown: 1 } })
  expect((await apply(test, july, 'with a doubt')).after).toEqual({ accounts: 2, grants: 4 })
})

it('rules are tried with all grants that a row gives', async () => {
  const file = await test.ask(
    ReceivedFile,
    'POST',
    '/v1/files?name=matrix.csv&sample=true&modifiedAt=2026-06-30T12:00:00Z',
    Buffer.from('User,Cash,Wire,Until\nabell,X,Read,\nbcole,,,2026-06-29\n'),
  )
  const tried = await test.ask(TriedRules, 'POST', `/v1/files/${file.id}/try-rules`, {
    fileGroup: group({
      columns: { userName: 'User', validUntil: 'Until' },
      constants: { group: 'Core' },
      unpivot: { columns: ['Cash', 'Wire'], other: 'access' },
    }),
  })
  expect(tried.rows.map(({ grants, reason }) => [grants, reason])).toEqual([
    [
      [
        { group: 'Core', permission: 'Cash' },
        { group: 'Core', permission: 'Wire', access: 'Read' },
      ],
      '',
    ],
    [[], 'valid until 2026-06-29: no longer held on 2026-06-30.'],
  ])
})
