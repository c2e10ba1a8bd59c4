import { it } from 'vitest'
import { openMachineRoom, tellStories } from '../../../../support/request-machine.ts'

it('five thousand stories of requests, items and tasks go only where the model goes', () => {
  const room = openMachineRoom()
  try {
    tellStories(room, 5000)
  } finally {
    room.close()
  }
})
