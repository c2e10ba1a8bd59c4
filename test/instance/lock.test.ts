import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDirectory } from '../../src/main/instance/lock.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'castellan-lock-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const racer = (startAt = 0) =>
  spawn(process.execPath, [join(import.meta.dirname, 'racer.ts'), folder, String(startAt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
const said = async (child: ChildProcess) => String((await once(child.stdout!, 'data'))[0]).trim()
const kill = async (child: ChildProcess) => {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

test('a second taker in the same process gets nothing, until the first lets go', () => {
  const lock = lockDirectory(folder)
  expect(lock).not.toBeNull()
  expect(lockDirectory(folder)).toBeNull()
  lock?.release()
  const next = lockDirectory(folder)
  expect(next).not.toBeNull()
  next?.release()
})

test('kill -9 frees the directory at once', async () => {
  const holder = racer()
  expect(await said(holder)).toBe('won')
  expect(lockDirectory(folder)).toBeNull()
  await kill(holder)
  const lock = lockDirectory(folder)
  expect(lock).not.toBeNull()
  lock?.release()
})

const rounds = Number(process.env['CASTELLAN_LOCK_ROUNDS'] ?? 4)
test(`of several simultaneous starts exactly one wins, ${rounds} times, each after a kill -9`, {
  timeout: 600_000,
}, async () => {
  for (let round = 0; round < rounds; round++) {
    const startAt = Date.now() + 700
    const racers = Array.from({ length: 4 }, () => racer(startAt))
    const results = await Promise.all(racers.map(said))
    expect(results.filter((word) => word === 'won')).toHaveLength(1)
    await Promise.all(racers.map(kill))
  }
})
