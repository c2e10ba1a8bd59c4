import { expect, it } from 'vitest'
import { startPeople } from '../../../support/people.ts'
import { refusalTimes } from '../../../support/sign-in-timing.ts'

/** Of all threads, the hashing ones too: what others do on the machine meanwhile does not count. */
const processorTime = () => {
  const { user, system } = process.cpuUsage()
  return user + system
}

// The short form: a refusal without a hash would be a hundred times faster. The statistics are in the soak.
it('the time of a refusal does not tell whether the user exists', async () => {
  const people = startPeople()
  const { unknown = 0, wrong = 0, disabled = 0 } = await refusalTimes(people, 9, processorTime)
  people.close()
  for (const time of [unknown, disabled]) {
    expect(time / wrong).toBeGreaterThan(0.5)
    expect(time / wrong).toBeLessThan(2)
  }
})
