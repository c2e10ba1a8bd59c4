import { it } from 'vitest'
import { openMachineHost, runStories } from '../../../../support/request-machine.ts'

it('five thousand stories of requests, items and tasks go only where the model goes', () => {
  const room = openMachineHost()
  try {
    runStories(room, 5000)
  } finally {
    room.close()
  }
})
