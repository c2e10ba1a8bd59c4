import type { PolicyScan } from '../../../contract/policies.ts'
import { record } from '../audit/audit.service.ts'
import type { Environment } from '../environment.ts'
import { Refusal } from '../errors.ts'
import { mustHave, type Participant } from '../roles/participant.ts'
import type { ScanOutcome } from './scan.service.ts'

/** Runs the scan off the main thread. @param tell how many policies of how many are done */
export type RunScan = (at: number, tell: (share: number) => void) => Promise<ScanOutcome>

/** Looks at everybody when asked, one scan at a time, and says how far it is. */
export class Scans {
  readonly #env: Environment
  readonly #run: RunScan
  #now: PolicyScan = { state: 'never', people: 0, scanned: 0, found: 0, startedAt: null, finishedAt: null }
  #running: Promise<void> | undefined

  constructor(env: Environment, run: RunScan) {
    this.#env = env
    this.#run = run
  }

  status(): PolicyScan {
    return this.#now
  }

  /** @throws Refusal `forbidden`, or `conflict` while one is running */
  start(who: Participant): PolicyScan {
    mustHave(who, 'policies:manage')
    if (this.#running) throw new Refusal('conflict', 'Everybody is being looked at already.')
    const { store, clock } = this.#env
    const startedAt = clock()
    const people = store.reader
      .prepare("SELECT count(*) FROM person_now WHERE status <> 'Removed'")
      .pluck()
      .get() as number
    this.#now = {
      state: 'running',
      people,
      scanned: 0,
      found: 0,
      startedAt: new Date(startedAt).toISOString(),
      finishedAt: null,
    }
    this.#running = this.#run(startedAt, (share) => {
      this.#now = { ...this.#now, scanned: Math.round(people * share) }
    })
      .then((outcome) => {
        const at = clock()
        store.transact((tx) =>
          record(tx, at, who.actor, {
            action: 'policies.scanned',
            object: { type: 'policies', id: 'all' },
            details: { ...outcome },
          }),
        )
        this.#now = {
          ...this.#now,
          state: 'done',
          people: outcome.people,
          scanned: outcome.people,
          found: outcome.found,
          finishedAt: new Date(at).toISOString(),
        }
      })
      .catch(() => {
        this.#now = { ...this.#now, state: 'failed', finishedAt: new Date(clock()).toISOString() }
      })
      .finally(() => {
        this.#running = undefined
      })
    return this.#now
  }

  /** Resolves when no scan is running. */
  async idle(): Promise<void> {
    await this.#running
  }
}
