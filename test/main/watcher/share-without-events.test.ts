import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Folder, FolderList } from '../../../src/contract/folder.ts'
import { ReceivedFilePage } from '../../../src/contract/files.ts'
import { Import, ImportPage } from '../../../src/contract/imports.ts'
import { apply, createCore, extract, startTestHost, type TestHost } from '../../support/test-host.ts'

/**
 * A share as the network has it: what another computer writes there makes no event here. bindfs makes one of a folder;
 * where it is missing, or nothing may be mounted, this can't be shown.
 */
const run = (...[command = '', ...args]: string[]) => spawnSync(command, args).status === 0
const canMount = (() => {
  const [from, to] = [mkdtempSync(join(tmpdir(), 'castellan-fuse-')), mkdtempSync(join(tmpdir(), 'castellan-fuse-'))]
  const can = run('bindfs', from, to) && run('umount', to)
  for (const folder of [from, to]) rmSync(folder, { recursive: true, force: true })
  return can
})()

let test: TestHost
let dir: string
let server: string
let share: string
beforeEach(async () => {
  test = await startTestHost({ stillMs: 500 })
  dir = mkdtempSync(join(tmpdir(), 'castellan-share-'))
  server = join(dir, 'on the server')
  share = join(dir, 'mounted')
  mkdirSync(server)
  mkdirSync(share)
})
afterEach(async () => {
  await test.close()
  run('umount', '-l', share)
  rmSync(dir, { recursive: true, force: true })
})

const folder = async () =>
  (await test.ask(FolderList, 'GET', '/v1/folders')).items.find(({ path }) => path === share) as Folder
const files = async () =>
  (await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items.map(({ name, state }) => `${name} ${state}`)
const soon = { timeout: 20_000 }

it.skipIf(!canMount)(
  'a file that the server wrote is staged without an event, and a share that hangs up is taken up again (needs bindfs)',
  { timeout: 90_000 },
  async () => {
    expect(run('bindfs', server, share)).toBe(true)
    await createCore(test)
    const events: (string | null)[] = []
    const watcher = watch(share, (_, name) => events.push(name))
    await test.ask(Folder, 'POST', '/v1/folders', { path: share, polling: true, intervalSeconds: 1 })
    writeFileSync(join(server, 'core.csv'), extract([['ana', 'Vault']]))
    await expect.poll(files, soon).toEqual(['core.csv taken'])
    expect(events.filter((name) => name === 'core.csv')).toEqual([])
    watcher.close()

    // The connection breaks: every call on the share fails until it is mounted again.
    expect(run('pkill', '-9', '-f', `bindfs ${server}`)).toBe(true)
    await expect.poll(async () => (await folder()).state, soon).toBe('offline')
    expect((await folder()).detail).toContain('(ENOTCONN)')
    expect(run('umount', '-l', share) && run('bindfs', server, share)).toBe(true)
    await expect.poll(async () => (await folder()).state, soon).toBe('watching')

    await test.host.idle()
    const [staged] = (await test.ask(ImportPage, 'GET', '/v1/imports')).items
    await apply(test, await test.ask(Import, 'GET', `/v1/imports/${staged?.id}`))
    await expect.poll(() => readdirSync(server), soon).toEqual(['.castellan', 'processed'])
    expect((await test.ask(ImportPage, 'GET', '/v1/imports')).total).toBe(1)
  },
)
