import { expect, it } from 'vitest'
import { compareVerifiers, hasPython } from './two-verifiers.ts'

it.skipIf(!hasPython)('two verifiers in two languages agree on 600 mutated logs (10,000 in the soak)', async () => {
  const verdicts = await compareVerifiers(600, 20261201)
  // They are no test of each other when one verdict is all that comes.
  for (const verdict of ['holds', 'broken', 'not-vouched-for']) expect(verdicts[verdict]).toBeGreaterThan(5)
})
