import { mkdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { Application } from '../../../src/contract/applications.ts'
import { ReceivedFile } from '../../../src/contract/files.ts'
import { Import, ImportPage } from '../../../src/contract/imports.ts'
import { castellan, inProcess } from './castellan.ts'
import { createCore, extract, type Grant, startTestHost } from '../../support/test-host.ts'

// Many small starts, each of which takes a second on a busy machine.
vi.setConfig({ testTimeout: 60_000 })
let cli: ReturnType<typeof castellan>
beforeEach(async () => {
  cli = castellan()
  mkdirSync(cli.at('data'), { recursive: true })
  const prepare = await startTestHost({ dataDir: cli.at('data') })
  await createCore(prepare)
  await prepare.close()
})
afterEach(() => cli.dispose())

const data = () => ['--data', cli.at('data')]
const grants: Grant[] = Array.from({ length: 12 }, (_, i) => [`user${i}`, 'Wire Approval'])
const Uploaded = z.object({ file: ReceivedFile, import: Import.nullable() })
const list = ImportPage.pick({ items: true })

function write(name: string, content: string): string {
  writeFileSync(cli.at(name), content)
  return cli.at(name)
}

async function uploaded(name: string, of: readonly Grant[], exit = 0): Promise<Import> {
  const { code, stdout } = await cli.run('upload', write(name, extract(of)), ...data(), '--json')
  expect(code).toBe(exit)
  const { import: importRun } = Uploaded.parse(JSON.parse(stdout))
  if (importRun === null) throw new Error('not staged')
  return importRun
}

describe.each(['beside a running Castellan', 'without one'])('%s', (place) => {
  beforeEach(async () => {
    if (place === 'without one') cli.stayAlone()
    else await cli.serve()
  })

  test('upload, wait, apply, undo: each says how it ended', async () => {
    const first = await uploaded('core-1.csv', grants)
    expect(first).toMatchObject({ state: 'staged', counts: { joins: 12 }, createdBy: 'local operator' })
    expect((await cli.run('wait', first.id, ...data())).code).toBe(7)
    expect((await cli.run('wait', String(first.number), '--for', 'staged', ...data())).code).toBe(0)
    const applied = await cli.run('apply', String(first.number), ...data())
    expect(applied.code).toBe(0)
    expect(applied.stdout).toContain('is applied')
    expect(applied.stdout).toContain('read 12 rows: 12 used, 0 unknown, 0 quarantined')
    expect((await cli.run('wait', first.id, ...data())).code).toBe(0)
    expect((await cli.run('apply', first.id, ...data())).code).toBe(4)

    const back = await cli.run('undo', first.id, ...data(), '--json')
    expect(back.code).toBe(7)
    const rollback = Import.parse(JSON.parse(back.stdout))
    expect(rollback).toMatchObject({ kind: 'undo', state: 'staged', counts: { leaves: 12 } })
    expect((await cli.run('cancel', rollback.id, ...data())).code).toBe(0)
    expect((await cli.run('wait', rollback.id, ...data())).code).toBe(6)
    const { items } = await cli.json(list, 'imports', '--application', 'core banking')
    expect(items.map(({ state }) => state)).toEqual(['cancelled', 'applied'])
  })

  test('what the guard stops pauses, and passes with a reason', async () => {
    const first = await uploaded('core-1.csv', grants)
    await cli.run('apply', first.id, ...data())
    const second = await uploaded('core-2.csv', grants.slice(0, 3), 7)
    const refused = await cli.run('apply', second.id, ...data())
    expect(refused).toMatchObject({ code: 7, stdout: '' })
    expect(refused.stderr).toContain('9 of 12 accounts would be removed')
    const reason = ['--override', 'branch 7 was closed']
    expect((await cli.run('apply', second.id, ...reason, '--digest', '0'.repeat(64), ...data())).code).toBe(4)
    expect((await cli.run('apply', second.id, ...reason, ...data())).code).toBe(0)
  })

  test('an unknown file waits, and is staged once it is assigned to an application', async () => {
    const file = write('export-17.csv', 'Who,What\nana,Wire\n')
    expect(await cli.run('upload', file, ...data())).toMatchObject({
      code: 7,
      stdout: expect.stringContaining('No application has a file with this name'),
      stderr: expect.stringMatching(/^castellan stage [0-9a-f-]{36} --application NAME\n$/),
    })
    const staged = await cli.run('stage', 'export-17.csv', '--application', 'Core Banking', ...data())
    expect(staged.code).toBe(5)
    expect(staged.stdout).toMatch(/does not fit the rules[\s\S]*User/)
    expect((await cli.run('stage', 'export-17.csv', '--application', 'Core Banking', ...data())).code).toBe(4)
  })
})

test('shows the first set-aside rows with their reasons', async () => {
  cli.stayAlone()
  const broken = Array.from({ length: 7 }, () => ',x,,,,\n').join('')
  const { stdout, stderr } = await cli.run(
    'upload',
    write('core-8.csv', extract([['ana', 'Wire']]) + broken),
    ...data(),
  )
  expect(stdout).toContain('7 quarantined')
  expect(stderr.trim().split('\n')).toEqual([
    ...[3, 4, 5, 6, 7].map((line) => expect.stringMatching(new RegExp(`line ${line} could not be read: .+`))),
    expect.stringMatching(/and 2 more: GET \/v1\/imports\/[0-9a-f-]+\/rejected-rows/),
  ])
})

test.each([
  [['upload', '/nowhere/at-all.csv'], 2, 'There is no file'],
  [['upload', '.'], 2, 'is no file'],
  [['upload'], 2, 'Say which file'],
  [['apply', 'core'], 2, 'neither the id nor the number'],
  [['apply', '4711'], 4, 'There is no import 4711'],
  [['wait', '6f1d2f5e-0000-4000-8000-000000000000'], 4, 'no such import'],
  [['imports', '--state', 'done'], 2, 'is no state'],
  [['imports', '--application', 'Loans'], 4, 'There is no application "Loans"'],
  [['wait', '1', '--timeout', 'soon'], 2, '--timeout takes a number'],
])('%j ends with %d in words', async (line, code, words) => {
  const ended = await inProcess([...line, ...data()])
  expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(words) })
})

