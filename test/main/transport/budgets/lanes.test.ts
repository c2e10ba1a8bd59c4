import { expect, test } from 'vitest'
import fc from 'fast-check'
import { createLane, type Leave } from '../../../../src/main/transport/budgets/lanes.ts'
import { createMinuteCounts } from '../../../../src/main/transport/budgets/window.ts'

const settled = () => new Promise((done) => setImmediate(done))

test('whoever sends a hundred calls waits behind themselves: somebody with one goes next', async () => {
  const lane = createLane({ atOnce: 1, waiting: 100, ofAll: 1 })
  const order: string[] = []
  const run = async (name: string) => {
    const leave = await lane.enter(name)
    order.push(name)
    await settled()
    leave?.()
  }
  const crowd = Array.from({ length: 20 }, () => run('crowd'))
  const one = run('one')
  await Promise.all([...crowd, one])
  expect(order.indexOf('one')).toBeLessThanOrEqual(2)
})

test('whatever comes and goes, no more than allowed run, nothing waits while there is room, and every place comes back', async () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const lane = createLane({ atOnce: 2, waiting: 3, ofAll: 3 })
      const inside: { name: string; leave: Leave }[] = []
      let waiting = 0
      for (const [name, comes] of taken) {
        if (comes) {
          const entered = lane.enter(name)
          if (entered instanceof Promise) {
            waiting++
            void entered.then((leave) => {
              waiting--
              if (leave) inside.push({ name, leave })
            })
          } else if (entered) inside.push({ name, leave: entered })
        } else {
          const { leave } = inside.shift() ?? {}
          leave?.()
          leave?.()
        }
        await settled()
        expect(inside.length).toBeLessThanOrEqual(3)
        for (const one of ['a', 'b', 'c']) expect(inside.filter((it) => it.name === one).length).toBeLessThanOrEqual(2)
        if (inside.length < 3) expect(waiting).toBeLessThanOrEqual(9)
      }
      while (inside.length > 0) {
        inside.shift()?.leave()
        await settled()
      }
      expect(waiting).toBe(0)
      const leaves = ['a', 'b', 'c'].map((name) => lane.enter(name))
      expect(leaves.every((leave) => typeof leave === 'function')).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('a quota begins anew after its minute, and strangers who change their names do not fill the memory', () => {
  let now = 0
  const count = createMinuteCounts(() => now)
  expect([count('a', 2).allowed, count('a', 2).allowed, count('a', 2).allowed]).toEqual([true, true, false])
  now = 59_999
  expect(count('a', 2)).toMatchObject({ allowed: false, remaining: 0, resetSeconds: 1 })
  for (let i = 0; i < 20_000; i++) count(`stranger ${i}`, 2)
  now = 60_000
  expect(count('a', 2)).toMatchObject({ allowed: true, remaining: 1, resetSeconds: 60 })
})
