import { expect, test } from 'vitest'
import { mapInSlices } from '../../../../src/main/api/http/in-slices.ts'

test('work for many lets others be answered in between, and its results keep their order', async () => {
  let answered = 0
  let over = false
  const others = (): void => {
    answered++
    if (!over) setImmediate(others)
  }
  setImmediate(others)
  const busy = (element: number): number => {
    const until = performance.now() + 4
    while (performance.now() < until);
    return element * 2
  }
  const results = await mapInSlices(
    Array.from({ length: 50 }, (_, i) => i),
    busy,
  )
  over = true
  expect(results).toEqual(Array.from({ length: 50 }, (_, i) => i * 2))
  expect(answered).toBeGreaterThan(10)
})

test('what fails for one ends the whole', async () => {
  const work = (element: number): number => {
    if (element === 2) throw new Error('no such person')
    return element
  }
  await expect(mapInSlices([1, 2, 3], work)).rejects.toThrow('no such person')
})
