import { expect, it } from 'vitest'
import { openMachineHost, runStories } from '../../../../support/request-machine.ts'

it('requests, items and tasks go only where the model goes, whoever does what in whichever order', () => {
  const governance = openMachineHost()
  try {
    runStories(governance, 200)
    const decided = "SELECT count(*) FROM approval_task WHERE status = 'complete'"
    expect(governance.env.store.reader.prepare(decided).pluck().get()).toBeGreaterThan(50)
  } finally {
    governance.close()
  }
}, 60_000)
