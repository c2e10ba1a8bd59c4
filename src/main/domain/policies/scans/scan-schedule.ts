import type { Environment } from '../../shared/environment.ts'
import { commitScoped } from '../../../storage/commit-scoped-cache.ts'
import { listPlannedScans, nextScanAt, type PlannedScan, scanDue } from './planned-scans.service.ts'
import { isOlderThanAccess } from './scan-runs.service.ts'
import { isWhole, wholeScope } from './scan-scope.ts'
import { scanSettings } from '../../settings/scan-settings.service.ts'
import type { Scans } from './scans.ts'
import { activePolicies } from '../policies.service.ts'

/** Imports that come in one go are followed by one scan. */
const quiet = 5000
/** A scan starts within seconds of its time unless the machine slept or another scan ran. */
const prompt = 120_000

/** Scans that start by themselves: on their schedules and after imports. */
export class ScanSchedule {
  readonly #env: Environment
  readonly #scans: Scans
  readonly #startedAt: number
  readonly #next: () => number | null
  /** Since when imports are to be followed; null when none is. */
  #importedAt: number | null

  constructor(env: Environment, scans: Scans) {
    this.#env = env
    this.#scans = scans
    this.#startedAt = env.clock()
    const { reader } = env.store
    const next = commitScoped(reader, () => ({ at: earliest(listPlannedScans(reader)) }))
    this.#next = () => next.ask('')?.at ?? null
    // What was imported before the program ended, and was not followed yet.
    this.#importedAt = isOlderThanAccess(reader) ? env.clock() : null
  }

  /** An import has changed what people have. */
  imported(): void {
    this.#importedAt = this.#env.clock()
  }

  /** Whether there is something to do now. */
  isDue(): boolean {
    const now = this.#env.clock()
    const next = this.#next()
    return (next !== null && next <= now) || (this.#importedAt !== null && this.#importedAt + quiet <= now)
  }

  /**
   * Runs what is due, one after another. Times that passed while nobody looked are made up for by one run, which says so.
   * @param shouldContinue says before each whether the program still runs
   */
  async run(shouldContinue: () => boolean): Promise<void> {
    const { reader } = this.#env.store
    await this.#scans.idle()
    let whole = false
    for (const { key } of listPlannedScans(reader)) {
      // Read again: it may have been changed while another one ran.
      const plan = listPlannedScans(reader).find((candidate) => candidate.key === key)
      const now = this.#env.clock()
      const due = plan && scanDue(plan, now)
      if (!plan || !due || !shouldContinue() || this.#scans.running()) continue
      const late = due.at < this.#startedAt ? 'closed' : now - due.at > prompt ? 'waited' : null
      const why = { kind: 'planned', plan, dueAt: due.at, late, missed: due.missed } as const
      this.#scans.launch(why, plan.name, plan.scope)
      whole ||= isWhole(plan.scope)
      await this.#scans.idle()
    }
    if (this.#importedAt === null || !shouldContinue() || this.#scans.running()) return
    this.#importedAt = null
    if (whole || !scanSettings(reader).afterImports || activePolicies(reader).length === 0) return
    this.#scans.launch({ kind: 'after-imports' }, '', wholeScope)
    await this.#scans.idle()
  }
}

function earliest(plans: readonly PlannedScan[]): number | null {
  const times = plans.flatMap((plan) => nextScanAt(plan) ?? [])
  return times.length === 0 ? null : Math.min(...times)
}