test('a wait that takes too long ends with 7', async () => {
  const { ready } = await cli.serve()
  expect(ready.port).toBeGreaterThan(0)
  const rows = Array.from(
    { length: 60_000 },
    (_, i): Grant => [`user${i % 6000}`, `Permission ${Math.floor(i / 6000)}`],
  )
  const { code, stdout } = await cli.run('upload', write('core-9.csv', extract(rows)), '--no-wait', ...data(), '--json')
  expect(code).toBe(0)
  const queued = Uploaded.parse(JSON.parse(stdout)).import
  expect(queued?.state).toMatch(/^(queued|staging|staged)$/)
  const waited = await cli.run('wait', queued?.id ?? '', '--timeout', '0s', ...data())
  expect(waited.code).toBe(7)
})

test('names out of a file do not steer the terminal', async () => {
  const prepare = await startTestHost({ dataDir: cli.at('data') })
  const { items } = await prepare.ask(z.object({ items: z.array(Application) }), 'GET', '/v1/applications')
  const [core] = items
  const name = 'Core \u001b[31m\u202eBanking'
  await prepare.call('PATCH', `/v1/applications/${core?.id}`, { name }, { 'if-match': `"${core?.revision}"` })
  await prepare.close()
  await uploaded('core-1.csv', grants)
  const { stdout } = await cli.run('imports', ...data())
  expect(stdout).toContain('Core')
  expect([stdout.includes('\u001b'), stdout.includes('\u202e')]).toEqual([false, false])
})
