import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Coalition, narrowInternal, narrowRoles, narrowScopes, operationCount } from '../../support/coalition.ts'

const attempt = fc.record({
  operation: fc.nat(operationCount - 1),
  about: fc.nat(30),
  with: fc.nat(30),
})
const roles = fc.subarray([...narrowRoles], { minLength: 1, maxLength: 2 })
const rights = fc.record({
  roles: fc.tuple(roles, roles, roles),
  internalRoles: fc.subarray([...narrowInternal]),
  tokens: fc.array(fc.subarray([...narrowScopes], { minLength: 1 }), { maxLength: 2 }),
})

/**
 * People who may each do part of what the program offers, and none of whom may say who decides or apply imports, try
 * everything in any order with every credential that they get hold of.
 */
it('a coalition never can more than its members could at first, and nobody of it gets what only others may approve', async () => {
  await fc.assert(
    fc.asyncProperty(rights, fc.array(attempt, { minLength: 6, maxLength: 16 }), async (atFirst, attempts) => {
      const coalition = await Coalition.start(atFirst)
      try {
        const [before, automation] = [await coalition.rights(), await coalition.automation()]
        for (const one of attempts) await coalition.attempt(one)
        await coalition.askAndApprove()
        const gained = [...(await coalition.rights()).difference(before)]
        expect({ gained, story: coalition.story }).toEqual({ gained: [], story: coalition.story })
        expect({ wish: await coalition.hasItsWish(), story: coalition.story }).toMatchObject({ wish: false })
        if (!before.has('imports:stage')) expect(await coalition.automation()).toEqual(automation)
        else expect(await coalition.automation()).toMatchObject({ apply: 'by-person', limits: automation.limits })
      } finally {
        await coalition.close()
      }
    }),
    // A story takes a second or two; what fails is reported as it was rather than tried again and again.
    { numRuns: 15, endOnFailure: true },
  )
}, 300_000)
