import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { castellan, inProcess } from './castellan.ts'

let cli: ReturnType<typeof castellan>
beforeEach(() => (cli = castellan()))
afterEach(() => cli.dispose())

test.each([
  [['verify']],
  [['backup']],
  [['backup', 'list']],
  [['imports']],
  [['apply', '1']],
  [['token', 'list']],
  [['token', 'revoke', 'nightly']],
  [['user', 'list']],
  [['api', 'off']],
  [['api', 'status']],
])('%j in a mistyped data directory says so, and makes none', async (line) => {
  const ended = await inProcess([...line, '--data', cli.at('dat')])
  expect(ended).toMatchObject({ code: 4, stdout: '' })
  expect(ended.stderr).toContain(`There is no Castellan in ${cli.at('dat')}.`)
  expect(existsSync(cli.at('dat'))).toBe(false)
})

test('an export that comes to nothing leaves no file', async () => {
  const out = cli.at('log.jsonl')
  expect(await inProcess(['audit', 'export', '--out', out, '--data', cli.at('dat')])).toMatchObject({ code: 4 })
  expect(existsSync(out)).toBe(false)
})

test.each([
  [['token', 'create', '--name', 'nightly']],
  [['user', 'add', '--username', 'olga', '--password-stdin']],
  [['api', 'on']],
])('%j may come first, and says that the directory is new', async (line) => {
  const first = await inProcess([...line, '--data', cli.at('data')], 'seven plums, four herons & no kettle')
  expect(first).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`${cli.at('data')} is a new data directory.`),
  })
  expect(await inProcess(['api', 'status', '--data', cli.at('data')])).toMatchObject({ code: 0, stderr: '' })
})

test('where only backups are left, they are listed', async () => {
  mkdirSync(cli.at('data', 'backups'), { recursive: true })
  expect(await inProcess(['backup', 'list', '--data', cli.at('data')])).toMatchObject({ code: 0 })
})

test.each([
  ['--data', 'There is no Castellan in', ['api', 'status']],
  ['--data', 'is no folder. Name one as the data directory.', ['serve', '--imports', '.', '--port', '0']],
  ['--imports', "is no folder, so it can't be watched.", ['serve', '--data', 'unused', '--port', '0']],
])('a file in the place of %s is told from a folder', async (option, words, line) => {
  const file = cli.at('note.txt')
  writeFileSync(file, '')
  const ended = await inProcess([...line, option, file])
  expect(ended.code).toBeGreaterThan(0)
  expect(ended.stderr).toContain(words)
})
