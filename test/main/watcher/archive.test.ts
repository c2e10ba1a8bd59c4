import { mkdtempSync, readFileSync, existsSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copyAcross } from '../../../src/main/watcher/archive.ts'
import { type SeenFile, withSharedFolder } from '../../../src/main/watcher/shared-folder/shared-directory.ts'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'castellan-aside-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const seen = (name: string): SeenFile => ({ name, stats: statSync(join(dir, name)) })
const moveInDir = (file: SeenFile, as: string) => withSharedFolder(dir, (folder) => folder.move(file, folder, as))
const copyInDir = (file: SeenFile, as: string) =>
  withSharedFolder(dir, (folder) => copyAcross(folder, file, folder, as))

it.each([
  ['a rename', moveInDir],
  ['a copy onto another file system', copyInDir],
])('%s leaves the bytes and their time in one place', async (_, how) => {
  const [from, to] = [join(dir, 'a'), join(dir, 'b')]
  writeFileSync(from, 'bytes')
  utimesSync(from, 1_750_000_000, 1_750_000_000)
  await how(seen('a'), 'b')
  expect([existsSync(from), readFileSync(to, 'utf8'), statSync(to).mtimeMs]).toEqual([
    false,
    'bytes',
    1_750_000_000_000,
  ])
})

it.each([
  ['a rename', moveInDir],
  ['a copy onto another file system', copyInDir],
])('%s replaces nothing', async (_, how) => {
  for (const name of ['a', 'b']) writeFileSync(join(dir, name), name)
  await expect(how(seen('a'), 'b')).rejects.toThrow('EEXIST')
  expect([readFileSync(join(dir, 'a'), 'utf8'), readFileSync(join(dir, 'b'), 'utf8')]).toEqual(['a', 'b'])
})

it('a file that took the name after it was looked at stays where it is', async () => {
  writeFileSync(join(dir, 'a'), 'old')
  const file = seen('a')
  writeFileSync(join(dir, 'new'), 'new')
  rmSync(join(dir, 'a'))
  await moveInDir(seen('new'), 'a')
  await expect(moveInDir(file, 'b')).rejects.toThrow('changed')
  expect([readFileSync(join(dir, 'a'), 'utf8'), existsSync(join(dir, 'b'))]).toEqual(['new', false])
})
