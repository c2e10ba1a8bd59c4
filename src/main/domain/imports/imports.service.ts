import type { Change, Import, ImportState } from '../../../contract/imports.ts'
import type { Reader } from '../../storage/open.ts'
import { onCommit } from '../../storage/store.ts'
import { type Actor, system } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import type { ImportsDependencies } from './model/dependencies.ts'
import { queueRollback } from './apply/rollback.ts'
import { HeldBackChanges } from './preview/holding.service.ts'
import { hasEnded } from './model/import.ts'
import { objectOf, viewImport } from './model/import.view.ts'
import { createQueue, type ImportQueue } from './imports.queue.ts'
import { type ImportWithNames, imports } from './model/imports.store.ts'
import { type ChangeListQuery, Previews } from './preview/preview.service.ts'
import { type NewImport, queueExtract } from './preview/staging.ts'
import { queueRestaging } from './preview/staging-again.ts'
import { cancelRequests } from './model/cancel-requests.store.ts'

export type { IntakeFile, NewImport } from './preview/staging.ts'
export type { ChangeListQuery as ChangeQuestion } from './preview/preview.service.ts'

/** The main job: from files to a preview, from a preview to a generation, and back. */
export class Imports {
  readonly #deps: ImportsDependencies
  readonly #queue: ImportQueue
  readonly #previews: Previews
  readonly #holding: HeldBackChanges

  constructor(deps: ImportsDependencies) {
    this.#deps = deps
    this.#queue = createQueue(deps)
    this.#previews = new Previews(deps)
    this.#holding = new HeldBackChanges(deps, this.#previews, (guid) => this.#queue.foresee(guid))
  }

