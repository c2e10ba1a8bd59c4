import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Discovery, readDiscovery, removeDiscovery, writeDiscovery } from '../../../src/main/instance/discovery.ts'
import { isAlive, thisProcess } from '../../../src/main/instance/holder.ts'
import { newInstanceKey } from '../../../src/main/instance/proof.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'castellan-instance-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const discovery = (): Discovery => ({
  ...thisProcess(),
  startedAt: '2026-06-30T17:00:00.000Z',
  version: '0.1.0',
  mode: 'serve',
  port: 4000,
  key: newInstanceKey(),
})
const file = () => join(folder, 'instance.json')

test('only its owner may read it, whatever lay there before', () => {
  writeFileSync(file(), 'old', { mode: 0o666 })
  const written = discovery()
  writeDiscovery(folder, written)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(readDiscovery(folder)).toEqual(written)
  removeDiscovery(folder)
  expect(readDiscovery(folder)).toBeNull()
})

test('a file that others could have read or written is not believed', () => {
  writeDiscovery(folder, discovery())
  chmodSync(file(), 0o644)
  expect(readDiscovery(folder)).toBeNull()
})

test.each(['', '{', '[]', '{"pid":-1}', '{"port":"evil.test:80"}'])('%j is not believed', (text) => {
  writeFileSync(file(), text, { mode: 0o600 })
  expect(readDiscovery(folder)).toBeNull()
})

test('half a file is never seen', () => {
  const key = discovery()
  writeDiscovery(folder, key)
  expect(readFileSync(file(), 'utf8').endsWith('}\n')).toBe(true)
})

test('a process is itself, not its number', () => {
  const me = thisProcess()
  expect(isAlive(me)).toBe(true)
  expect(isAlive({ ...me, bootId: 'another start of the machine' })).toBe(false)
  if (me.startTicks !== null) expect(isAlive({ ...me, startTicks: '1' })).toBe(false)
  expect(isAlive({ ...me, pid: 4_194_304 + 1 })).toBe(false)
})
