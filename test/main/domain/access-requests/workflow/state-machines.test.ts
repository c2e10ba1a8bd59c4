import { expect, it } from 'vitest'
import { openMachineHost, runStories } from '../../../../support/request-machine.ts'

it('requests, items and tasks go only where the model goes, whoever does what in whichever order', () => {
  const room = openMachineHost()
  try {
    runStories(room, 200)
    const decided = "SELECT count(*) FROM approval_task WHERE status = 'complete'"
    expect(room.env.store.reader.prepare(decided).pluck().get()).toBeGreaterThan(50)
  } finally {
    room.close()
  }
}, 60_000)
