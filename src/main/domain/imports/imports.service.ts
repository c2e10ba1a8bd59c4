import {
  holdableKinds,
  type Change,
  isMatchKind,
  type MatchKind,
  type PreviewKind,
  type Import,
  type ImportState,
} from '../../../contract/imports.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { applicationForImport } from '../applications/applications.service.ts'
import { type Actor, system } from '../audit/audit.ts'
import { record } from '../audit/audit.service.ts'
import { notFound, Refusal } from '../errors.ts'
import { keepMatch } from '../identities/matching.service.ts'
import { assess, heldChanges, withStaging } from './assess.ts'
import { entitlementKeyOf, heldInPreview, holds } from './holds.store.ts'
import { hasEnded, type Summary } from './import.ts'
import { viewImport } from './import.view.ts'
import type { ImportsDependencies } from './dependencies.ts'
import { generations, type ImportWithNames, imports } from './imports.store.ts'
import { createQueue, type ImportQueue } from './imports.queue.ts'
import { wishes } from './wishes.store.ts'
import { countMeant, type PreviewQuestion, previewPage, rejectedRows } from './preview.store.ts'

/** A file that stands in the private intake folder, ready to be staged. */
export interface IntakeFile {
  readonly group: string
  readonly name: string
  /** Where it came from, as a person knows it; null for an upload. */
  readonly origin: string | null
  readonly size: number
  readonly sha256: string
  readonly modifiedAt: number
  /** How many rows its companion promises. */
  readonly promisedRows?: number | null
}

export interface NewImport {
  readonly applicationId: string
  readonly trigger: 'Scheduled' | 'Manual' | 'API'
  readonly files: readonly IntakeFile[]
}

export interface ChangeQuestion {
  readonly after: number
  readonly limit: number
  readonly kind: PreviewKind | null
  readonly words: string | null
  /** Only held changes, or only those that are not; null for both. */
  readonly onlyHeld: boolean | null
}

/** The main job: from files to a preview, from a preview to a generation, and back. */
export class Imports {
  readonly #deps: ImportsDependencies
  readonly #queue: ImportQueue

  constructor(deps: ImportsDependencies) {
    this.#deps = deps
    this.#queue = createQueue(deps)
  }

  /**
   * Queues an extract for staging. The same bytes as the generation that counts now, under the same rules, are recorded
   * as a duplicate and change nothing.
   * @throws Refusal `not found` or `invalid` for an unknown or archived application
   */
  stage(actor: Actor, wanted: NewImport): Import {
    const { env, emit } = this.#deps
    const guid = env.store.transact((tx) => {
      const application = applicationForImport(tx, wanted.applicationId)
      if (!application) throw notFound('application')
      if (application.archived)
        throw new Refusal('invalid', `${application.name} is archived.`, [
          { field: 'applicationId', message: 'is archived' },
        ])
      const [id, at] = [env.newId(), env.clock()]
      const extractAt = Math.max(...wanted.files.map(({ modifiedAt }) => modifiedAt))
      const row = imports.insert(tx, {
        guid: id,
        sourceId: application.sourceId,
        kind: 'extract',
        trigger: wanted.trigger,
        ruleVersionId: application.ruleVersionId,
        restoresSeq: null,
        extractAt,
        at,
        by: actor.name,
      })
      for (const file of wanted.files) imports.insertFile(tx, { importId: row, ...file })
      const same = sameAsCurrent(
        tx,
        application.sourceId,
        application.currentSeq,
        application.ruleVersionId,
        wanted.files,
      )
      if (same) {
        imports.move(tx, row, 'queued', 'duplicate', { finishedAt: at })
        imports.log(
          tx,
          row,
          at,
          `The same bytes as generation ${application.currentSeq}, which counts now. Nothing to do.`,
        )
      }
      record(tx, at, actor, {
        action: same ? 'import.duplicate' : 'import.queued',
        object: { type: 'import', id },
        details: {
          application: application.guid,
          files: wanted.files.map(({ name, sha256, size }) => ({ name, sha256, size })),
        },
      })
      return id
    })
    const staged = this.get(guid)
    emit({ type: 'import', id: guid, state: staged.state })
    this.#queue.wake()
    return staged
  }

