import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDroppedFiles } from '../../../src/main/shell/dropped-files.ts'
import { ownPath } from '../../../src/main/shell/reveal.ts'

let folder: string
let time = 0
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'castellan-drop-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const at = (name: string, content = 'user,group\n') => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const drops = () => createDroppedFiles(() => time)

test('a file goes in for a ticket and comes out once', async () => {
  const dropped = drops()
  const accepted = await dropped.accept(at('core banking.csv'))
  if ('refused' in accepted) throw new Error(accepted.refused)
  expect(accepted).toMatchObject({ name: 'core banking.csv', size: 11 })
  const redeemed = await dropped.redeem(accepted.ticket)
  expect(await text(redeemed!.stream)).toBe('user,group\n')
  expect(await dropped.redeem(accepted.ticket)).toBeNull()
  expect(await dropped.redeem('f'.repeat(32))).toBeNull()
})

test('a link, a folder, a pipe, a program, an empty or huge file: refused in words', async () => {
  symlinkSync(at('real.csv'), join(folder, 'link.csv'))
  mkdirSync(join(folder, 'folder.csv'))
  execFileSync('mkfifo', [join(folder, 'pipe.csv')])
  truncateSync(at('huge.xlsx'), 51 * 1024 * 1024)
  at('empty.csv', '')
  at('run.exe')
  const names = ['link.csv', 'folder.csv', 'pipe.csv', 'huge.xlsx', 'empty.csv', 'run.exe', 'absent.csv']
  const elsewhere = ['relative.csv', '', '/dev/zero', `${folder}/real.csv\0.csv`, '/proc/self/environ']
  const refused = [...names.map((name) => join(folder, name)), ...elsewhere]
  for (const path of refused) {
    expect(await drops().accept(path), path).toHaveProperty('refused')
  }
})

test('a file that was exchanged meanwhile, or a ticket that is too old, yields nothing', async () => {
  const dropped = drops()
  const path = at('a.csv')
  const first = await dropped.accept(path)
  renameSync(at('b.csv', 'something else'), path)
  if ('refused' in first) throw new Error(first.refused)
  expect(await dropped.redeem(first.ticket)).toBeNull()
  const second = await dropped.accept(path)
  if ('refused' in second) throw new Error(second.refused)
  time += 11 * 60_000
  expect(await dropped.redeem(second.ticket)).toBeNull()
})

test('a file that became a link to another yields nothing', async () => {
  const dropped = drops()
  const path = at('c.csv')
  const accepted = await dropped.accept(path)
  if ('refused' in accepted) throw new Error(accepted.refused)
  rmSync(path)
  symlinkSync('/etc/passwd', path)
  expect(await dropped.redeem(accepted.ticket)).toBeNull()
})

test('only what lies in the workspace is shown in the file manager', async () => {
  const inside = join(folder, 'imports')
  mkdirSync(inside)
  const file = at('imports/x.csv')
  symlinkSync('/etc', join(inside, 'out'))
  expect(await ownPath(file, [inside])).toBe(file)
  expect(await ownPath(inside, [inside])).toBe(inside)
  for (const path of [folder, `${inside}/../x`, '/etc/passwd', `${inside}/out/passwd`, 'x.csv', `${inside}x`]) {
    expect(await ownPath(path, [inside]), path).toBeNull()
  }
})
