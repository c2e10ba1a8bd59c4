import { type Actor, system } from '../shared/actor.ts'
import { planFollowUps } from './follow-ups/follow-ups.service.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { createApplying } from './apply/applying.step.ts'
import type { ImportsDependencies } from './model/dependencies.ts'
import { hasEnded } from './model/import.ts'
import { objectOf } from './model/import.view.ts'
import { type ImportWithNames, imports } from './model/imports.store.ts'
import { Cancelled } from '../shared/job-runner.ts'
import { createStaging } from './preview/staging.step.ts'

/** Imports run one after another: the queue is the database, this is who takes the next from it. */
export interface ImportQueue {
  /** Something may be waiting. With an import: it was approved, by `actor`. */
  wake(approved?: string, actor?: Actor): void
  cancel(guid: string): void
  /** What a staged import would do to whose accounts they are must be found again: what is held back has changed. */
  foresee(guid: string): void
  /** Matches the accounts of an applied import to people, where that did not happen directly after it. */
  matchAccounts(guid: string): Promise<void>
  idle(): Promise<void>
  /** The program stops: what runs is left as it is, for `recover` at the next start. */
  close(): Promise<void>
}

export function createQueue(deps: ImportsDependencies): ImportQueue {
  const { env, runner, emit, afterImport } = deps
  const { store, clock } = env
  const staging = createStaging(deps)
  const { apply, matchAccounts } = createApplying(deps, staging)
  const approvedBy = new Map<string, Actor>()
  const toForesee = new Set<string>()
  const toMatch = new Map<string, () => void>()
  let running: string | undefined
  let working: Promise<void> | undefined
  let cancelRequested = false
  let again = false
  let closing = false

  async function loop(): Promise<void> {
    while (again && !closing) {
      again = false
      await work()
    }
    // No await stands between the last look and this line, so no wake is lost.
    working = undefined
  }

  async function work(): Promise<void> {
    for (;;) {
      const [changed] = toForesee
      if (changed !== undefined) {
        toForesee.delete(changed)
        // A failure leaves the older preview, which apply will find to be another one.
        await staging.foreseeAgain(changed).catch(() => undefined)
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
        endIfAsked(next.guid)
      } catch (error) {
        if (closing) return
        end(next, error)
      } finally {
        running = undefined
      }
      if (!closing && hasFollowUps(next.guid)) afterImport(next.guid)
    }
  }

  async function matchNow(guid: string, done: () => void): Promise<void> {
    toMatch.delete(guid)
    const row = imports.get(store.reader, guid)
    if (row) await matchAccounts(row).catch(() => undefined)
    done()
  }

  function hasFollowUps(guid: string): boolean {
    const state = imports.get(store.reader, guid)?.state
    return state !== undefined && hasEnded(state) && state !== 'cancelled'
  }

  /** Whoever approved it is named once; after a restart it is the program that goes on. */
  async function applyNow(row: ImportWithNames): Promise<void> {
    const actor = approvedBy.get(row.guid) ?? system
    approvedBy.delete(row.guid)
    await apply(row, actor)
  }

  /** The wish to stop came after the last chunk of a step: then the step is the last one. */
  function endIfAsked(guid: string): void {
    const row = imports.get(store.reader, guid)
    if (!row || row.cancel_asked_at === null || hasEnded(row.state)) return
    const at = clock()
    store.transact((tx) => {
      imports.move(tx, { id: row.id, from: row.state, to: 'cancelled', finishedAt: at })
      imports.log(tx, row.id, at, 'Stopped; nothing was changed.')
    })
    runner.files.discard(guid)
    emit({ type: 'import', id: guid, state: 'cancelled' })
  }

  /** Staging or applying ended without a result: by wish, or because something broke. Current data is untouched. */
  function end(row: ImportWithNames, error: unknown): void {
    const at = clock()
    const cancelled = error instanceof Cancelled && cancelRequested
    const from = imports.get(store.reader, row.guid)?.state
    const to = cancelled ? 'cancelled' : 'failed'
    approvedBy.delete(row.guid)
    store.transact((tx) => {
      if (!cancelled) {
        const message = wordsOf(error)
        imports.setFailure(
          tx,
          row.id,
          JSON.stringify({ message: `It could not be finished: ${message}`, problems: [] }),
        )
        recordAudit(tx, at, system, {
          action: 'import.failed',
          object: objectOf(row),
          details: { message },
        })
      }
      if (from !== undefined && !hasEnded(from)) imports.move(tx, { id: row.id, from, to, finishedAt: at })
      if (to === 'failed') planFollowUps(tx, row.id, 'failed')
      imports.log(tx, row.id, at, cancelled ? 'Stopped; nothing was changed.' : 'Failed; nothing was changed.')
    })
    runner.files.discard(row.guid)
    emit({ type: 'import', id: row.guid, state: to })
  }

  return {
    wake(approved, actor) {
      if (approved !== undefined && actor !== undefined) approvedBy.set(approved, actor)
      again = true
      working ??= loop()
    },
    foresee(guid) {
      toForesee.add(guid)
      this.wake()
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
    async idle() {
      while (working) await working
    },
    async close() {
      closing = true
      runner.cancel()
      await working
      for (const done of toMatch.values()) done()
    },
  }
}

/** What may be shown of something that broke: a raw message could name a path or a statement. */
function wordsOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'the disk is full. Free some space and stage the file again.'
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB')
    return 'the database is damaged. Restore the newest backup.'
  return `something went wrong inside Castellan${code === null ? '' : ` (${code})`}. Stage the file again; if it fails again, report it with the time.`
}
