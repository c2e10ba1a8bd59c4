import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDirectory } from '../../../src/main/instance/lock.ts'
import { kill, race, racer, said } from './race.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'castellan-lock-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test('a second taker in the same process gets nothing, until the first lets go', () => {
  const lock = lockDirectory(folder)
  expect(lock).not.toBeNull()
  expect(lockDirectory(folder)).toBeNull()
  lock?.release()
  const next = lockDirectory(folder)
  expect(next).not.toBeNull()
  next?.release()
})

test('a lock that nobody refers to any more is still held', async () => {
  setFlagsFromString('--expose_gc')
  const collect = runInNewContext('gc') as () => void
  expect(lockDirectory(folder)).not.toBeNull()
  for (let i = 0; i < 3; i++) {
    collect()
    await sleep(20)
  }
  expect(lockDirectory(folder)).toBeNull()
})

test('kill -9 frees the directory at once', async () => {
  const holder = racer(folder)
  expect(await said(holder)).toBe('won')
  expect(lockDirectory(folder)).toBeNull()
  await kill(holder)
  const lock = lockDirectory(folder)
  expect(lock).not.toBeNull()
  lock?.release()
})

test('of several simultaneous starts exactly one wins, each time after a kill -9', async () => {
  for (let round = 0; round < 4; round++) {
    expect((await race(folder, 4)).filter((word) => word === 'won')).toHaveLength(1)
  }
})
