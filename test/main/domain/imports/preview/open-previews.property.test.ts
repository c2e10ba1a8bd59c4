import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PreviewModel, type Step } from '../../../../support/preview-model.ts'
import { startTestHost } from '../../../../support/test-host.ts'

const number = fc.nat(11)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('stage' as const),
      app: fc.nat(1),
      grants: fc.array(fc.nat(5), { maxLength: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('roster' as const), people: fc.subarray([0, 1, 2]) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'hold' as const,
        'hold' as const,
        'release' as const,
        'apply' as const,
        'race' as const,
        'undo' as const,
        'again' as const,
        'match' as const,
      ),
      at: number,
      of: number,
    }),
  },
)

test('what is applied is what was approved, however many previews are open and whatever they rest on changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 12 }), async (steps) => {
      const host = await startTestHost()
      try {
        const model = new PreviewModel(host)
        await model.start()
        expect(await model.run(steps)).toEqual([])
      } finally {
        await host.close()
      }
    }),
    { numRuns: 1, endOnFailure: true },
  )
})
