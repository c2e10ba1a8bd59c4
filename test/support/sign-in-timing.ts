import { operator, type People, minutes } from './people.ts'
import { changeUser } from '../../src/main/domain/sign-in/users.service.ts'

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/**
 * The median cost of a refused sign-in, for each reason that nobody may learn from it.
 * @param clock what it is measured by: milliseconds that pass, unless given
 */
export async function refusalTimes(
  people: People,
  trials: number,
  clock = () => performance.now(),
): Promise<Record<string, number>> {
  await people.person('olga', ['owner'])
  const dan = await people.person('dan', ['auditor'])
  changeUser(people.env, operator, { id: dan.user.id, seen: 1, change: { disabled: true } })
  const attempts = { unknown: ['nobody', 'x'], wrong: ['olga', 'x'], disabled: ['dan', dan.password] } as const
  const times: Record<string, number[]> = { unknown: [], wrong: [], disabled: [] }
  for (let i = 0; i < trials; i++) {
    for (const [why, [name, password]] of Object.entries(attempts)) {
      // So that no attempt is delayed, and each is recorded alike.
      people.advance(minutes(1))
      const start = clock()
      await people.access.signIn(name, password, 'wire')
      times[why]?.push(clock() - start)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([why, values]) => [why, median(values)]))
}
