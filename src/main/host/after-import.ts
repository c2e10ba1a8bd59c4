import { tickWhenWell } from './background/tick.ts'
import type { Environment } from '../domain/shared/environment.ts'
import {
  completeFollowUp,
  failFollowUp,
  type FollowUpStep,
  openFollowUps,
} from '../domain/imports/follow-ups/follow-ups.service.ts'
import { Planted } from '../watcher/shared-folder/planted.ts'

/** What each step does for one import. A step may be done again after a crash, so doing it twice must change nothing. */
export type FollowUpActions = Readonly<Record<FollowUpStep, (importId: string) => void | Promise<void>>>

export interface AfterImport {
  /** An import has ended: its steps are done in their order, after those of imports that ended before. */
  run(importId: string): void
  /** Does what is open: after a start, and again from time to time what failed. */
  resume(): void
  /** Resolves when no step is being done. */
  idle(): Promise<void>
  /** Stops after the step that is being done; the next start goes on from there. */
  close(): Promise<void>
}

const retryMs = 60_000

/**
 * What follows an import, written down in one place. The steps of an import were planned in the transaction that ended it
 * (`followUpSteps` has their order); each is done here, and noted as done or failed, so that a failure does not lose the
 * steps after it and a program that is killed goes on where it stopped.
 */
export function createAfterImport(env: Environment, actions: FollowUpActions): AfterImport {
  let chain: Promise<void> = Promise.resolve()
  let closed = false

  async function doStep(importId: string, step: FollowUpStep): Promise<void> {
    try {
      await actions[step](importId)
    } catch (error) {
      env.store.health.failed(error)
      const reason = error instanceof Error ? error.message : String(error)
      // What stands in the way in a folder is in the log once, and not once for each import.
      if (!closed) failFollowUp(env, importId, step, { reason, isTold: error instanceof Planted })
      return
    }
    if (!closed) completeFollowUp(env, importId, step)
  }

  async function doOpen(importId: string | null): Promise<void> {
    for (const open of openFollowUps(env.store.reader)) {
      if (closed) return
      if (importId === null || open.importId === importId) await doStep(open.importId, open.step)
    }
  }

  const enqueue = (importId: string | null): void => {
    // A step that could not be noted is open still, and tried again.
    chain = chain.then(() => doOpen(importId)).catch((error: unknown) => void env.store.health.failed(error))
  }
  const retrying = setInterval(() => {
    tickWhenWell(env.store, () => {
      if (openFollowUps(env.store.reader).length > 0) enqueue(null)
    })
  }, retryMs)
  retrying.unref()

  return {
    run: enqueue,
    resume: () => enqueue(null),
    async idle() {
      for (let seen; seen !== chain; ) {
        seen = chain
        await seen
      }
    },
    async close() {
      closed = true
      clearInterval(retrying)
      await chain
    },
  }
}
