import type { Change, Import, ImportState } from '../../../contract/imports.ts'
import type { Reader } from '../../storage/open.ts'
import { onCommit } from '../../storage/store.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import { instant } from '../shared/instant.ts'
import { approveImport } from './apply/approve-import.ts'
import { recoverImports } from './recover-imports.ts'
import type { ImportsDependencies } from './model/dependencies.ts'
import { queueRollback, type RollbackInput } from './apply/rollback.ts'
import { HeldBackChanges } from './preview/held-back-changes.service.ts'
import { hasEnded, type NewImport } from './model/import.ts'
import { objectOf, viewImport } from './model/import.view.ts'
import { createQueue, type ImportQueue } from './imports.queue.ts'
import { type ImportWithNames, imports } from './model/imports.store.ts'
import { type ChangeListQuery, Previews } from './preview/preview.service.ts'
import { queueExtract } from './preview/queue-extract.ts'
import { queueRestaging } from './preview/restaging.ts'
import { cancelRequests } from './model/cancel-requests.store.ts'

export type { NewImport } from './model/import.ts'
export type { ChangeListQuery } from './preview/preview.service.ts'

/** The main job: from files to a preview, from a preview to a generation, and back. */
export class Imports {
  readonly #deps: ImportsDependencies
  readonly #queue: ImportQueue
  readonly #previews: Previews
  readonly #heldBack: HeldBackChanges

  constructor(deps: ImportsDependencies) {
    this.#deps = deps
    this.#queue = createQueue(deps)
    this.#previews = new Previews(deps)
    this.#heldBack = new HeldBackChanges(deps, this.#previews, (guid) => this.#queue.updatePrediction(guid))
  }

  /**
   * Queues an extract for staging. When bytes and rules are those of the current generation, it is recorded as a
   * duplicate and changes nothing.
   * @throws DomainError `not-found` or `invalid` for an unknown or archived application
   */
  stage(actor: Actor, input: NewImport): Import {
    const { env, emit, afterImport } = this.#deps
    return env.store.transact((tx) => {
      const guid = queueExtract(env, actor, input)
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
   * Queues a rollback to the generation before the current one, as a generation of its own with its own preview.
   * @throws DomainError `not-found`; `conflict` when the import did not make the current generation
   */
  undo(actor: Actor, guid: string): Import {
    const row = this.#row(guid)
    if (row.state !== 'applied' || row.seq === null || row.seq !== row.current_seq) {
      throw new DomainError(
        'conflict',
        'Only the import that made the current generation can be undone. Use restore for an older state.',
      )
    }
    return this.#rollBack(actor, { applicationId: row.application_guid, seq: row.seq - 1, kind: 'undo' })
  }

  /**
   * Queues a rollback to any earlier generation; 0 is the state before the first.
   * @throws DomainError `not-found`; `invalid` for a generation that is not before the current one
   */
  restore(actor: Actor, applicationId: string, generation: number): Import {
    return this.#rollBack(actor, { applicationId, seq: generation, kind: 'restore' })
  }

  #rollBack(actor: Actor, input: RollbackInput): Import {
    const guid = queueRollback(this.#deps.env, actor, input)
    this.#deps.emit({ type: 'import', id: guid, state: 'queued' })
    this.#queue.wake()
    return this.get(guid)
  }

  /**
   * Approves a preview. The copying happens off the main thread; the switch is one transaction.
   * @param digest of the preview that the caller saw
   * @param overrideReason needed when the guard tripped; counts for this run only
   * @throws DomainError as `approveImport` does
   */
  apply(actor: Actor, guid: string, digest: string, overrideReason: string | null): Import {
    approveImport(this.#deps.env, actor, { id: guid, digest, overrideReason })
    this.#deps.emit({ type: 'import', id: guid, state: 'applying' })
    this.#queue.wake(guid, actor)
    return this.get(guid)
  }

  /**
   * Cancels an import. A waiting one ends at once; a running one stops at its next chunk and leaves no trace in current
   * data.
   * @param why for its log, where the reason is not obvious
   * @throws DomainError `not-found`; `conflict` when it has ended or is being cancelled
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
      if (running) cancelRequests.requestCancel(tx, row.id, at)
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

  /** @throws DomainError `not-found` */
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

  /** @throws DomainError as `Previews.changes` */
  changes(guid: string, query: ChangeListQuery): { items: Change[]; total: number } {
    return this.#previews.changes(guid, query)
  }

  /** @throws DomainError as `Previews.change` */
  change(guid: string, changeId: number): Change {
    return this.#previews.change(guid, changeId)
  }

  /** @throws DomainError as `Previews.rejected` */
  rejected(guid: string, after: number, limit: number): ReturnType<Previews['rejected']> {
    return this.#previews.rejected(guid, after, limit)
  }

  /** @throws DomainError as `HeldBackChanges.hold` */
  hold(actor: Actor, guid: string, changeId: number, reason: string): Import {
    this.#heldBack.hold(actor, guid, changeId, reason)
    return this.get(guid)
  }

  /** @throws DomainError as `HeldBackChanges.release` */
  release(actor: Actor, guid: string, changeId: number): Import {
    this.#heldBack.release(actor, guid, changeId)
    return this.get(guid)
  }

  /** @throws DomainError as `HeldBackChanges.releaseDoubts` */
  releaseDoubts(actor: Actor, guid: string, reason: string): Import {
    this.#heldBack.releaseDoubts(actor, guid, reason)
    return this.get(guid)
  }

  /**
   * Reads the files of an import again by the current rules: a staged one gets a new preview, a refused one becomes a new
   * import.
   * @throws DomainError `not-found`; `conflict` for any other import, and for a rollback
   */
  stageAgain(actor: Actor, guid: string): Import {
    const { env, emit } = this.#deps
    const queued = this.get(queueRestaging(env, actor, guid))
    emit({ type: 'import', id: queued.id, state: queued.state })
    this.#queue.wake()
    return this.get(queued.id)
  }

  /** What happened to an import, line by line. @throws DomainError `not-found` */
  log(guid: string): { at: string; line: string }[] {
    const row = this.#row(guid)
    return imports.logOf(this.#deps.env.store.reader, row.id).map(({ at, line }) => ({ at: instant(at), line }))
  }

  /**
   * After a start: puts interrupted imports back to where they can continue, and goes on with what was queued.
   */
  recover(): void {
    recoverImports(this.#deps)
    this.#queue.wake()
  }

  /** Matches the accounts of an applied import to people, where that did not happen directly after it. */
  matchAccounts(guid: string): Promise<void> {
    return this.#queue.matchAccounts(guid)
  }

  /** Somebody changed whose accounts they are, or a value by which the rules find people: open previews say it anew. */
  matchesChanged(): void {
    this.#queue.updatePredictions()
  }

  /** The storage works again: goes on with what a fault of it interrupted. */
  resume(): void {
    this.#queue.resume()
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
