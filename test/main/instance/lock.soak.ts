import { expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { race } from './race.ts'

test('of two simultaneous starts exactly one wins, a hundred times', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'castellan-lock-'))
  for (let round = 0; round < 100; round++) {
    expect((await race(folder, 2)).filter((word) => word === 'won')).toHaveLength(1)
  }
  rmSync(folder, { recursive: true })
})
