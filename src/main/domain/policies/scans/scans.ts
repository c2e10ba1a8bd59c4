import { transitions } from '../../shared/transitions.ts'
import type { PolicyScan } from '../../../../contract/policies.ts'
import { type Actor, system } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import { isPassing } from '../../shared/storage-faults.ts'
import { Cancelled } from '../../shared/job-runner.ts'
import { requireRight, type Participant } from '../../sign-in/participant.ts'
import { markScanned, type PlannedScan } from './planned-scans.service.ts'
import type { ScanInput, ScanOutcome, ReportProgress } from './scan.service.ts'
import { saveRun, lastRun, type NewRun } from './scan-runs.service.ts'
import { dueAfter, isWhole, plainScope, type ScanScope, scopeProblems, wholeScope } from './scan-scope.ts'
import { scanSettings } from '../../settings/scan-settings.service.ts'
import { instant } from '../../shared/instant.ts'

/** Runs the scan in a worker thread. @throws Cancelled when it was stopped */
type RunScan = (input: ScanInput, tell: ReportProgress) => Promise<ScanOutcome>

/** What a scan is for: whose time has come, what an import brought about, or what somebody asked for. */
type ScanReason =
  | { readonly kind: 'by-hand'; readonly by: Actor; readonly plan: PlannedScan | null }
  | { readonly kind: 'after-imports' }
  | ({ readonly kind: 'planned'; readonly plan: PlannedScan } & Pick<NewRun, 'dueAt' | 'late' | 'missed'>)

/** A running scan. */
export interface RunningScan {
  readonly guid: string
  readonly kind: ScanReason['kind']
  readonly name: string
  readonly scope: ScanScope
  readonly startedAt: number
  /** Number of people to scan; 0 until they are counted if the scan is limited. */
  readonly people: number
  readonly scanned: number
  readonly found: number
}

const noScan = { name: '', people: 0, scanned: 0, found: 0, accounts: null, accountsFound: null } as const
const nothing: ScanOutcome = { people: 0, found: 0, fresh: 0, remediated: 0, accounts: null, accountsFound: null }

/** One scan at a time: each runs, ends in one of three ways, and makes room for the next. */
type ScanState = 'idle' | 'running' | 'done' | 'failed' | 'stopped'

export const scanTransitions = transitions<ScanState>('a scan', {
  idle: ['running'],
  running: ['done', 'failed', 'stopped'],
  done: ['idle'],
  failed: ['idle'],
  stopped: ['idle'],
})

/** Scans people against policies, one scan at a time, and says how far it is and what came of the last. */
export class Scans {
  readonly #env: Environment
  readonly #run: RunScan
  #state: ScanState = 'idle'
  #now: RunningScan | undefined
  #ending: Promise<void> | undefined

  constructor(env: Environment, run: RunScan) {
    this.#env = env
    this.#run = run
  }

  /** The running scan. */
  running(): RunningScan | undefined {
    return this.#now
  }

