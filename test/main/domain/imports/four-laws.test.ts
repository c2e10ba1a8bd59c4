import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Application } from '../../../../src/contract/applications.ts'
import { AccountPage, PersonPage } from '../../../../src/contract/identities.ts'
import { type Change, ChangePage, Import, ImportLog, RejectedRowPage } from '../../../../src/contract/imports.ts'
import { apply, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'

/** Files as the trade writes them: what could not be read is unknown, and a key that several have names nobody. */
let test: TestHost
beforeEach(async () => {
  test = await startTestHost({ importsDir: null })
})
afterEach(() => test.close())

const groupId = '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02'
interface Group {
  readonly columns: Record<string, string>
  readonly transforms?: Record<string, readonly string[]>
}

const createApplication = (kind: 'application' | 'roster', file: string, group: Group) =>
  test.ask(Application, 'POST', '/v1/applications', {
    kind,
    name: kind === 'roster' ? 'HR' : 'Core',
    rules: {
      fileGroups: [
        {
          id: groupId,
          name: 'File',
          pattern: file,
          profile: kind === 'roster' ? 'hr-roster' : 'one-row-per-grant',
          ...group,
        },
      ],
      apply: 'when-guard-quiet',
    },
  })
const createCore = () =>
  createApplication('application', 'core*.csv', {
    columns: {
      userName: 'User',
      fullName: 'Name',
      active: 'Active',
      permission: 'Role',
      employeeId: 'No',
      email: 'Mail',
    },
  })
const createRoster = (columns: Record<string, string> = {}) =>
  createApplication('roster', 'hr*.csv', {
    columns: { employeeId: 'No', fullName: 'Name', active: 'Active', email: 'Mail', ...columns },
  })

let day = 0
const bring = (name: string, rows: readonly string[], end = '\n') =>
  stage(test, rows.join('\n') + end, name, new Date(Date.UTC(2026, 5, ++day)).toISOString())
const core = (...rows: string[]) => bring('core.csv', ['User,Name,Active,Role,No,Mail', ...rows])
const hr = (...rows: string[]) => bring('hr.csv', ['No,Name,Active,Mail', ...rows])
const changesOf = async (staged: Import): Promise<Change[]> =>
  (await test.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes`)).items
const rejectedOf = async (staged: Import) =>
  (await test.ask(RejectedRowPage, 'GET', `/v1/imports/${staged.id}/rejected-rows`)).items
const people = async () =>
  (await test.ask(PersonPage, 'GET', '/v1/people')).items.map(({ name, status }) => `${name} ${status}`).toSorted()
const owners = async () =>
  (await test.ask(AccountPage, 'GET', '/v1/accounts')).items
    .map(({ userName, match }) => `${userName} ${match?.person?.name ?? '-'}`)
    .toSorted()
const codes = ({ guard }: Import) => guard?.findings.map(({ code }) => code)

const eight = ['ana', 'ben', 'cy', 'di', 'eve', 'fay', 'gil', 'hal']
const row = (user: string, { active = 'Yes', role = 'TELLER' } = {}) => `${user},${user} Doe,${active},${role},,`

describe('unknown is not gone', () => {
  it('a row that could not be read removes nothing: what it is about is held back, with line and reason', async () => {
    await createCore()
    const first = await core(...eight.map((user) => row(user)))
    expect(first.state).toBe('applied')
    const second = await core(...eight.map((user) => row(user, user === 'cy' ? { active: 'On leave' } : {})))
    expect(second).toMatchObject({
      state: 'staged',
      counts: { leaves: 1, loses: 1 },
      held: 2,
      reconciliation: { read: 8, applied: 7, unknown: 1, quarantined: 0 },
    })
    expect(codes(second)).toEqual(['unread-rows'])
    const [leaves] = await changesOf(second)
    expect(leaves?.held).toMatchObject({ by: 'Castellan', isDoubt: true })
    expect(leaves?.held?.reason).toContain('line 4: "On leave" in active says neither yes nor no')
    const applied = await apply(test, second, 'Cy is on leave')
    expect(applied.after).toEqual({ accounts: 8, grants: 8 })
    expect(await owners()).toHaveLength(8)
    // The same rows again were looked at: what is in doubt stays held back, and the rest needs nobody.
    const third = await core(...eight.map((user) => row(user, user === 'cy' ? { active: 'On leave' } : {})), row('ivy'))
    expect(third).toMatchObject({ state: 'applied', held: 2, after: { accounts: 9, grants: 9 } })
  })

  it('where nobody can tell whose it is, no removal is applied until a person releases it', async () => {
    await createCore()
    await core(...eight.map((user) => row(user)))
    const staged = await core(...eight.filter((user) => user !== 'hal').map((user) => row(user)), 'Total users: 7')
    expect(staged).toMatchObject({ state: 'staged', counts: { leaves: 1, loses: 1 }, held: 2 })
    expect((await changesOf(staged)).map(({ held }) => held?.reason)).toEqual([
      'Line 9 could not be read and may be about this: It has 1 field; the header has 6.',
      'Line 9 could not be read and may be about this: It has 1 field; the header has 6.',
    ])
    for (const { id } of (await changesOf(staged)).toReversed()) {
      const { status } = await test.call('DELETE', `/v1/imports/${staged.id}/holds/${id}`)
      expect(status).toBeLessThan(300)
    }
    const released = await test.ask(Import, 'GET', `/v1/imports/${staged.id}`)
    expect(released).toMatchObject({ held: 0, after: { accounts: 7, grants: 7 } })
    expect((await apply(test, released, 'the total line')).after).toEqual({ accounts: 7, grants: 7 })
  })

  it('all that is in doubt is released together for a reason, and releasing an account releases what it holds', async () => {
    await createCore()
    await core(...eight.map((user) => row(user)))
    const staged = await core(...eight.slice(0, 7).map((user) => row(user)), 'Total users: 7')
    const [leaves] = await changesOf(staged)
    const one = await test.ask(Import, 'DELETE', `/v1/imports/${staged.id}/holds/${leaves?.id}`)
    expect(one).toMatchObject({ held: 0, inDoubt: 0, after: { accounts: 7, grants: 7 } })
    const again = await core(...eight.slice(0, 6).map((user) => row(user)), 'Total users: 6')
    expect(again).toMatchObject({ held: 4, inDoubt: 4 })
    const all = await test.ask(Import, 'POST', `/v1/imports/${again.id}/release-doubts`, { reason: 'the total line' })
    expect(all).toMatchObject({ held: 0, inDoubt: 0, after: { accounts: 6, grants: 6 } })
    expect(all.digest).not.toBe(again.digest)
    const { status } = await test.call('POST', `/v1/imports/${again.id}/release-doubts`, { reason: 'once more' })
    expect(status).toBe(409)
  })

  it('a file that breaks off removes nothing, whether its last line can be read or not', async () => {
    await createCore()
    await core(...eight.map((user) => row(user)))
    const header = 'User,Name,Active,Role,No,Mail'
    for (const last of ['fay,fay', row('fay').slice(0, -2)]) {
      const staged = await bring('core.csv', [header, ...eight.slice(0, 5).map((user) => row(user)), last], '')
      expect(codes(staged)).toContain('file-breaks-off')
      expect(staged).toMatchObject({ state: 'staged', after: { accounts: 8, grants: 8 } })
    }
    const whole = await bring('core.csv', [header, ...eight.map((user) => row(user))])
    expect(whole).toMatchObject({ state: 'duplicate' })
  })

  it('of two access values for one grant neither counts, whichever comes first', async () => {
    await createCore()
    await core(...eight.map((user) => row(user)))
    const roster = await createRoster()
    expect(roster.kind).toBe('roster')
    const lines = await rejectedOf(await core(...eight.map((user) => row(user)), 'ana,ana Doe,perhaps,TELLER,,'))
    expect(lines.map(({ disposition, userName }) => [disposition, userName])).toEqual([['unknown', 'ana']])
  })
})

describe('a key that is not unique names nobody', () => {
  it('a placeholder is no employee number: three contractors are three people', async () => {
    await createRoster({ userName: 'Login' })
    const roster = await bring('hr.csv', [
      'Login,No,Name,Active,Mail',
      'ada,1001,Ada Bell,Yes,ada@cu.example',
      'vic,N/A,Vic Vendor,Yes,vic@v.example',
      'wes,n/a,Wes Worker,Yes,wes@w.example',
      'xia,NULL,Xia Ext,Yes,xia@x.example',
    ])
    expect(roster.state).toBe('applied')
    expect(await people()).toEqual(['Ada Bell Active', 'Vic Vendor Active', 'Wes Worker Active', 'Xia Ext Active'])
    await createCore()
    await core('V1,,Yes,ADMIN,,vic@v.example', 'W1,,Yes,AUDIT,N/A,wes@w.example', 'X1,,Yes,WIRE,(null),xia@x.example')
    expect(await owners()).toEqual(['V1 Vic Vendor', 'W1 Wes Worker', 'X1 Xia Ext'])
  })

  it.each([
    ['shortened by a spreadsheet', '1.00045E+11'],
    ['without its last digits', '1234567890123450000'],
    ['an error of a formula', '#REF!'],
  ])('a number %s is none: rows of a roster that has no other key wait, and nobody is merged', async (_, number) => {
    await createRoster()
    const roster = await hr(`${number},Ada Bell,Yes,a@x.example`, `${number},Bo Cole,Yes,b@x.example`, '7,Cy Dahl,Yes,')
    expect(roster).toMatchObject({ state: 'staged', reconciliation: { read: 3, applied: 1, quarantined: 2 } })
    await apply(test, roster, 'somebody looked at it')
    expect(await people()).toEqual(['Cy Dahl Active'])
  })

  it('one number of records with different names joins nobody, is told, and waits for a person', async () => {
    await createRoster({ userName: 'Login' })
    const rows = ['ada,55,Ada Bell,Yes,', 'bo,55,Bo Cole,Yes,', 'cy,77,Cy Dahl,Yes,']
    const roster = await bring('hr.csv', ['Login,No,Name,Active,Mail', ...rows])
    expect(codes(roster)).toEqual(['doubtful-keys'])
    await apply(test, roster, 'somebody looked at it')
    expect(await people()).toEqual(['Ada Bell Active', 'Bo Cole Active', 'Cy Dahl Active'])
    const { items: log } = await test.ask(ImportLog, 'GET', `/v1/imports/${roster.id}/log`)
    expect(log.map(({ line }) => line)).toContain(
      'The employee number 55 is given to Ada Bell, Bo Cole, so it names nobody.',
    )
    await createCore()
    await core('a,Ada Bell,Yes,TELLER,55,', 'c,,Yes,TELLER,77,')
    expect(await owners()).toEqual(['a Ada Bell', 'c Cy Dahl'])
  })

  it('one number of accounts with different names joins none of them', async () => {
    await createRoster()
    await hr('1,Ada Bell,Yes,help@cu.example')
    await createCore()
    const staged = await core(
      'a,Somebody Else,Yes,TELLER,1,',
      'b,Bo Other,Yes,WIRE,1,',
      'c,Cy One,Yes,VAULT,,help@cu.example',
    )
    expect(codes(staged)).toEqual(['doubtful-keys'])
    await apply(test, staged, 'somebody looked at it')
    expect(await owners()).toEqual(['a -', 'b -', 'c Ada Bell'])
  })

  it('of two rows of one person the active one counts, whichever comes first, and that is told', async () => {
    await createRoster()
    const [active, ended] = ['1001,Ada Bell,Yes,new@x.example', '1001,Ada Bell,No,old@x.example']
    const june = await hr(ended, active, '1002,Bo Cole,Yes,')
    expect(june).toMatchObject({ state: 'staged', reconciliation: { applied: 3, noted: 1 } })
    expect((await rejectedOf(june)).map(({ reason }) => reason)).toEqual([
      'Lines 2 and 3 disagree about 1001; line 3 counts.',
    ])
    await apply(test, june, 'somebody looked at it')
    const july = await hr(active, ended, '1002,Bo Cole,Yes,')
    expect(july).toMatchObject({ state: 'applied', counts: { changes: 0, joins: 0, leaves: 0 } })
    expect(await people()).toEqual(['Ada Bell Active', 'Bo Cole Active'])
  })

  it('two people under one number of a roster are neither, and whoever had it before stays', async () => {
    await createRoster()
    await hr('1,Ada Bell,Yes,', '2,Bo Cole,Yes,')
    const staged = await hr('1,Ada Bell,Yes,', '2,Bo Cole,Yes,', '2,Di Evans,Yes,')
    expect(staged).toMatchObject({ counts: { leaves: 1, joins: 0 }, held: 1, reconciliation: { unknown: 2 } })
    expect(codes(staged)).toEqual(['unread-rows', 'doubtful-keys'])
    await apply(test, staged, 'somebody looked at it')
    expect(await people()).toEqual(['Ada Bell Active', 'Bo Cole Active'])
  })

  it('a person is not their user name: it changes, and they keep what they have', async () => {
    await createRoster({ userName: 'Login' })
    const roster = (...rows: string[]) => bring('hr.csv', ['Login,No,Name,Active,Mail', ...rows])
    await roster('abell,1001,Ada Bell,Yes,', 'bcole,1002,Bo Cole,Yes,')
    await createCore()
    await core('a1,,Yes,WIRE,1001,', 'bcole,,Yes,WIRE,,')
    const before = await test.ask(PersonPage, 'GET', '/v1/people')
    const renamed = await roster('akeller,1001,Ada Keller,Yes,', 'bcole,1002,Bo Cole,Yes,')
    expect(renamed).toMatchObject({ counts: { joins: 1, leaves: 1 }, matching: { orphaned: 0, rematches: 0 } })
    await apply(test, renamed, 'one of two changes the login')
    const after = await test.ask(PersonPage, 'GET', '/v1/people')
    expect(after.items.map(({ id }) => id).toSorted()).toEqual(before.items.map(({ id }) => id).toSorted())
    expect(await people()).toEqual(['Ada Keller Active', 'Bo Cole Active'])
    expect(await owners()).toEqual(['a1 Ada Keller', 'bcole Bo Cole'])
  })
})

describe('the same under another spelling', () => {
  it('is the same account and the same entitlement: nobody leaves, and it is told once', async () => {
    await createCore()
    await core(...eight.map((user) => row(user)))
    const renamed = await core('ANA,ana Doe,Yes,TELLER,,', ...eight.slice(1).map((user) => row(user)))
    expect(renamed).toMatchObject({ counts: { joins: 0, leaves: 0, gains: 0, loses: 0 } })
    expect((await rejectedOf(renamed)).map(({ reason }) => reason)).toEqual([
      '"ANA" is the account "ana" under another spelling; it goes on under its name.',
    ])
  })

  it('all at once, with invisible characters and another form of the same letters', async () => {
    await createCore()
    await core('jsmythe,Jo Smythe,Yes,WIRE,,', 'rene\u0301,René Roy,Yes,VAULT,,', ...eight.map((user) => row(user)))
    const next = await core(
      'JSMYTHE,Jo Smythe,Yes,Wire,,',
      'ren\u00e9\u200b,René Roy,Yes,Vault,,',
      ...eight.map((user) => row(user)),
    )
    expect(next).toMatchObject({ counts: { joins: 0, leaves: 0, gains: 0, loses: 0, appears: 0, disappears: 0 } })
    await apply(test, next, 'only the case is another')
    const same = await core(
      'JSMYTHE,Jo Smythe,Yes,Wire,,',
      'ren\u00e9\u200b,René Roy,Yes,Vault,,',
      ...eight.map((user) => row(user)),
      row('ivy'),
    )
    expect(same).toMatchObject({ state: 'applied', counts: { joins: 1, leaves: 0, loses: 0 } })
  })

  it('twice in one file is two accounts, and is told', async () => {
    await createCore()
    const both = await core('JSmythe,Jo Smythe,Yes,TELLER,,', 'jsmythe,Jo Smythe,Yes,VAULT,,')
    expect(both).toMatchObject({ state: 'staged', counts: { joins: 2 }, reconciliation: { noted: 1 } })
  })
})

it('names are taken out of the form of another system by rule, and then match people', async () => {
  await createRoster({ userName: 'Login' })
  await bring('hr.csv', [
    'Login,No,Name,Active,Mail',
    'abell,1,Ada Bell,Yes,',
    'bcole,2,Bo Cole,Yes,',
    'cdahl,3,Cy Dahl,Yes,',
  ])
  await createApplication('application', 'share*.csv', {
    columns: { userName: 'Account', permission: 'Role' },
    transforms: { userName: ['without-domain', 'before-at', 'common-name'] },
  })
  await bring('share.csv', ['Account,Role', 'FERN\\abell,RW', 'bcole@fern.example,R', '"CN=cdahl,OU=Staff,DC=fern",R'])
  expect(await owners()).toEqual(['abell Ada Bell', 'bcole Bo Cole', 'cdahl Cy Dahl'])
})

it('a number that was wrapped for a spreadsheet is the number', async () => {
  await createRoster()
  await bring('hr.csv', ['No,Name,Active,Mail', '"=""00123""",Ada Bell,Yes,', "'00456,Bo Cole,Yes,"])
  await createCore()
  await core('a,,Yes,WIRE,00123,', 'b,,Yes,WIRE,00456,')
  expect(await owners()).toEqual(['a Ada Bell', 'b Bo Cole'])
})
