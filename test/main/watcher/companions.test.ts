import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReceivedFilePage } from '../../../src/contract/files.ts'
import { ImportPage } from '../../../src/contract/imports.ts'
import { apply, createCore, extract, startTestHost, type TestHost } from '../../support/test-host.ts'

/** A minute must stand still here, so whatever is taken was taken because of its companion. */
const aMinute = 60_000
let now: number
let test: TestHost
beforeEach(async () => {
  now = Date.parse('2026-06-30T12:00:00Z')
  test = await startTestHost({ stillMs: aMinute, clock: () => now })
  await createCore(test)
})
afterEach(() => test.close())

const grants = extract([
  ['ana', 'Vault'],
  ['ben', 'Vault'],
])
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')
const look = async () => {
  await test.host.sweep()
  await test.host.idle()
}
const files = async () =>
  (await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items.map(({ name, state, why }) => [name, state, why])
const newest = async () => (await test.ask(ImportPage, 'GET', '/v1/imports')).items[0]
const aside = (folder: string) =>
  readdirSync(join(test.importsDir, folder), { recursive: true })
    .map((name) => String(name).replace(/^.*[/\\]\S+ /, ''))
    .filter((name) => !/^\d/.test(name))
    .sort()

describe('a companion', () => {
  it.each([
    ['core.csv.done', ''],
    ['core.csv.sha256', `${sha256(grants)}  core.csv\n`],
    ['CORE.CSV.SHA256', sha256(grants).toUpperCase()],
    ['core.csv.done', JSON.stringify({ sha256: sha256(grants), rows: 2 })],
  ])('%s says that its file is complete: it is taken at once, and both move aside', async (name, content) => {
    test.drop('core.csv', grants)
    await look()
    expect(await files()).toEqual([['core.csv', 'waiting', 'It is taken when it has not changed for 60 seconds.']])
    test.drop(name, content)
    await look()
    expect(await files()).toEqual([['core.csv', 'taken', 'Taken as an import of Core Banking.']])
    const staged = await newest()
    if (staged) await apply(test, staged)
    await expect.poll(() => existsSync(join(test.importsDir, name))).toBe(false)
    expect(aside('processed')).toEqual([name, 'core.csv', 'core.csv.receipt.json'].sort())
  })

  it('that names another SHA-256 has its file refused, with both digests in words', async () => {
    const wrong = sha256('something else')
    test.drop('core.csv', grants)
    test.drop('core.csv.sha256', wrong)
    await look()
    expect(await files()).toEqual([['core.csv', 'waiting', expect.stringContaining('It is not complete yet')]])
    now += aMinute
    await look()
    const why = `core.csv.sha256 says that its SHA-256 is ${wrong}, but it is ${sha256(grants)}. Send both again.`
    expect(await files()).toEqual([['core.csv', 'refused', why]])
    expect(aside('refused')).toEqual(['core.csv', 'core.csv.receipt.json', 'core.csv.sha256'])
    const receipt = readdirSync(join(test.importsDir, 'refused'), { recursive: true })
      .map(String)
      .find((name) => name.endsWith('.json'))
    expect(readFileSync(join(test.importsDir, 'refused', receipt ?? ''), 'utf8')).toContain(wrong)
    expect(await newest()).toBeUndefined()
  })

  it('that is written before its file lets a half-written file wait', async () => {
    test.drop('core.csv.sha256', sha256(grants))
    test.drop('core.csv', grants.slice(0, 30))
    await look()
    test.drop('core.csv', grants)
    await look()
    expect(await files()).toEqual([['core.csv', 'taken', 'Taken as an import of Core Banking.']])
    expect(await newest()).toMatchObject({ reconciliation: { read: 2 } })
  })

  it('that says nothing yet is waited for', async () => {
    test.drop('core.csv', grants)
    test.drop('core.csv.sha256', 'abc')
    await look()
    expect(await files()).toEqual([['core.csv', 'waiting', 'Its companion core.csv.sha256 holds no SHA-256 yet.']])
  })

  it('that promises more rows than the file holds stops the import, with both figures', async () => {
    test.drop('core.csv', grants)
    test.drop('core.csv.done', 'rows=3')
    await look()
    expect((await newest())?.failure?.problems).toMatchObject([
      { message: 'Its companion promises 3 rows; the file holds 2.' },
    ])
  })
})

/** Yesterday's, as they lie in the folder until their import is decided. */
describe('a companion that is older than its file', () => {
  const half = grants.slice(0, -12)

  it('of yesterday does not vouch for the half of today', async () => {
    test.drop('core.csv', grants)
    test.drop('core.csv.done', '')
    await look()
    test.drop('core.csv', half)
    await look()
    expect((await files())[0]).toEqual([
      'core.csv',
      'waiting',
      'core.csv.done is older than core.csv; it waits as if it had none. It is taken when it has not changed for 60 seconds.',
    ])
    expect((await newest())?.reconciliation).toMatchObject({ read: 2 })
    const later = extract([['cem', 'Vault']])
    test.drop('core.csv', later)
    for (let i = 0; i < 3; i++) {
      now += aMinute
      await look()
    }
    expect(await newest()).toMatchObject({ state: 'staged', files: [{ sha256: sha256(later) }] })
  })

  it('does not vouch for a file of an earlier date that is renamed over the old one', async () => {
    test.drop('core.csv', grants)
    test.drop('core.csv.done', '')
    await look()
    const path = test.drop('other', half)
    utimesSync(path, 1_750_000_000, 1_750_000_000)
    renameSync(path, join(test.importsDir, 'core.csv'))
    await look()
    expect((await files())[0]?.[2]).toContain('core.csv.done is older than core.csv')
  })

  it('does not vouch for what comes later because it is dated in the future', async () => {
    const done = test.drop('core.csv.done', '')
    utimesSync(done, 4_000_000_000, 4_000_000_000)
    await sleep(20)
    test.drop('core.csv', half)
    await look()
    expect((await files())[0]?.[1]).toBe('waiting')
  })

  it('speaks for exactly the bytes that it names, whenever it was written', async () => {
    test.drop('core.csv.sha256', sha256(grants))
    await sleep(20)
    test.drop('core.csv', grants)
    await look()
    expect((await files())[0]?.[1]).toBe('taken')
  })

  it('that names the bytes of yesterday stops nothing today', async () => {
    test.drop('core.csv', grants)
    test.drop('core.csv.sha256', sha256(grants))
    await look()
    const today = extract([['cem', 'Vault']])
    test.drop('core.csv', today)
    for (let i = 0; i < 3; i++) {
      await look()
      now += aMinute
    }
    await look()
    expect(await newest()).toMatchObject({ state: 'staged', files: [{ sha256: sha256(today) }] })
  })

  it('that announces bytes which have not come keeps others from being taken in their place', async () => {
    test.drop('core.csv.sha256', sha256(grants))
    await sleep(20)
    test.drop('core.csv', half)
    for (let i = 0; i < 3; i++) {
      await look()
      now += aMinute
    }
    expect((await files())[0]).toEqual(['core.csv', 'waiting', expect.stringContaining('It is not complete yet')])
    expect(await newest()).toBeUndefined()
  })
})

describe('a file that stays empty', () => {
  it('is told so after ten minutes', async () => {
    test.drop('core.csv', '')
    await look()
    expect((await files())[0]?.[2]).toBe('It is empty so far.')
    now += 601_000
    await look()
    expect((await files())[0]?.[2]).toMatch(/^It has been empty for more than ten minutes/)
  })
})

describe('a file that changes after it was staged', () => {
  it('has its preview taken back, and is staged as it is now', async () => {
    test.drop('core.csv', grants)
    test.drop('core.csv.done', '')
    await look()
    const first = await newest()
    test.drop('core.csv', extract([['cem', 'Vault']]))
    test.drop('core.csv.done', '')
    await look()
    const { items } = await test.ask(ImportPage, 'GET', '/v1/imports')
    expect(items.map(({ id, state, reconciliation }) => [id === first?.id, state, reconciliation?.read])).toEqual([
      [false, 'staged', 1],
      [true, 'cancelled', 2],
    ])
  })
})

describe('a file that was applied and could not be moved', () => {
  it('is moved by a later look, once', async () => {
    test.drop('core.csv', grants)
    test.drop('core.csv.done', '')
    // Something stands in the way of the folder that it would move to.
    test.drop('processed', 'in the way')
    await look()
    const staged = await newest()
    if (staged) await apply(test, staged)
    await look()
    expect(existsSync(join(test.importsDir, 'core.csv'))).toBe(true)
    const step = (await newest())?.followUps.find((followUp) => followUp.step === 'archive-files')
    expect(step).toMatchObject({ state: 'failed', reason: 'processed is a file, not a folder (ENOTDIR).' })
    rmSync(join(test.importsDir, 'processed'))
    await test.reopen()
    await look()
    expect(aside('processed')).toEqual(['core.csv', 'core.csv.done', 'core.csv.receipt.json'])
    expect((await test.ask(ImportPage, 'GET', '/v1/imports')).total).toBe(1)
  })
})
