import { mkdtempSync, readFileSync, existsSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copyAcross, move } from '../../../src/main/watcher/archive.ts'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'castellan-aside-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

it.each([
  ['a rename', move],
  ['a copy onto another file system', copyAcross],
])('%s leaves the bytes and their time in one place', async (_, how) => {
  const [from, to] = [join(dir, 'a'), join(dir, 'b')]
  writeFileSync(from, 'bytes')
  utimesSync(from, 1_750_000_000, 1_750_000_000)
  await how(from, to)
  expect([existsSync(from), readFileSync(to, 'utf8'), statSync(to).mtimeMs]).toEqual([
    false,
    'bytes',
    1_750_000_000_000,
  ])
})

it('does not lose a file that can not be copied', async () => {
  writeFileSync(join(dir, 'a'), 'bytes')
  await expect(copyAcross(join(dir, 'a'), join(dir, 'missing', 'b'))).rejects.toThrow()
  expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('bytes')
})
