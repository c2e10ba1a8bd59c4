import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Folder, FolderList } from '../../../src/contract/folder.ts'
import { ReceivedFilePage } from '../../../src/contract/files.ts'
import { ImportPage } from '../../../src/contract/imports.ts'
import { createCore, extract, startTestHost, type TestHost } from '../../support/test-host.ts'

let test: TestHost
let share: string
beforeEach(async () => {
  test = await startTestHost()
  share = mkdtempSync(join(tmpdir(), 'castellan-share-'))
})
afterEach(async () => {
  await test.close()
  rmSync(share, { recursive: true, force: true })
})

const grants = extract([['ana', 'Vault']])
const look = async () => {
  for (let i = 0; i < 3; i++) await test.host.sweep()
  await test.host.idle()
}
const folders = async () => (await test.ask(FolderList, 'GET', '/v1/folders')).items
const add = (body: Record<string, unknown>) => test.call('POST', '/v1/folders', body)
const files = async () => (await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items

describe('several watched folders', () => {
  it('a folder is not said to be fine before anybody has looked at it', async () => {
    const added = await test.ask(Folder, 'POST', '/v1/folders', { path: join(share, 'mistyped') })
    expect(added.detail).toBe('It is being read for the first time. Ask again in a moment.')
    expect(added.state).toBe('not-read-yet')
    await expect.poll(async () => (await folders()).find(({ id }) => id === added.id)?.state).toBe('offline')
  })

  it('are each listed with how they are watched; a file is taken from any of them', async () => {
    await createCore(test)
    const added = await test.ask(Folder, 'POST', '/v1/folders', { path: share, polling: true, intervalSeconds: 1 })
    const listed = async () => (await folders()).map(({ path, named, polling, state }) => [path, named, polling, state])
    await expect.poll(listed).toEqual([
      [test.importsDir, 'at-start', false, 'watching'],
      [share, 'in-settings', true, 'watching'],
    ])
    writeFileSync(join(share, 'core.csv'), grants)
    await look()
    const { detail } = (await folders()).find(({ id }) => id === added.id) ?? added
    expect(detail).toBe('It is read every 1 seconds.')
    expect(await files()).toMatchObject([{ state: 'taken', path: join(share, 'core.csv') }])
  })

  it('are found by polling alone, without an event or a call', async () => {
    await createCore(test)
    await test.ask(Folder, 'POST', '/v1/folders', { path: share, polling: true, intervalSeconds: 1 })
    writeFileSync(join(share, 'core.csv'), grants)
    await expect.poll(async () => (await files())[0]?.state, { timeout: 15_000 }).toBe('taken')
  })

  it('are changed and removed by what was seen of them, and outlive a restart', async () => {
    const added = await test.ask(Folder, 'POST', '/v1/folders', { path: share })
    const address = `/v1/folders/${added.id}`
    const polled = await test.ask(
      Folder,
      'PATCH',
      address,
      { polling: true, intervalSeconds: 30 },
      { 'if-match': '"1"' },
    )
    expect(polled).toMatchObject({ polling: true, intervalSeconds: 30, revision: 2 })
    expect((await test.call('PATCH', address, { polling: false }, { 'if-match': '"1"' })).status).toBe(412)
    await test.reopen()
    expect(await folders()).toMatchObject([{ path: test.importsDir }, { path: share, polling: true }])
    expect((await test.call('DELETE', address, undefined, { 'if-match': '"2"' })).status).toBe(204)
    expect(await folders()).toHaveLength(1)
    const [first] = await folders()
    const refused = await test.call('DELETE', `/v1/folders/${first?.id}`, undefined, { 'if-match': '"1"' })
    expect(refused.status).toBe(409)
  })

  it('can be neither the data directory, nor inside one another, nor named by half a path', async () => {
    for (const path of [
      test.dataDir,
      join(test.dataDir, 'in'),
      join(test.dataDir, '..'),
      'here',
      join(test.importsDir, 'in'),
    ])
      expect([path, (await add({ path })).status]).toEqual([path, 400])
    expect((await add({ path: test.importsDir })).status).toBe(409)
    expect((await add({ path: share, intervalSeconds: 0 })).status).toBe(400)
  })
})

describe('a folder that is away', () => {
  it('says so, and comes back by itself; nothing is taken twice', async () => {
    await createCore(test)
    test.drop('core.csv', grants)
    await look()
    const elsewhere = `${test.importsDir}-away`
    renameSync(test.importsDir, elsewhere)
    await look()
    expect(await folders()).toMatchObject([
      { state: 'offline', detail: expect.stringMatching(/^It can't be reached since .*ENOENT/) },
    ])
    renameSync(elsewhere, test.importsDir)
    // Nobody tells it: it asks again by itself.
    await expect.poll(async () => (await folders())[0]?.state, { timeout: 15_000 }).toBe('watching')
    await look()
    expect((await test.ask(ImportPage, 'GET', '/v1/imports')).total).toBe(1)
    test.drop('core-2.csv', extract([['ben', 'Vault']]))
    // The events of the folder that came back are heard again.
    await expect
      .poll(async () => (await files()).find(({ name }) => name === 'core-2.csv')?.state, { timeout: 15_000 })
      .toBe('taken')
  })

  it('is waited for when it is added while it is away', async () => {
    await createCore(test)
    const later = join(share, 'not', 'mounted')
    expect(await test.ask(Folder, 'POST', '/v1/folders', { path: later })).toMatchObject({ path: later })
    await expect.poll(async () => (await folders())[1]?.state).toBe('offline')
    expect(readdirSync(share)).toEqual([])
    mkdirSync(later, { recursive: true })
    writeFileSync(join(later, 'core.csv'), grants)
    await look()
    await expect.poll(async () => (await folders())[1]?.state).toBe('watching')
    expect(await files()).toMatchObject([{ state: 'taken' }])
  })
})

describe('two Castellans on one share', () => {
  it('take each file once: what one has claimed the other leaves, and says why', { timeout: 60_000 }, async () => {
    const other = await startTestHost({ importsDir: test.importsDir })
    try {
      await createCore(test)
      await createCore(other)
      const many = 24
      for (let i = 0; i < many; i++) test.drop(`core-${i}.csv`, extract([[`user${i}`, 'Vault']]))
      for (let i = 0; i < 3; i++) await Promise.all([test.host.sweep(), other.host.sweep()])
      await Promise.all([test.host.idle(), other.host.idle()])
      const taken = async (one: TestHost) =>
        (await one.ask(ReceivedFilePage, 'GET', '/v1/files?limit=200')).items.filter(
          ({ importId }) => importId !== null,
        )
      const names = [...(await taken(test)), ...(await taken(other))].map(({ name }) => name)
      expect(names.length).toBe(many)
      expect(new Set(names).size).toBe(many)
      const left = (await other.ask(ReceivedFilePage, 'GET', '/v1/files?state=waiting&limit=200')).items
      for (const { why } of left) expect(why).toContain('has claimed it')
    } finally {
      await other.close()
    }
  })
})
