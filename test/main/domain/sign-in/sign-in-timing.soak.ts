import { expect, it } from 'vitest'
import { createToken } from '../../../../src/main/domain/sign-in/tokens/tokens.service.ts'
import { operator, startPeople } from '../../../support/people.ts'
import { refusalTimes } from '../../../support/sign-in-timing.ts'

it('unknown, wrong and disabled are refused within 5 ms of each other, in the median of 200', async () => {
  const people = startPeople()
  const times = Object.values(await refusalTimes(people, 200))
  people.close()
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(5)
})

it('a flood of wrong passwords leaves a token’s calls below 250 ms', async () => {
  const people = startPeople()
  await people.person('olga', ['owner'])
  const { secret } = createToken(people.env, operator, { name: 't', scopes: ['*'], expires: { days: 1 } })
  let flooding = true
  const flood = Array.from({ length: 50 }, async (_, i) => {
    for (let k = 0; flooding; k++) await people.access.signIn(`name ${i} ${k}`, 'x', 'wire')
  })
  const times: number[] = []
  for (let i = 0; i < 400; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const start = performance.now()
    expect((await people.access.identify(`Bearer ${secret}`, 'wire')).kind).toBe('token')
    times.push(performance.now() - start)
  }
  flooding = false
  await Promise.all(flood)
  people.close()
  times.sort((a, b) => a - b)
  expect(times[Math.floor(times.length * 0.99)]).toBeLessThan(250)
})
