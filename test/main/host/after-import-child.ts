/**
 * Does the open follow-ups of a data directory, and is killed before the step of the given number has any effect.
 *
 *     node test/main/host/after-import-child.ts DATA_DIR EFFECTS_FILE KILL_BEFORE
 *
 * Each effect is a line in EFFECTS_FILE. A KILL_BEFORE of -1 kills it never.
 */
import { appendFileSync } from 'node:fs'
import { randomBytes, randomUUID } from 'node:crypto'
import { anyOutsideAccess } from '../../../src/main/domain/shared/outside-access.ts'
import { followUpSteps } from '../../../src/main/domain/imports/follow-ups/follow-ups.service.ts'
import { createAfterImport, type FollowUpActions } from '../../../src/main/host/after-import.ts'
import { openStore } from '../../../src/main/storage/store.ts'

const [dataDir = '', effects = '', killBefore = '-1'] = process.argv.slice(2)
const store = openStore(dataDir)
const actions = Object.fromEntries(
  followUpSteps.map((step, number) => [
    step,
    () => {
      if (number === Number(killBefore)) process.kill(process.pid, 'SIGKILL')
      appendFileSync(effects, `${step}\n`)
    },
  ]),
) as unknown as FollowUpActions
const after = createAfterImport(
  { store, clock: Date.now, newId: randomUUID, randomBytes, outside: anyOutsideAccess },
  actions,
)
after.resume()
await after.idle()
await after.close()
store.close()
