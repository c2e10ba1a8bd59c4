import { lockDirectory } from '../../../src/main/instance/lock.ts'

/** Waits for the moment that all racers were given, tries for the lock once, says what came of it and holds on. */
const [folder = '', startAt = '0'] = process.argv.slice(2)
while (Date.now() < Number(startAt)) {
  // A timer would wake the racers one after another.
}
const lock = lockDirectory(folder)
process.stdout.write(lock === null ? 'lost\n' : 'won\n')
setInterval(() => undefined, 1_000)