  /**
   * Queues an extract for staging. The same bytes as the generation that counts now, under the same rules, are recorded
   * as a duplicate and change nothing.
   * @throws Refusal `not found` or `invalid` for an unknown or archived application
   */
  stage(actor: Actor, wanted: NewImport): Import {
    const { env, emit, afterImport } = this.#deps
    return env.store.transact((tx) => {
      const guid = queueExtract(env, actor, wanted)
      const staged = viewImport(tx, this.#row(guid, tx))
      onCommit(tx, () => {
        emit({ type: 'import', id: guid, state: staged.state })
        if (staged.state === 'duplicate') afterImport(guid)
        else this.#queue.wake()
      })
      return staged
    })
  }

  /**
   * Queues the way back to the generation before the one that counts now, as a generation of its own with its own preview.
   * @throws Refusal `not found`; `conflict` when the import does not count now
   */
  undo(actor: Actor, guid: string): Import {
    const row = this.#row(guid)
    if (row.state !== 'applied' || row.seq === null || row.seq !== row.current_seq) {
      throw new DomainError(
        'conflict',
        'Only the import that counts now can be undone; for an older state use restore.',
      )
    }
    return this.#goBack(actor, row.application_guid, row.seq - 1, 'undo')
  }

  /**
   * Queues the way back to any earlier generation; 0 is the state before the first.
   * @throws Refusal `not found`; `invalid` for a generation that is not before the current one
   */
  restore(actor: Actor, applicationId: string, generation: number): Import {
    return this.#goBack(actor, applicationId, generation, 'restore')
  }

  #goBack(actor: Actor, applicationId: string, seq: number, kind: 'undo' | 'restore'): Import {
    const guid = queueRollback(this.#deps.env, actor, applicationId, seq, kind)
    this.#deps.emit({ type: 'import', id: guid, state: 'queued' })
    this.#queue.wake()
    return this.get(guid)
  }

  /**
   * Approves a preview. The copying happens off the main thread; the switch is one transaction.
   * @param digest of the preview that the caller saw
   * @param overrideReason needed when the guard tripped; counts for this run only
   * @throws Refusal `not found`; `conflict` when it isn't staged; `stale` when it is another preview by now;
   *   `unprocessable` when the guard tripped and no reason is given
   */
  apply(actor: Actor, guid: string, digest: string, overrideReason: string | null): Import {
    const { env, emit } = this.#deps
    env.store.transact((tx) => {
      const row = imports.get(tx, guid)
      if (!row) throw notFound('import')
      if (row.state !== 'staged')
        throw new DomainError('conflict', `This import is ${row.state}; only a staged one can be applied.`)
      if (row.digest !== digest) throw new DomainError('stale', 'The preview is another one by now; look at it again.')
      const tripped = row.guard !== null && (JSON.parse(row.guard) as { verdict: string }).verdict === 'tripped'
      if (tripped && overrideReason === null)
        throw new DomainError('unprocessable', 'The guard stopped this import; applying it needs a reason.')
      const at = env.clock()
      imports.move(tx, { id: row.id, from: 'staged', to: 'applying' })
      if (tripped) imports.log(tx, row.id, at, `${actor.name} overrides the guard for this run: ${overrideReason}`)
      recordAudit(tx, at, actor, {
        action: 'import.approved',
        object: objectOf(row),
        details: { digest, application: row.application_guid, ...(tripped ? { guardOverridden: overrideReason } : {}) },
      })
    })
    emit({ type: 'import', id: guid, state: 'applying' })
    this.#queue.wake(guid, actor)
    return this.get(guid)
  }

  /**
   * Stops an import. What waits ends at once; what runs stops at its next chunk and leaves no trace in current data.
   * @param why for its log, where that is not plain
   * @throws Refusal `not found`; `conflict` when it has ended or is being cancelled
   */
  cancel(actor: Actor, guid: string, why = ''): Import {
    const { env, emit, runner } = this.#deps
    return env.store.transact((tx) => {
      const row = this.#row(guid, tx)
      if (hasEnded(row.state)) throw new DomainError('conflict', `This import is ${row.state} and can't be cancelled.`)
      if (row.cancel_asked_at !== null) throw new DomainError('conflict', 'This import is being cancelled already.')
      const running = row.state === 'staging' || row.state === 'applying'
      const at = env.clock()
      recordAudit(tx, at, actor, {
        action: 'import.cancelled',
        object: objectOf(row),
        details: { while: row.state },
      })
      imports.log(tx, row.id, at, `${actor.name} cancelled it while it was ${row.state}.${why && ` ${why}`}`)
      if (running) cancelRequests.askCancel(tx, row.id, at)
      else imports.move(tx, { id: row.id, from: row.state, to: 'cancelled', finishedAt: at })
      onCommit(tx, () => {
        if (running) this.#queue.cancel(guid)
        else {
          runner.files.discard(guid)
          emit({ type: 'import', id: guid, state: 'cancelled' })
        }
      })
      return viewImport(tx, this.#row(guid, tx))
    })
  }

  /** @throws Refusal `not found` */
  get(guid: string): Import {
    const row = this.#row(guid)
    return viewImport(this.#deps.env.store.reader, row)
  }

  /** Newest first. `next` continues after the last one. */
  list(
    filter: { application?: string | undefined; state?: ImportState | undefined },
    page: { before: number; limit: number },
  ): { items: Import[]; total: number; next: number | null } {
    const { reader } = this.#deps.env.store
    const { rows, total } = imports.list(reader, filter, page)
    const last = rows.length === page.limit ? rows.at(-1) : undefined
    return { items: rows.map((row) => viewImport(reader, row)), total, next: last?.id ?? null }
  }

  /** @throws Refusal as `Previews.changes` */
  changes(guid: string, question: ChangeListQuery): { items: Change[]; total: number } {
    return this.#previews.changes(guid, question)
  }

  /** @throws Refusal as `Previews.change` */
  change(guid: string, changeId: number): Change {
    return this.#previews.change(guid, changeId)
  }

  /** @throws Refusal as `Previews.rejected` */
  rejected(guid: string, after: number, limit: number): ReturnType<Previews['rejected']> {
    return this.#previews.rejected(guid, after, limit)
  }

  /** @throws Refusal as `Holding.hold` */
  hold(actor: Actor, guid: string, changeId: number, reason: string): Import {
    this.#holding.hold(actor, guid, changeId, reason)
    return this.get(guid)
  }

  /** @throws Refusal as `Holding.release` */
  release(actor: Actor, guid: string, changeId: number): Import {
    this.#holding.release(actor, guid, changeId)
    return this.get(guid)
  }

  /**
   * Reads the files of an import again by the rules as they are now: a staged one becomes another preview of the same
   * import, one that was refused a new import.
   * @throws Refusal `not found`; `conflict` for any other import, and for one that goes back
   */
  stageAgain(actor: Actor, guid: string): Import {
    const { env, emit } = this.#deps
    const again = queueRestaging(env, actor, guid)
    const { state } = this.get(again)
    emit({ type: 'import', id: again, state })
    this.#queue.wake()
    return this.get(again)
  }

  /** What happened to an import, line by line. @throws Refusal `not found` */
  log(guid: string): { at: string; line: string }[] {
    const row = this.#row(guid)
    return imports
      .logOf(this.#deps.env.store.reader, row.id)
      .map(({ at, line }) => ({ at: new Date(at).toISOString(), line }))
  }

  /**
   * After a start: removes what an interrupted apply left, puts its import back to where a person decides, and goes on
   * with what was queued.
   */
  recover(): void {
    const { env, runner } = this.#deps
    env.store.transact((tx) => {
      const at = env.clock()
      for (const state of ['staging', 'applying'] as const) {
        for (const row of imports.inState(tx, state)) {
          const to = row.cancel_asked_at !== null ? 'cancelled' : state === 'staging' ? 'queued' : 'staged'
          imports.move(tx, { id: row.id, from: state, to, ...(to === 'cancelled' ? { finishedAt: at } : {}) })
          imports.log(
            tx,
            row.id,
            at,
            `The program stopped while this import was ${state}; nothing was changed, and it is ${to}${to === 'cancelled' ? ', as somebody asked' : ' again'}.`,
          )
          recordAudit(tx, at, system, {
            action: 'import.recovered',
            object: objectOf(row),
            details: { from: state, to },
          })
        }
      }
    })
    for (const row of imports.inState(env.store.reader, 'cancelled')) runner.files.discard(row.guid)
    this.#queue.wake()
  }

  /** Matches the accounts of an applied import to people, where that did not happen directly after it. */
  matchAccounts(guid: string): Promise<void> {
    return this.#queue.matchAccounts(guid)
  }

  /** Resolves when nothing is queued or running. */
  idle(): Promise<void> {
    return this.#queue.idle()
  }

  /** Stops after the chunk that is being written; the next start goes on from there. */
  close(): Promise<void> {
    return this.#queue.close()
  }

  #row(guid: string, db: Reader = this.#deps.env.store.reader): ImportWithNames {
    const row = imports.get(db, guid)
    if (!row) throw notFound('import')
    return row
  }
}
