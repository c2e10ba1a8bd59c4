import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ReceivedFilePage } from '../../../src/contract/files.ts'
import type { EntryOutcome, FileIntake } from '../../../src/main/watcher/file-intake.ts'
import type { SharedDirectory } from '../../../src/main/watcher/shared-folder/shared-directory.ts'
import { sweepEntries } from '../../../src/main/watcher/sweep-entries.ts'
import { createSweepTimer } from '../../../src/main/watcher/sweep-timer.ts'
import { createCore, extract, startTestHost } from '../../support/test-host.ts'

afterEach(() => vi.useRealTimers())

describe('a folder in which something happens all the time', () => {
  it.each(['.busy.tmp', 'core-busy.csv'])('is looked at all the same: %s is written every 20 ms', async (busy) => {
    const test = await startTestHost({ stillMs: 500 })
    const writing = setInterval(() => appendFileSync(join(test.importsDir, busy), 'x'), 20)
    try {
      await createCore(test)
      await sleep(500)
      writeFileSync(join(test.importsDir, 'core.csv'), extract([['ana', 'Vault']]))
      const state = async () =>
        (await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items.find(({ name }) => name === 'core.csv')?.state
      await expect.poll(state, { timeout: 10_000 }).toBe('taken')
    } finally {
      clearInterval(writing)
      await test.close()
    }
  })

  it('is swept within the time that was set, whatever events come, and not at each of them', () => {
    vi.useFakeTimers()
    const sweeps: number[] = []
    const timer = createSweepTimer(() => {
      sweeps.push(performance.now())
      timer.swept()
    })
    const started = performance.now()
    for (let ms = 0; ms < 10_000; ms += 20) {
      timer.afterEvent(100)
      vi.advanceTimersByTime(20)
    }
    expect((sweeps[0] ?? Infinity) - started).toBeLessThan(200)
    expect(sweeps.length).toBeGreaterThan(15)
    expect(sweeps.length).toBeLessThan(25)
    timer.within(0)
    vi.advanceTimersByTime(1)
    expect(performance.now() - (sweeps.at(-1) ?? 0)).toBeLessThan(5)
    timer.close()
  })
})

describe('a file that takes long to read', () => {
  const folder = {} as SharedDirectory
  const intake = (consider: (name: string) => Promise<EntryOutcome>): FileIntake => ({
    consider: (_, name) => consider(name),
    archive: async () => undefined,
    forgetAllBut: () => undefined,
    isUnclaimable: () => false,
  })

  it('holds a sweep up for seconds only, is not read twice, and is waited for at the end', async () => {
    vi.useFakeTimers()
    const read: string[] = []
    let finish: (outcome: EntryOutcome) => void = () => undefined
    const slow = new Promise<EntryOutcome>((done) => (finish = done))
    const sweeper = sweepEntries(
      intake((name) => {
        read.push(name)
        return name.startsWith('slow') ? slow : Promise.resolve('done')
      }),
      () => false,
    )
    const first = sweeper.consider(folder, ['slow-1', 'slow-2', 'x', 'y'])
    await vi.advanceTimersByTimeAsync(5_500)
    expect(await first).toBe('unstable')
    expect(await sweeper.consider(folder, ['slow-1', 'slow-2', 'x', 'y'])).toBe('restless')
    expect(read).toEqual(['slow-1', 'slow-2', 'x', 'y', 'x', 'y'])
    let isOver = false
    const over = sweeper.allDone().then(() => (isOver = true))
    await vi.advanceTimersByTimeAsync(1000)
    expect(isOver).toBe(false)
    finish('done')
    await over
  })

  it('an entry that the system can not show stops no other', async () => {
    const read: string[] = []
    const sweeper = sweepEntries(
      intake(async (name) => {
        read.push(name)
        if (name === 'bad') throw Object.assign(new Error('no'), { code: 'EIO' })
        return 'done'
      }),
      () => false,
    )
    await sweeper.consider(folder, ['bad', 'good'])
    expect(read).toEqual(['bad', 'good'])
  })
})
