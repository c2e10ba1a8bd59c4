import { expect, it } from 'vitest'
import { compareVerifiers, hasPython } from './two-verifiers.ts'

it.skipIf(!hasPython)('two verifiers in two languages agree on 10,000 mutated logs', async () => {
  const verdicts = await compareVerifiers(10_000, Date.now() % 2 ** 31)
  expect(Object.values(verdicts).reduce((sum, many) => sum + many, 0)).toBe(10_000)
})