  status(): PolicyScan {
    if (this.#now) {
      const { name, scope, people, scanned, found, startedAt } = this.#now
      const called = isWhole(scope) ? '' : name
      const progress = { name: called, people, scanned, found, accounts: null, accountsFound: null }
      return { state: 'running', ...progress, startedAt: instant(startedAt), finishedAt: null }
    }
    const last = lastRun(this.#env.store.reader)
    if (!last) return { state: 'never', ...noScan, startedAt: null, finishedAt: null }
    const { state, name, scope, people, found, accounts, accountsFound, startedAt, finishedAt } = last
    const called = isWhole(scope) ? '' : name
    const times = { startedAt: instant(startedAt), finishedAt: instant(finishedAt) }
    const scanned = state === 'done' ? people : 0
    return { state, name: called, people, scanned, found, accounts, accountsFound, ...times }
  }

  /**
   * Starts a scan now.
   * @param plan the planned scan that starts early
   * @throws DomainError `forbidden`, `invalid`; `conflict` while one is running
   */
  start(participant: Participant, name = '', scope = wholeScope, plan: PlannedScan | null = null): RunningScan {
    requireRight(participant, 'policies:manage')
    const errors = scopeProblems(this.#env.store.reader, scope, true)
    if (errors.length > 0) throw new DomainError('invalid', 'This scan is not valid.', errors)
    return this.launch({ kind: 'by-hand', by: participant.actor, plan }, name, plainScope(scope))
  }

  /** Begins a scan. @throws DomainError `conflict` while one is running */
  launch(why: ScanReason, name: string, scope: ScanScope): RunningScan {
    if (this.#now) throw new DomainError('conflict', 'A scan is running already. Wait until it has ended.')
    const { store, clock, newId } = this.#env
    const startedAt = clock()
    // All that can fail comes before anything says that a scan is running.
    const people = isWhole(scope) ? everybodyCounted(this.#env) : 0
    const dueAt = dueAfter(scope, startedAt, scanSettings(store.reader).expirationDays)
    this.#move('running')
    this.#now = { guid: newId(), kind: why.kind, name, scope, startedAt, people, scanned: 0, found: 0 }
    const input = { at: startedAt, target: scope.target, policies: scope.policies, dueAt }
    const tell: ReportProgress = (counted, found, share) => {
      if (this.#now)
        this.#now = { ...this.#now, people: counted, found, scanned: Math.round(counted * Math.min(1, share)) }
    }
    const begun = this.#now
    this.#ending = this.#run(input, tell)
      .then(
        (outcome) => {
          this.#move('done')
          this.#record(() => this.#keep(begun, why, 'done', outcome))
        },
        (error: unknown) => {
          // A scan that a full disk stopped comes again, like one that was stopped with the program.
          const stopped = error instanceof Cancelled || isPassing(store.health.failed(error))
          this.#move(stopped ? 'stopped' : 'failed')
          this.#record(() => (stopped ? this.#noteStopped(begun, why) : this.#keep(begun, why, 'failed', nothing)))
        },
      )
      .finally(() => {
        this.#move('idle')
        this.#now = undefined
        this.#ending = undefined
      })
    return begun
  }

  /** What can't be written down was not done: a planned scan comes again. */
  #record(write: () => void): void {
    try {
      write()
    } catch (error) {
      if (this.#env.store.health.failed(error) === undefined) throw error
    }
  }

  #move(to: ScanState): void {
    scanTransitions.assert(this.#state, to)
    this.#state = to
  }

  #keep(begun: RunningScan, why: ScanReason, state: 'done' | 'failed', outcome: ScanOutcome): void {
    const { store, clock } = this.#env
    const { guid, name, scope, startedAt } = begun
    const actor = why.kind === 'by-hand' ? why.by : system
    const plan = why.kind === 'after-imports' ? null : why.plan
    const times = why.kind === 'planned' ? why : { dueAt: null, late: null, missed: 0 }
    store.transact((tx) => {
      const finishedAt = clock()
      saveRun(tx, {
        guid,
        plan: plan?.id ?? null,
        kind: why.kind,
        name,
        scope: JSON.stringify(scope),
        state,
        dueAt: times.dueAt,
        late: times.late,
        missed: times.missed,
        ...outcome,
        startedBy: actor.name,
        startedAt,
        finishedAt,
      })
      if (why.kind === 'planned') markScanned(tx, why.plan.id, startedAt)
      recordAudit(tx, finishedAt, actor, {
        action: state === 'done' ? 'policies.scanned' : 'policies.scan-failed',
        object: objectOf(begun, plan),
        details: { ...outcome, occasion: why.kind, policies: [...scope.policies] },
      })
    })
  }

  /**
   * Stopped with the program: what was planned comes again at the next start, what somebody asked for does not. It has kept
   * what it had found by then, so the log says that it was begun.
   */
  #noteStopped(begun: RunningScan, why: ScanReason): void {
    if (why.kind !== 'by-hand') return
    const { store, clock } = this.#env
    store.transact((tx) =>
      recordAudit(tx, clock(), why.by, {
        action: 'policies.scan-stopped',
        object: objectOf(begun, why.plan),
        details: { policies: [...begun.scope.policies] },
      }),
    )
  }

  /** Resolves when no scan is running. */
  async idle(): Promise<void> {
    await this.#ending
  }
}

/** How the log names a scan. */
const objectOf = ({ guid, name, scope }: RunningScan, plan: PlannedScan | null) =>
  isWhole(scope)
    ? { type: 'policies', id: 'all' }
    : { type: 'policy-scan', id: plan?.key ?? guid, ...(name === '' ? {} : { name }) }

const everybodyCounted = ({ store }: Environment): number =>
  store.reader
    .prepare("SELECT count(*) FROM person_now WHERE status <> 'Removed' OR accounts > 0")
    .pluck()
    .get() as number
