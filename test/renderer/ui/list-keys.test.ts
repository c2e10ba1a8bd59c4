import { describe, expect, it } from 'vitest'
import { indexAfter } from '../../../src/renderer/ui/list-keys.ts'

describe('list keys', () => {
  const at = (active: number, count = 100) => ({ active, count, page: 10 })

  it.each([
    ['ArrowDown', 4, 5],
    ['ArrowDown', 99, 99],
    ['ArrowDown', -1, 0],
    ['ArrowUp', 4, 3],
    ['ArrowUp', 0, 0],
    ['ArrowUp', -1, 99],
    ['PageDown', 4, 14],
    ['PageDown', 95, 99],
    ['PageUp', 4, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['x', 50, undefined],
  ] as const)('%s moves from row %i to row %s', (key, active, place) => {
    expect(indexAfter(key, at(active))).toBe(place)
  })

  it('does nothing in an empty list and returns into a shorter one', () => {
    expect(indexAfter('ArrowDown', at(3, 0))).toBeUndefined()
    expect(indexAfter('ArrowUp', at(80, 5))).toBe(3)
  })
})
