import { it } from 'vitest'
import { openMachineHost, runStories } from '../../../../support/request-machine.ts'

it('five thousand stories of requests, items and tasks go only where the model goes', () => {
  const governance = openMachineHost()
  try {
    runStories(governance, 5000)
  } finally {
    governance.close()
  }
})
