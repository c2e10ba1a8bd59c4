import { describe, expect, it } from 'vitest'
import type { ReceivedFile } from '../../../../../src/contract/files.ts'
import type { ChangeCounts, Import } from '../../../../../src/contract/imports.ts'
import {
  queueEntries,
  type QueueParts,
  changeTotals,
} from '../../../../../src/renderer/features/imports/queue/queue-entries.ts'

const now = Date.parse('2026-06-30T12:00:00.000Z')
const importOf = (id: string, state: Import['state']) => ({ id, state }) as Import
const file = (id: string, state: ReceivedFile['state'], seenAt = '2026-06-30T11:00:00.000Z') =>
  ({ id, state, seenAt }) as ReceivedFile
const none: QueueParts = { staged: [], imports: [], total: 0, unrecognised: [], pending: [], refused: [] }
const ids = (parts: Partial<QueueParts>) => queueEntries({ ...none, ...parts }, now).entries.map((entry) => entry.id)

describe('the import queue', () => {
  it('lists imports that need a decision first, each once', () => {
    const staged = importOf('old preview', 'staged')
    expect(
      ids({
        staged: [staged],
        imports: [importOf('new', 'applied'), staged, importOf('older', 'failed')],
        total: 3,
        unrecognised: [file('whose', 'unrecognised')],
        pending: [file('half', 'waiting')],
      }),
    ).toEqual(['whose', 'old preview', 'half', 'new', 'older'])
  })

  it('shows rejected files for a week', () => {
    const refused = [file('today', 'refused'), file('long ago', 'refused', '2026-06-01T11:00:00.000Z')]
    expect(ids({ refused })).toEqual(['today'])
  })

  it('counts entries that are not loaded yet', () => {
    const parts = { ...none, imports: [importOf('a', 'applied')], staged: [importOf('s', 'staged')], total: 40 }
    expect(queueEntries(parts, now).total).toBe(40)
  })
})

it('sums changes by direction', () => {
  const counts = { joins: 1, gains: 4, leaves: 2, loses: 3, changes: 5, adjusts: 1 } as ChangeCounts
  expect(changeTotals(counts)).toEqual({ gain: 5, loss: 5, change: 6 })
})