  /**
   * Queues the way back to the generation before the one that counts now, as a generation of its own with its own preview.
   * @throws Refusal `not found`; `conflict` when the import does not count now
   */
  undo(actor: Actor, guid: string): Import {
    const row = this.#row(guid)
    if (row.state !== 'applied' || row.seq === null || row.seq !== row.current_seq) {
      throw new Refusal('conflict', 'Only the import that counts now can be undone; for an older state use restore.')
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
    const { env, emit } = this.#deps
    const guid = env.store.transact((tx) => {
      const source = generations.sourceOf(tx, applicationId)
      if (!source) throw notFound('application')
      if (seq < 0 || seq >= source.current_seq) {
        throw new Refusal('invalid', `Generation ${seq} is not before the current one (${source.current_seq}).`, [
          { field: 'generation', message: 'must be an earlier generation' },
        ])
      }
      const [id, at] = [env.newId(), env.clock()]
      const target = generations.at(tx, source.id, seq)
      const extractAt = target?.extract_at ?? 0
      const row = imports.insert(tx, {
        guid: id,
        sourceId: source.id,
        kind,
        trigger: 'Manual',
        ruleVersionId: null,
        restoresSeq: seq,
        extractAt,
        at,
        by: actor.name,
      })
      imports.log(tx, row, at, `Goes back to generation ${seq}.`)
      record(tx, at, actor, {
        action: `import.${kind} queued`,
        object: { type: 'import', id },
        details: { application: applicationId, restores: seq },
      })
      return id
    })
    emit({ type: 'import', id: guid, state: 'queued' })
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
        throw new Refusal('conflict', `This import is ${row.state}; only a staged one can be applied.`)
      if (row.digest !== digest) throw new Refusal('stale', 'The preview is another one by now; look at it again.')
      const tripped = row.guard !== null && (JSON.parse(row.guard) as { verdict: string }).verdict === 'tripped'
      if (tripped && overrideReason === null)
        throw new Refusal('unprocessable', 'The guard stopped this import; applying it needs a reason.')
      const at = env.clock()
      imports.move(tx, row.id, 'staged', 'applying')
      if (tripped) imports.log(tx, row.id, at, `${actor.name} overrides the guard for this run: ${overrideReason}`)
      record(tx, at, actor, {
        action: 'import.approved',
        object: { type: 'import', id: guid },
        details: { digest, application: row.application_guid, ...(tripped ? { guardOverridden: overrideReason } : {}) },
      })
    })
    emit({ type: 'import', id: guid, state: 'applying' })
    this.#queue.wake(guid, actor)
    return this.get(guid)
  }

  /**
   * Stops an import. What waits ends at once; what runs stops at its next chunk and leaves no trace in current data.
   * @throws Refusal `not found`; `conflict` when it has ended or is being cancelled
   */
  cancel(actor: Actor, guid: string): Import {
    const { env, emit, runner } = this.#deps
    const row = this.#row(guid)
    if (hasEnded(row.state)) throw new Refusal('conflict', `This import is ${row.state} and can't be cancelled.`)
    if (row.cancel_asked_at !== null) throw new Refusal('conflict', 'This import is being cancelled already.')
    const running = row.state === 'staging' || row.state === 'applying'
    env.store.transact((tx) => {
      const at = env.clock()
      record(tx, at, actor, {
        action: 'import.cancelled',
        object: { type: 'import', id: guid },
        details: { while: row.state },
      })
      imports.log(tx, row.id, at, `${actor.name} cancelled it while it was ${row.state}.`)
      if (running) wishes.askCancel(tx, row.id, at)
      else imports.move(tx, row.id, row.state, 'cancelled', { finishedAt: at })
    })
    if (running) this.#queue.cancel(guid)
    else {
      runner.files.discard(guid)
      emit({ type: 'import', id: guid, state: 'cancelled' })
    }
    return this.get(guid)
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

  /**
   * The changes of a preview, in the order of accounts.
   * @throws Refusal `not found`; `conflict` when there is no preview (yet, or any more)
   */
  changes(guid: string, question: ChangeQuestion): { items: Change[]; total: number } {
    return this.#withPreview(guid, (db, row, summary) => {
      const asked = this.#asked(db, row, question)
      const items = previewPage(db, asked)
      const filtered = question.words !== null || question.onlyHeld !== null
      const total = filtered
        ? countMeant(db, asked)
        : question.kind !== null
          ? countOf(summary, question.kind)
          : sum(summary.counts) + sum(summary.matching ?? {})
      return { items, total }
    })
  }

  /** One change of a preview. @throws Refusal `not found` */
  change(guid: string, changeId: number): Change {
    return this.#withPreview(guid, (db, row) => {
      const all = { after: changeId - 1, limit: 1, kind: null, words: null, onlyHeld: null }
      const [change] = previewPage(db, this.#asked(db, row, all))
      if (change?.id !== changeId) throw notFound('change')
      return change
    })
  }

  #asked(db: Reader, row: ImportWithNames, question: ChangeQuestion): PreviewQuestion {
    const inForce = row.state === 'staged' ? holds.inForce(this.#deps.env.store.reader, row.source_id) : []
    const held = heldInPreview(db, row.application_id, inForce)
    return { ...question, baseSeq: row.base_seq ?? 0, application: row.application_name, held }
  }

  /**
   * Keeps a change out of this import and of every later one, until it is released.
   * @throws Refusal `not found`; `conflict` when the import isn't staged or the change is held; `invalid` for a kind that
   *   follows from others
   */
  hold(actor: Actor, guid: string, changeId: number, reason: string): Import {
    const row = this.#staged(guid)
    const change = this.change(guid, changeId)
    if (change.held) throw new Refusal('conflict', `It is held back already: ${change.held.reason}`)
    if (!holdableKinds.includes(change.kind)) {
      throw new Refusal('invalid', 'An entitlement comes and goes with its grants; hold those back.', [
        { field: 'changeId', message: 'can not be held by itself' },
      ])
    }
    const { kind } = change
    if (isMatchKind(kind)) return this.#keepMatch(row, actor, change, kind, reason)
    const entitlement = this.#withPreview(guid, (db) => entitlementKeyOf(db, change.entitlement?.id ?? 0))
    return this.#reassess(row, actor, 'change.held', change, (tx, at) => {
      holds.insert(tx, {
        sourceId: row.source_id,
        kind,
        userName: change.account?.userName ?? '',
        entitlement,
        reason,
        by: actor.name,
        at,
      })
      imports.log(tx, row.id, at, `${actor.name} holds back "${change.sentence}": ${reason}`)
    })
  }

  /** Holding back a match is deciding it: the account stays with the person that it has, until somebody says otherwise. */
  #keepMatch(row: ImportWithNames, actor: Actor, change: Change, kind: MatchKind, reason: string): Import {
    const person = change.before?.['person']
    if (person === undefined || kind === 'matches') {
      throw new Refusal(
        'invalid',
        'There is no person yet that the account could stay with; say in People whose it is.',
        [{ field: 'changeId', message: 'can not be held back' }],
      )
    }
    return this.#reassess(row, actor, 'change.held', change, (tx, at) => {
      keepMatch(tx, at, actor, change.account?.id ?? 0, reason)
      imports.log(tx, row.id, at, `${actor.name} keeps ${change.account?.userName ?? ''} with ${person}: ${reason}`)
    })
  }

  /** Lets a held change pass again. @throws Refusal `not found`; `conflict` when the import isn't staged */
  release(actor: Actor, guid: string, changeId: number): Import {
    const row = this.#staged(guid)
    const change = this.change(guid, changeId)
    const hold = heldChanges(this.#deps, row).get(changeId)
    if (!hold) throw notFound('hold')
    return this.#reassess(row, actor, 'change.released', change, (tx, at) => {
      holds.release(tx, hold.id, actor.name, at)
      imports.log(tx, row.id, at, `${actor.name} releases "${change.sentence}".`)
    })
  }

  /** A hold changed: what the preview comes to is another thing now, and so is its digest. */
  #reassess(
    row: ImportWithNames,
    actor: Actor,
    action: string,
    change: Change,
    write: (tx: Writer, at: number) => void,
  ): Import {
    const { env, emit } = this.#deps
    env.store.transact((tx) => {
      const at = env.clock()
      write(tx, at)
      record(tx, at, actor, {
        action,
        object: { type: 'import', id: row.guid },
        details: {
          application: row.application_guid,
          kind: change.kind,
          account: change.account?.id ?? null,
          entitlement: change.entitlement?.id ?? null,
        },
      })
    })
    const summary = JSON.parse(row.summary ?? '{}') as Summary
    const assessed = assess(this.#deps, row, row.base_seq ?? 0, summary)
    env.store.transact((tx) =>
      imports.setDigest(
        tx,
        row.id,
        assessed.digest,
        JSON.stringify(assessed.summary),
        JSON.stringify(assessed.verdict),
      ),
    )
    emit({ type: 'import', id: row.guid, state: row.state })
    this.#queue.foresee(row.guid)
    return this.get(row.guid)
  }

  #staged(guid: string): ImportWithNames {
    const row = this.#row(guid)
    if (row.state !== 'staged')
      throw new Refusal('conflict', `This import is ${row.state}; only a staged one can be changed.`)
    return row
  }

  /** Rows that were not used, with their reasons. @throws Refusal `not found`, `conflict` */
  rejected(guid: string, after: number, limit: number) {
    return this.#withPreview(guid, (db, row) => {
      const names = new Map(imports.files(db, row.id).map(({ id, name }) => [id, name]))
      const { rows, total } = rejectedRows(db, after, limit)
      return { items: rows.map(({ id, file_id, ...rest }) => ({ id, file: names.get(file_id) ?? '', ...rest })), total }
    })
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
          imports.move(tx, row.id, state, to, to === 'cancelled' ? { finishedAt: at } : {})
          imports.log(
            tx,
            row.id,
            at,
            `The program stopped while this import was ${state}; nothing was changed, and it is ${to}${to === 'cancelled' ? ', as somebody asked' : ' again'}.`,
          )
          record(tx, at, system, {
            action: 'import.recovered',
            object: { type: 'import', id: row.guid },
            details: { from: state, to },
          })
        }
      }
    })
    for (const row of imports.inState(env.store.reader, 'cancelled')) runner.files.discard(row.guid)
    this.#queue.wake()
  }

  /** Resolves when nothing is queued or running. */
  idle(): Promise<void> {
    return this.#queue.idle()
  }

  /** Stops after the chunk that is being written; the next start goes on from there. */
  close(): Promise<void> {
    return this.#queue.close()
  }

  #row(guid: string): ImportWithNames {
    const row = imports.get(this.#deps.env.store.reader, guid)
    if (!row) throw notFound('import')
    return row
  }

  #withPreview<T>(guid: string, look: (db: Reader, row: ImportWithNames, summary: Summary) => T): T {
    const row = this.#row(guid)
    if (row.summary === null)
      throw new Refusal(
        'conflict',
        `This import is ${row.state}; it has no preview${hasEnded(row.state) ? '' : ' yet'}.`,
      )
    const { summary } = row
    const seen = withStaging(this.#deps, guid, (db) => ({ value: look(db, row, JSON.parse(summary) as Summary) }))
    if (!seen) throw new Refusal('conflict', 'The details of this preview are no longer kept.')
    return seen.value
  }
}

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, n) => total + n, 0)
const countOf = ({ counts, matching }: Summary, kind: PreviewKind): number =>
  (isMatchKind(kind) ? matching?.[kind] : counts[kind]) ?? 0

function sameAsCurrent(
  tx: Writer,
  sourceId: number,
  seq: number,
  ruleVersionId: number,
  files: readonly IntakeFile[],
): boolean {
  const current = generations.at(tx, sourceId, seq)
  if (!current) return false
  const applied = imports.byId(tx, current.import_id)
  if (!applied || applied.rule_version_id !== ruleVersionId) return false
  // What was held back then may pass now.
  if (applied.summary !== null && (JSON.parse(applied.summary) as Summary).held > 0) return false
  const key = (list: readonly { group: string; sha256: string }[]) =>
    list
      .map(({ group, sha256 }) => `${group} ${sha256}`)
      .sort((a, b) => a.localeCompare(b))
      .join()
  return (
    key(imports.files(tx, applied.id).map(({ file_group, sha256 }) => ({ group: file_group, sha256 }))) === key(files)
  )
}
