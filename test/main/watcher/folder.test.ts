import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReceivedFilePage } from '../../../src/contract/files.ts'
import type { Import } from '../../../src/contract/imports.ts'
import { ImportPage } from '../../../src/contract/imports.ts'
import { apply, createCore, extract, startTestHost, type TestHost } from '../../support/test-host.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost({ stillMs: 0 })
})
afterEach(() => test.close())

const grants = extract([
  ['ana', 'Vault'],
  ['ben', 'Vault'],
])

async function look(): Promise<void> {
  // Once to notice, once to see that nothing moved, once for what those two found.
  for (let i = 0; i < 3; i++) await test.host.sweep()
  await test.host.idle()
}
const files = async () => (await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items
const newest = async () => (await test.ask(ImportPage, 'GET', '/v1/imports')).items[0]
const aside = (folder: string): string[] =>
  existsSync(join(test.importsDir, folder))
    ? readdirSync(join(test.importsDir, folder), { recursive: true })
        .map(String)
        .filter((name) => /\.(csv|json)$/.test(name))
    : []

describe('the watched folder', () => {
  it('takes a file that an application knows by its name, and moves it aside with a receipt once it counts', async () => {
    await createCore(test)
    test.drop('core-0630.csv', grants)
    await look()
    expect(await files()).toMatchObject([{ name: 'core-0630.csv', state: 'taken', application: 'Core Banking' }])
    const staged = (await newest()) as Import
    expect(staged).toMatchObject({ state: 'staged', createdBy: 'Castellan' })
    expect(existsSync(join(test.importsDir, 'core-0630.csv'))).toBe(true)
    await apply(test, staged)
    await expect.poll(() => aside('processed')).toHaveLength(2)
    expect(existsSync(join(test.importsDir, 'core-0630.csv'))).toBe(false)
    const receipt = aside('processed').find((name) => name.endsWith('.json')) ?? ''
    const said = JSON.parse(readFileSync(join(test.importsDir, 'processed', receipt), 'utf8')) as {
      import: { state: string }
      files: { sha256: string }[]
    }
    expect(said.import.state).toBe('applied')
    expect(JSON.stringify(said)).not.toContain('ana')
  })

  it('recognises a file by its header when its name says nothing', async () => {
    await createCore(test)
    test.drop('export (3).csv', grants)
    await look()
    expect(await files()).toMatchObject([{ state: 'taken', application: 'Core Banking' }])
  })

  it('puts a file that nobody knows up for a person, and never guesses', async () => {
    await createCore(test)
    test.drop('payroll.csv', 'Employee,Salary\n1,2\n')
    await look()
    expect(await files()).toMatchObject([{ state: 'unrecognised', application: null, importId: null }])
    expect(existsSync(join(test.importsDir, 'payroll.csv'))).toBe(true)
  })

  it('records the same bytes under another name as a duplicate, and moves them aside', async () => {
    await createCore(test)
    test.drop('core-1.csv', grants)
    await look()
    await apply(test, (await newest()) as Import)
    test.drop('core-2.csv', grants)
    await look()
    expect((await files())[0]).toMatchObject({ name: 'core-2.csv', state: 'duplicate' })
    await expect.poll(() => aside('processed')).toHaveLength(4)
  })

  it('moves a file whose columns do not fit to refused, with every reason in its receipt', async () => {
    await createCore(test)
    test.drop('core-bad.csv', 'User,Name,Email,Group,Permision,Extra\na,b,c,d,e,f\n')
    await look()
    await expect.poll(() => aside('refused')).toHaveLength(2)
    const receipt = aside('refused').find((name) => name.endsWith('.json')) ?? ''
    const said = readFileSync(join(test.importsDir, 'refused', receipt), 'utf8')
    for (const word of ['Permission', 'Access', 'Permision', 'Extra']) expect(said).toContain(`\\"${word}\\"`)
  })

  it('waits while a file is being written', async () => {
    await test.close()
    test = await startTestHost({ stillMs: 400 })
    await createCore(test)
    const path = test.drop('core-slow.csv', grants.slice(0, 30))
    await test.host.sweep()
    expect(await files()).toMatchObject([{ state: 'waiting' }])
    writeFileSync(path, grants)
    await expect.poll(async () => (await files())[0]?.state, { timeout: 8000 }).toBe('taken')
    await test.host.idle()
    expect(await newest()).toMatchObject({ state: 'staged', reconciliation: { read: 2 } })
  })

  it('does not take the same file again at the next sweep or the next start', async () => {
    await createCore(test)
    test.drop('core.csv', grants)
    await look()
    await look()
    await test.reopen()
    await look()
    expect((await test.ask(ImportPage, 'GET', '/v1/imports')).total).toBe(1)
  })

  it('takes new bytes under the old name as a new version', async () => {
    await createCore(test)
    const path = test.drop('core.csv', grants)
    await look()
    await apply(test, (await newest()) as Import)
    await expect.poll(() => existsSync(path)).toBe(false)
    test.drop(
      'core.csv',
      extract([
        ['ana', 'Vault'],
        ['ben', 'Vault'],
        ['cem', 'Vault'],
      ]),
    )
    utimesSync(path, new Date(), new Date(Date.now() + 5000))
    await look()
    expect(await newest()).toMatchObject({ state: 'staged', counts: { joins: 1, gains: 1 } })
  })
})

describe('attacks on the watched folder', () => {
  it('refuses a symbolic link to a file outside, whether or not its name is known', async () => {
    await createCore(test)
    writeFileSync(join(test.dataDir, 'secret.csv'), grants)
    symlinkSync(join(test.dataDir, 'secret.csv'), join(test.importsDir, 'core-link.csv'))
    symlinkSync(join(test.dataDir, 'secret.csv'), join(test.importsDir, 'other.csv'))
    await look()
    expect((await files()).map(({ state }) => state)).toEqual(['refused', 'refused'])
  })

  it('refuses a hard link, which could change unseen', async () => {
    writeFileSync(join(test.dataDir, 'mine.csv'), grants)
    linkSync(join(test.dataDir, 'mine.csv'), join(test.importsDir, 'core-hard.csv'))
    await look()
    expect(await files()).toMatchObject([{ state: 'refused' }])
  })

  it.skipIf(process.platform === 'win32')('refuses a pipe without waiting for its writer', async () => {
    execFileSync('mkfifo', [join(test.importsDir, 'core-pipe.csv')])
    await look()
    expect(await files()).toMatchObject([{ state: 'refused', why: expect.stringContaining('plain file') as string }])
  })

  it('refuses a file beyond the size limit before reading it', async () => {
    await test.close()
    test = await startTestHost({ stillMs: 0, mostBytes: 100 })
    test.drop('core-huge.csv', 'x'.repeat(101))
    await look()
    expect(await files()).toMatchObject([{ state: 'refused' }])
  })

  it('does not take what is not meant for it, and says why: partial downloads, lock files, folders', async () => {
    const names = ['.hidden.csv', '.~lock.core.csv#', 'a.csv.part', 'core.csv.tmp', '~$core.xlsx']
    for (const name of names) test.drop(name, grants)
    for (const name of ['.DS_Store', 'Thumbs.db', 'desktop.ini']) test.drop(name, grants)
    mkdirSync(join(test.importsDir, 'core.csv'))
    await look()
    const found = await files()
    expect(found.map(({ name }) => name).sort()).toEqual([...names.slice(0, 4), 'core.csv', '~$core.xlsx'].sort())
    for (const { state, why } of found) expect([state, why]).toEqual(['waiting', expect.stringMatching(/\w{3}.*\.$/)])
    rmSync(join(test.importsDir, '~$core.xlsx'))
    await look()
    expect((await files()).find(({ name }) => name === '~$core.xlsx')).toMatchObject({ state: 'gone' })
  })
})
