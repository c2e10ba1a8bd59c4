import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Application } from '../../../../src/contract/applications.ts'
import { Problem } from '../../../../src/contract/common.ts'
import { FileInspection, ReceivedFile, ReceivedFilePage, TriedRules } from '../../../../src/contract/files.ts'
import { PersonPage } from '../../../../src/contract/identities.ts'
import { ChangePage, Import, ImportLog, RejectedRowPage } from '../../../../src/contract/imports.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'
import { workbookOf } from '../../../support/workbook.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
})
afterEach(() => test.close())

const group = {
  id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01',
  name: 'Grants',
  pattern: 'core*',
  columns: { userName: 'User', permission: 'Right' },
}
const create = (fileGroup: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
  test.ask(Application, 'POST', '/v1/applications', {
    name: 'Core Banking',
    rules: { fileGroups: [{ ...group, ...fileGroup }], ...rest },
  })
const gains = async (id: string) =>
  (await test.ask(ChangePage, 'GET', `/v1/imports/${id}/changes?kind=gains`)).items.map(
    ({ account, entitlement, after }) => [account?.userName, entitlement?.path, after?.['access']],
  )
const change = async (one: Application, body: unknown) =>
  test.call('PATCH', `/v1/applications/${one.id}`, body, { 'if-match': `"${one.revision}"` })

describe('a workbook with several sheets', () => {
  const book = workbookOf({
    Cover: [['Made by', 'Core']],
    Access: [
      ['User', 'Right'],
      ['ana', 'Vault'],
    ],
  })

  it('is read from the sheet that the rules name, whatever its case', async () => {
    await create({ format: { sheet: 'access' } })
    const staged = await stage(test, book, 'core.xlsx')
    expect(staged).toMatchObject({ state: 'staged', reconciliation: { read: 1, applied: 1 } })
    expect(await gains(staged.id)).toEqual([['ana', 'Vault', '']])
  })

  it('is recognised by the header of that sheet when its name says nothing', async () => {
    await create({ format: { sheet: 'Access' } })
    expect(await stage(test, book, 'export.xlsx')).toMatchObject({ state: 'staged' })
  })

  it('can be looked into sheet by sheet before anybody knows it', async () => {
    const dropped = await test.ask(ReceivedFile, 'POST', '/v1/files?name=book.xlsx', Buffer.from(book))
    const address = `/v1/files/${dropped.id}/inspection`
    const first = await test.ask(FileInspection, 'GET', address)
    expect([first.sheets, first.dialect.header]).toEqual([
      ['Cover', 'Access'],
      ['User', 'Right'],
    ])
    expect(first.findings).toMatchObject([{ what: 'sheet', rule: { sheet: 'Access' } }])
    expect((await test.ask(FileInspection, 'GET', `${address}?sheet=cover`)).dialect.header).toEqual([
      'Made by',
      'Core',
    ])
    const unsaid = encodeURIComponent(JSON.stringify({ headerRow: 2, sheet: 'Access' }))
    expect((await test.ask(FileInspection, 'GET', `${address}?format=${unsaid}`)).dialect.header).not.toContain('User')
    expect((await test.call('GET', `${address}?format=x`)).status).toBe(400)
    const second = await test.ask(FileInspection, 'GET', `${address}?sheet=access`)
    expect([second.dialect.header, second.suggestion.columns]).toMatchObject([['User', 'Right'], { userName: 'User' }])
    expect((await test.call('GET', `${address}?sheet=Notes`)).status).toBe(400)
  })

  it('says which sheets it has when the one that is asked for is missing or hidden', async () => {
    await create({ format: { sheet: 'Notes' } })
    const { failure } = await stage(test, book, 'core.xlsx')
    expect(failure?.problems).toMatchObject([
      { message: 'The workbook has no visible sheet "Notes".', remedy: expect.stringContaining('"Cover", "Access"') },
    ])
  })
})

describe('key columns', () => {
  it('leave out an equal row, rows of one key that say different things, and a row without any; the books balance', async () => {
    await create({ columns: { userName: 'User', permission: 'Right', access: 'Level' }, keyColumns: ['User', 'Right'] })
    const rows = ['User,Right,Level', 'ana,Vault,Read', 'ben,Vault,Read', 'ana,Vault,Full', 'ben,Vault,Read', ',,x']
    const staged = await stage(test, `${rows.join('\n')}\n`)
    expect(staged.reconciliation).toMatchObject({
      read: 5,
      applied: 1,
      unknown: 2,
      quarantined: 1,
      duplicate: 1,
      ignored: 0,
      noted: 0,
    })
    expect(await gains(staged.id)).toEqual([['ben', 'Vault', 'Read']])
    const { items } = await test.ask(RejectedRowPage, 'GET', `/v1/imports/${staged.id}/rejected-rows`)
    expect(items.map(({ line, disposition, reason }) => [line, disposition, reason])).toEqual([
      [5, 'duplicate', 'Line 3 already has its key and says the same.'],
      [6, 'quarantined', 'It names no user: the user name is blank.'],
      [2, 'unknown', 'Lines 2, 4 have one key and say different things; none of them counts.'],
      [4, 'unknown', 'Lines 2, 4 have one key and say different things; none of them counts.'],
    ])
  })

  it('see every row of the next file too, unchanged or not', async () => {
    await create({ columns: { userName: 'User', permission: 'Right', access: 'Level' }, keyColumns: ['User', 'Right'] })
    await apply(test, await stage(test, 'User,Right,Level\nana,Vault,Read\n'))
    const staged = await stage(
      test,
      'User,Right,Level\nana,Vault,Read\nana,Vault,Full\n',
      'core-2.csv',
      '2026-07-01T17:00:00.000Z',
    )
    expect(staged).toMatchObject({ reconciliation: { read: 2, unknown: 2 }, counts: { adjusts: 0, loses: 1 }, held: 1 })
  })

  it('stop the import when the file lacks one', async () => {
    await create({
      columns: { userName: 'User', permission: 'Right' },
      ignoredColumns: ['Branch'],
      keyColumns: ['Branch'],
    })
    const { failure } = await stage(test, 'User,Right\nana,Vault\n')
    expect(failure?.problems).toMatchObject([{ message: 'The key column "Branch" is missing.' }])
  })
})

describe('optional and required files', () => {
  it('waits for every required file and takes an optional one along when it is there', async () => {
    const second = { ...group, id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02', name: 'Extra', pattern: 'extra*' }
    const rules = { fileGroups: [{ ...group }, { ...second, required: true }] }
    const one = await test.ask(Application, 'POST', '/v1/applications', { name: 'Core Banking', rules })
    const send = (name: string, content: string) =>
      test.ask(ReceivedFile, 'POST', `/v1/files?name=${name}`, Buffer.from(content))
    expect(await send('core.csv', 'User,Right\nana,Vault\n')).toMatchObject({
      state: 'recognised',
      why: 'Waits for Extra of Core Banking.',
    })
    // What is no longer required is no longer waited for.
    const relaxed = { fileGroups: [rules.fileGroups[0], { ...second, required: false }] }
    expect((await change(one, { rules: relaxed })).status).toBe(200)
    await expect.poll(async () => (await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items[0]?.state).toBe('taken')
  })
})

describe('a Standardized Permissions File', () => {
  const standard = { profile: 'standardized-permissions', columns: {} }
  const file = [
    'User Name,E-mail,Active,Locked,First Name,Last Name,Last Login Date,Group,Heading,Section,Permission,Access',
    'asilva,ana@cu.example,Y,0,Ana,Silva,2026-06-01,Tellers,Cash,Vault,Open,Y',
    'asilva,ana@cu.example,Y,0,Ana,Silva,2026-06-01,Tellers,Cash,Vault,Close,N',
    'asilva,ana@cu.example,Y,0,Ana,Silva,2026-06-01,Tellers,Cash,Vault,Count,',
    'bito,,No,True,Ben,Ito,,Tellers,Cash,Wires,Approve,Over 10000',
    'ckaya,,,,Cem,Kaya,,,,,,',
    '',
  ].join('\r\n')

  it('needs no mapping: its columns are known by all their names, and N or a blank access grants nothing', async () => {
    await create(standard)
    const staged = await stage(test, file)
    expect(staged).toMatchObject({
      state: 'staged',
      reconciliation: { read: 5, applied: 5 },
      counts: { joins: 3, gains: 2 },
    })
    expect(await gains(staged.id)).toEqual([
      ['asilva', 'Tellers › Cash › Vault › Open', 'Y'],
      ['bito', 'Tellers › Cash › Wires › Approve', 'Over 10000'],
    ])
    const joined = (await test.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes?kind=joins`)).items
    expect(joined.map(({ after }) => [after?.['full_name'], after?.['active'], after?.['locked']])).toEqual([
      ['Ana Silva', 'yes', 'no'],
      ['Ben Ito', 'no', 'yes'],
      ['Cem Kaya', 'yes', 'no'],
    ])
    const { items } = await test.ask(ImportLog, 'GET', `/v1/imports/${staged.id}/log`)
    expect(items.map(({ line }) => line).join()).toContain('3 rows say that an access is not given')
  })

  it('is recognised by its header alone, in any order of the columns', async () => {
    await create({ ...standard, pattern: 'nothing-like-it' })
    expect(await stage(test, 'Access,Permission,Username\nY,Vault,ana\n', 'x.csv')).toMatchObject({ state: 'staged' })
  })

  it('grants by its rows where it has no access column', async () => {
    await create(standard)
    expect(await gains((await stage(test, 'Username,Group\nana,Tellers\n')).id)).toEqual([['ana', 'Tellers', '']])
  })

  it('is refused with every reason: no user name, two names for one column, a column that nobody knows', async () => {
    await create(standard)
    const { failure } = await stage(test, 'Email,E-mail,Shoe size,Group\na@b,a@b,42,T\n')
    expect(failure?.problems.map(({ message }) => message)).toEqual([
      'The rules do not know the column "E-mail".',
      'The rules do not know the column "Shoe size".',
      'The columns "Email" and "E-mail" both mean the email.',
      'A Standardized Permissions File needs the column "Username".',
    ])
  })

  it('lets the rules map what is called otherwise, ignore what is more, and translate values', async () => {
    await create({
      ...standard,
      columns: { userName: 'Login' },
      ignoredColumns: ['Shoe size'],
      valueMaps: { access: { none: 'N' } },
    })
    const staged = await stage(test, 'Login,Shoe size,Group,Access\nana,42,Tellers,Y\nben,43,Tellers,None\n')
    expect(await gains(staged.id)).toEqual([['ana', 'Tellers', 'Y']])
  })

  it('is offered for a file that looks like one', async () => {
    const dropped = await test.ask(ReceivedFile, 'POST', '/v1/files?name=x.csv', Buffer.from(file))
    const { suggestion } = await test.ask(FileInspection, 'GET', `/v1/files/${dropped.id}/inspection`)
    expect(suggestion).toMatchObject({ profile: 'standardized-permissions', columns: { userName: 'User Name' } })
  })

  it.each([
    ['hr-roster', 'Employee ID,First Name,Last Name,Department,Manager ID'],
    ['one-row-per-grant', 'Employee ID,User Name,Department,Permission'],
    ['one-row-per-grant', 'Employee ID,User Name'],
  ])('a roster is told from access: %s for %s', async (profile, header) => {
    const dropped = await test.ask(ReceivedFile, 'POST', '/v1/files?name=y.csv', Buffer.from(`${header}\n`))
    const { suggestion } = await test.ask(FileInspection, 'GET', `/v1/files/${dropped.id}/inspection`)
    expect(suggestion.profile).toBe(profile)
  })
})

describe('rules that are tried', () => {
  it('show what each row would say, without saving or importing anything', async () => {
    const sample = await test.ask(
      ReceivedFile,
      'POST',
      '/v1/files?name=core.csv&sample=true',
      Buffer.from('User,Right,Active\nana,Vault,Y\nben,Vault,perhaps\n,Vault,Y\ntest,Vault,Y\nana,Vault,Y\n'),
    )
    expect(sample).toMatchObject({ state: 'sample', importId: null })
    const fileGroup = {
      ...group,
      columns: { userName: 'User', permission: 'Right', active: 'Active' },
      filters: [{ column: 'User', is: 'equal-to', value: 'TEST' }],
      constants: { group: 'Tellers' },
      keyColumns: ['User'],
    }
    const tried = await test.ask(TriedRules, 'POST', `/v1/files/${sample.id}/try-rules`, { fileGroup })
    expect(tried).toMatchObject({ ruleProblems: [], fileProblems: [], dialect: { delimiter: ',' }, sheets: null })
    expect(tried.rows.map(({ line, disposition }) => [line, disposition])).toEqual([
      [2, 'used'],
      [3, 'unknown'],
      [4, 'quarantined'],
      [5, 'ignored'],
      [6, 'duplicate'],
    ])
    expect(tried.rows[0]?.values).toEqual({
      userName: 'ana',
      active: 'yes',
      locked: 'no',
      group: 'Tellers',
      permission: 'Vault',
      privileged: 'no',
    })
    expect((await test.ask(ReceivedFilePage, 'GET', '/v1/files')).total).toBe(1)
  })

  it('name the lines that the import names, blank lines and line breaks within quotes included', async () => {
    const text = '\n\nUser,Right\n\nana,Vault\n\n\n,Vault\nben,"Wire\nApproval"\n\n,Wires\ncem\n'
    const columns = { userName: 'User', permission: 'Right' }
    const sample = await test.ask(ReceivedFile, 'POST', '/v1/files?name=core.csv&sample=true', Buffer.from(text))
    const fileGroup = { ...group, columns, constants: { group: 'Tellers' } }
    const tried = await test.ask(TriedRules, 'POST', `/v1/files/${sample.id}/try-rules`, { fileGroup })
    await createCore(test, {}, { columns, constants: { group: 'Tellers' } })
    const { id } = await stage(test, text)
    const { items } = await test.ask(RejectedRowPage, 'GET', `/v1/imports/${id}/rejected-rows`)
    const wrong = tried.rows.filter(({ disposition }) => disposition === 'quarantined')
    expect(wrong.map(({ line }) => line)).toEqual(items.map(({ line }) => line))
    expect(tried.rows.map(({ line }) => line)).toEqual([5, 8, 9, 12, 13])
  })

  it('tell everything that is wrong with the rules and with the file at once', async () => {
    const sample = await test.ask(ReceivedFile, 'POST', '/v1/files?name=c.csv&sample=true', Buffer.from('A,B\n1,2\n'))
    const fileGroup = { ...group, keyColumns: ['Nowhere'] }
    const { ruleProblems, fileProblems } = await test.ask(TriedRules, 'POST', `/v1/files/${sample.id}/try-rules`, {
      fileGroup,
    })
    expect(ruleProblems.map(({ field }) => field)).toEqual(['keyColumns.0'])
    expect(fileProblems).toHaveLength(5)
  })

  it('find the files of an application that can be read, the newest first', async () => {
    const one = await createCore(test)
    await stage(test, extract([['ana', 'Vault']]))
    const { items } = await test.ask(ReceivedFilePage, 'GET', `/v1/files?applicationId=${one.id}&readable=true&limit=1`)
    expect(items).toMatchObject([{ name: 'core.csv', applicationId: one.id, fileGroup: one.rules.fileGroups[0]?.id }])
  })
})

describe('rules that can not be followed', () => {
  it('are refused with all reasons, each beside its field', async () => {
    const one = await createCore(test)
    const [first] = one.rules.fileGroups
    const answer = await change(one, {
      owners: ['0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1cff'],
      rules: { fileGroups: [{ ...first, columns: {}, keyColumns: ['X'] }], schedule: { cron: 'soon' } },
    })
    expect(answer.status).toBe(400)
    expect(Problem.parse(await answer.json()).errors?.map(({ pointer }) => pointer)).toEqual([
      '#/rules/fileGroups/0/columns/userName',
      '#/rules/fileGroups/0/keyColumns/0',
      '#/rules/schedule/cron',
      '#/owners/0',
    ])
  })
})

describe('owners', () => {
  it('are people, named by id, shown by name, and recorded', async () => {
    const roster = {
      id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c09',
      name: 'People',
      pattern: 'hr*',
      profile: 'hr-roster',
      columns: { employeeId: 'No', fullName: 'Name' },
    }
    await test.ask(Application, 'POST', '/v1/applications', {
      kind: 'roster',
      name: 'HR',
      rules: { fileGroups: [roster] },
    })
    await apply(test, await stage(test, 'No,Name\n1,Ana Silva\n2,Ben Ito\n', 'hr.csv'))
    const people = (await test.ask(PersonPage, 'GET', '/v1/people')).items
    const one = await createCore(test)
    expect(one.owners).toEqual([])
    const answer = await change(one, { owners: people.map(({ id }) => id) })
    expect(
      Application.parse(await answer.json())
        .owners.map(({ name }) => name)
        .sort(),
    ).toEqual(['Ana Silva', 'Ben Ito'])
    const kept = await test.ask(Application, 'GET', `/v1/applications/${one.id}`)
    expect(kept).toMatchObject({ rulesVersion: 1, owners: [{}, {}] })
  })
})

describe('an import that was staged by older rules', () => {
  const again = (id: string) => test.call('POST', `/v1/imports/${id}/stage-again`)

  it('says so, and is staged again by the new ones when somebody asks for it', async () => {
    const one = await createCore(test)
    const staged = await stage(
      test,
      extract([
        ['ana', 'Vault'],
        ['ben', 'Vault'],
      ]),
    )
    expect(staged).toMatchObject({ rulesVersion: 1, newestRulesVersion: 1 })
    const [first] = one.rules.fileGroups
    const filters = [{ column: 'User', is: 'equal-to', value: 'ben' }]
    await change(one, { rules: { ...one.rules, fileGroups: [{ ...first, filters }] } })
    const old = await test.ask(Import, 'GET', `/v1/imports/${staged.id}`)
    expect(old).toMatchObject({ state: 'staged', rulesVersion: 1, newestRulesVersion: 2, counts: { joins: 2 } })
    expect((await again(staged.id)).status).toBe(202)
    await test.host.idle()
    const now = await test.ask(Import, 'GET', `/v1/imports/${staged.id}`)
    expect(now).toMatchObject({
      state: 'staged',
      rulesVersion: 2,
      counts: { joins: 1 },
      reconciliation: { ignored: 1 },
    })
    expect(now.digest).not.toBe(old.digest)
    expect(await apply(test, now)).toMatchObject({ state: 'applied' })
    expect((await again(staged.id)).status).toBe(409)
  })

  it('is read again as a new import when it was refused', async () => {
    const one = await createCore(test)
    const failed = await stage(test, 'User,Right\nana,Vault\n')
    expect(failed.state).toBe('failed')
    const [first] = one.rules.fileGroups
    const columns = { userName: 'User', permission: 'Right' }
    await change(one, { rules: { ...one.rules, fileGroups: [{ ...first, columns }] } })
    const made = await test.ask(Import, 'POST', `/v1/imports/${failed.id}/stage-again`)
    expect(made.id).not.toBe(failed.id)
    await test.host.idle()
    expect(await test.ask(Import, 'GET', `/v1/imports/${made.id}`)).toMatchObject({ state: 'staged', rulesVersion: 2 })
  })
})
