import { type Actor, system } from '../shared/actor.ts'
import { applyImport, matchAccounts } from './apply/applying.step.ts'
import { cancelIfRequested, endUnfinished } from './end-import.ts'
import type { ImportsDependencies } from './model/dependencies.ts'
import { hasEnded } from './model/import.ts'
import { type ImportWithNames, imports } from './model/imports.store.ts'
import { Cancelled } from '../shared/job-runner.ts'
import { isPassing, storageFault } from '../shared/storage-faults.ts'
import { createStaging } from './preview/staging.step.ts'
import { resumeInterrupted } from './recover-imports.ts'

/** Runs imports one after another. The queue itself is in the database; this takes the next import from it. */
export interface ImportQueue {
  /** Starts work when something is waiting. With an import: it was approved, by `actor`. */
  wake(approved?: string, actor?: Actor): void
  cancel(guid: string): void
  /** Predicts the matches of a staged import again, since the changes that are held back have changed. */
  updatePrediction(guid: string): void
  /** The same for every staged import: whose accounts they are has changed. */
  updatePredictions(): void
  /** Matches the accounts of an applied import to people, where that did not happen directly after it. */
  matchAccounts(guid: string): Promise<void>
  /** The storage works again: goes on with what a fault of it interrupted. */
  resume(): void
  idle(): Promise<void>
  /** Called when the program stops: a running import is left as it is, for `recover` at the next start. */
  close(): Promise<void>
}

const longestPauseMs = 30_000
const mostInVain = 5

/**
 * One closure: its functions share what runs now, what was approved, and what is to be predicted or matched.
 */
// oxlint-disable-next-line max-lines-per-function -- one closure over what runs and what waits; each function is short
export function createQueue(deps: ImportsDependencies): ImportQueue {
  const { runner, afterImport } = deps
  const { store } = deps.env
  const staging = createStaging(deps)
  const approvedBy = new Map<string, Actor>()
  const toPredict = new Set<string>()
  const toMatch = new Map<string, () => void>()
  let running: string | undefined
  let working: Promise<void> | undefined
  let cancelRequested = false
  let moreWork = false
  let closing = false
  let retrying: NodeJS.Timeout | undefined
  let faults = 0
  let inVain = 0

  async function loop(): Promise<void> {
    try {
      while (moreWork && !closing) {
        moreWork = false
        if (faults > 0) {
          if (store.health.passing() === null) inVain++
          resumeInterrupted(deps)
        }
        await work()
        faults = 0
        inVain = 0
      }
    } catch (error) {
      // Nothing is lost: the queue is in the database.
      if (store.health.failed(error) === undefined) throw error
      retryLater()
    } finally {
      // There is no await between the last check and this line, so no wake is lost.
      working = undefined
    }
  }

  /** A fault of the storage passes by itself; until then the import waits where it stopped. */
  function retryLater(): void {
    moreWork = true
    faults++
    clearTimeout(retrying)
    if (!closing) retrying = setTimeout(wakeUp, Math.min(longestPauseMs, 1000 * 2 ** (faults - 1))).unref()
  }

  function wakeUp(): void {
    clearTimeout(retrying)
    moreWork = true
    working ??= loop()
  }

  async function work(): Promise<void> {
    for (;;) {
      const [changed] = toPredict
      if (changed !== undefined) {
        toPredict.delete(changed)
        // After a failure the older prediction stays, and apply will notice that it differs.
        await staging.updatePrediction(changed).catch(() => undefined)
        continue
      }
      const [unmatched] = toMatch
      if (unmatched !== undefined) {
        await matchNow(...unmatched)
        continue
      }
      const [applying] = imports.inState(store.reader, 'applying')
      const next = applying ?? imports.inState(store.reader, 'queued')[0]
      if (!next) return
      running = next.guid
      cancelRequested = false
      try {
        await (next === applying ? applyNow(next) : staging.stage(next))
        cancelIfRequested(deps, next.guid)
      } catch (error) {
        if (closing) return
        // What fails again and again while all else can be written is the import's own trouble.
        // Damage may be that of its scratch database, which says nothing about the other.
        if (isPassing(storageFault(error)) && inVain < mostInVain) throw error
        inVain = 0
        approvedBy.delete(next.guid)
        endUnfinished(deps, next, cancelRequested && error instanceof Cancelled ? null : error)
      } finally {
        running = undefined
      }
      if (!closing && hasFollowUps(next.guid)) afterImport(next.guid)
    }
  }

  async function matchNow(guid: string, done: () => void): Promise<void> {
    toMatch.delete(guid)
    const row = imports.get(store.reader, guid)
    if (row) await matchAccounts(deps, row).catch(() => undefined)
    done()
  }

  function hasFollowUps(guid: string): boolean {
    const state = imports.get(store.reader, guid)?.state
    return state !== undefined && hasEnded(state) && state !== 'cancelled'
  }

  /** The approver is known until the program stops; after a restart the program itself is the actor. */
  async function applyNow(row: ImportWithNames): Promise<void> {
    await applyImport(deps, staging, row, approvedBy.get(row.guid) ?? system)
    approvedBy.delete(row.guid)
    // Facts and people are others now, and with them what other previews say about whose accounts they would be.
    for (const { guid } of imports.inState(store.reader, 'staged')) if (guid !== row.guid) toPredict.add(guid)
  }

  return {
    wake(approved, actor) {
      if (approved !== undefined && actor !== undefined) approvedBy.set(approved, actor)
      wakeUp()
    },
    updatePrediction(guid) {
      toPredict.add(guid)
      this.wake()
    },
    updatePredictions() {
      for (const { guid } of imports.inState(store.reader, 'staged')) this.updatePrediction(guid)
    },
    matchAccounts(guid) {
      return new Promise((resolve) => {
        toMatch.set(guid, resolve)
        this.wake()
      })
    },
    cancel(guid) {
      if (running !== guid) return
      cancelRequested = true
      runner.cancel()
    },
    resume: () => {
      if (faults > 0) wakeUp()
    },
    async idle() {
      while (working) await working
    },
    async close() {
      closing = true
      clearTimeout(retrying)
      runner.cancel()
      await working
      for (const done of toMatch.values()) done()
    },
  }
}
