import type { ImportProgress } from '../../../contract/imports.ts'
import { applicationForImport } from '../applications/applications.service.ts'
import { rulesOf } from '../applications/rules.ts'
import { type Actor, system } from '../audit/audit.ts'
import { record } from '../audit/audit.service.ts'
import type { Foreseen } from '../identities/matching.service.ts'
import { hasEnded, type Summary } from './import.ts'
import { objectOf } from './import.view.ts'
import { generations, type ImportWithNames, imports } from './imports.store.ts'
import { assess, type Found, heldChanges } from './assess.ts'
import type { ImportsDependencies } from './dependencies.ts'
import { Cancelled, type StagedPreview, type StageResult } from './jobs.ts'
import { rulesDigest } from './proof.service.ts'

/** Imports run one after another: the queue is the database, this is who takes the next from it. */
export interface ImportQueue {
  /** Something may be waiting. With an import: it was approved, by `actor`. */
  wake(approved?: string, actor?: Actor): void
  cancel(guid: string): void
  /** What a staged import would do to whose accounts they are must be found again: what is held back has changed. */
  foresee(guid: string): void
  idle(): Promise<void>
  /** The program stops: what runs is left as it is, for `recover` at the next start. */
  close(): Promise<void>
}

export function createQueue(deps: ImportsDependencies): ImportQueue {
  const { env, runner, emit } = deps
  const { store, clock } = env
  const approvedBy = new Map<string, Actor>()
  const toForesee = new Set<string>()
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
        await foreseeAgain(changed).catch(() => undefined)
        continue
      }
      const [applying] = imports.inState(store.reader, 'applying')
      const next = applying ?? imports.inState(store.reader, 'queued')[0]
      if (!next) return
      running = next.guid
      cancelRequested = false
      try {
        await (next === applying ? apply(next) : stage(next))
        endIfAsked(next.guid)
      } catch (error) {
        if (closing) return
        end(next, error)
      } finally {
        running = undefined
      }
    }
  }

  async function stage(row: ImportWithNames): Promise<void> {
    const files = imports.files(store.reader, row.id)
    const baseSeq = row.current_seq
    store.transact((tx) => imports.move(tx, row.id, 'queued', 'staging', { startedAt: clock() }))
    emit({ type: 'import', id: row.guid, state: 'staging' })
    const common = {
      importId: row.guid,
      liveFile: store.file,
      stagingFile: runner.files.staging(row.guid),
      applicationId: row.application_id,
      sourceId: row.source_id,
      baseSeq,
    }
    const report = reporter(row.guid)
    if (row.kind !== 'extract') {
      const back = await runner.run({ kind: 'restore', ...common, targetSeq: row.restores_seq ?? 0 }, report)
      accept(row, baseSeq, back, await foresee(row))
      return
    }
    const rules = rulesOf(imports.rulesOf(store.reader, row.rule_version_id))
    const base = generations.at(store.reader, row.source_id, baseSeq)
    const result = await runner.run(
      {
        kind: 'stage',
        ...common,
        baseImportId: base ? (imports.byId(store.reader, base.import_id)?.guid ?? null) : null,
        rulesVersion: row.rules_version ?? 0,
        fingerprintFile: runner.files.fingerprints(row.source_id),
        fingerprintKey: deps.fingerprintKey,
        files: files.flatMap((file) => {
          const group = rules.fileGroups.find(({ id }) => id === file.file_group)
          return group
            ? [
                {
                  id: file.id,
                  name: file.name,
                  path: deps.texts.path(file.sha256, group.format.sheet),
                  sheets: deps.texts.sheets(file.sha256),
                  promisedRows: file.promised_rows,
                  size: file.size,
                  sha256: file.sha256,
                  group,
                },
              ]
            : []
        }),
      },
      report,
    )
    accept(row, baseSeq, result, result.outcome === 'staged' ? await foresee(row) : nothingForeseen)
  }

  /** Whose accounts they would be after it was applied, without what is held back now. */
  function foresee(row: ImportWithNames): Promise<Foreseen> {
    const application = { id: row.application_id, kind: row.application_kind }
    const stagingFile = runner.files.staging(row.guid)
    const held = [...heldChanges(deps, row).keys()]
    return runner.run({ kind: 'foresee', liveFile: store.file, stagingFile, application, held }, reporter(row.guid))
  }

  async function foreseeAgain(guid: string): Promise<void> {
    const before = imports.get(store.reader, guid)
    if (before?.state !== 'staged' || before.summary === null) return
    const { counts, digest } = await foresee(before)
    const row = imports.get(store.reader, guid)
    if (row?.state !== 'staged' || row.summary === null) return
    const summary = JSON.parse(row.summary) as Summary
    if (summary.matchDigest === digest) return
    const assessed = assess(deps, row, row.base_seq ?? 0, { ...summary, matching: counts, matchDigest: digest })
    const [told, verdict] = [JSON.stringify(assessed.summary), JSON.stringify(assessed.verdict)]
    store.transact((tx) => imports.setDigest(tx, row.id, assessed.digest, told, verdict))
    emit({ type: 'import', id: guid, state: 'staged' })
  }

  /** Keeps what staging found, judges it, and goes on by itself where the application's policy says so. */
  function accept(row: ImportWithNames, baseSeq: number, result: StageResult, foreseen: Foreseen): void {
    const at = clock()
    if (result.outcome === 'refused') {
      store.transact((tx) => {
        for (const { fileId, dialect } of result.dialects) imports.setDialect(tx, fileId, JSON.stringify(dialect))
        imports.setFailure(
          tx,
          row.id,
          JSON.stringify({ message: 'The file does not fit the rules of the application.', problems: result.problems }),
        )
        imports.move(tx, row.id, 'staging', 'failed', { finishedAt: at })
        imports.log(
          tx,
          row.id,
          at,
          `Refused with ${result.problems.length} ${result.problems.length === 1 ? 'problem' : 'problems'}; nothing was changed.`,
        )
        record(tx, at, system, {
          action: 'import.refused',
          object: objectOf(row),
          details: { problems: result.problems.length },
        })
      })
      emit({ type: 'import', id: row.guid, state: 'failed' })
      return
    }
    const { digest, summary, verdict } = assess(deps, row, baseSeq, foundIn(result, foreseen))
    // Going back is always a person's decision; so is what the guard stopped.
    const applyNow =
      row.kind === 'extract' &&
      verdict.verdict === 'quiet' &&
      applicationForImport(store.reader, row.application_guid)?.rules.apply === 'when the guard is quiet'
    store.transact((tx) => {
      for (const { fileId, dialect } of result.dialects) imports.setDialect(tx, fileId, JSON.stringify(dialect))
      imports.setPreview(tx, {
        id: row.id,
        baseSeq,
        digest,
        summary: JSON.stringify(summary),
        guard: JSON.stringify(verdict),
      })
      imports.move(tx, row.id, 'staging', 'staged')
      imports.log(tx, row.id, at, describe(result))
      if (summary.held > 0) imports.log(tx, row.id, at, `${summary.held} changes are held back from earlier.`)
      for (const { message } of verdict.findings) imports.log(tx, row.id, at, `Guard: ${message}`)
      record(tx, at, system, {
        action: 'import.staged',
        object: objectOf(row),
        details: {
          digest,
          base: baseSeq,
          guard: verdict.verdict,
          books: { ...result.books },
          counts: { ...result.counts },
          matching: { ...foreseen.counts },
        },
      })
      if (!applyNow) return
      imports.move(tx, row.id, 'staged', 'applying')
      imports.log(tx, row.id, at, 'The guard is quiet, so it is applied as the rules of the application say.')
      record(tx, at, system, {
        action: 'import.approved',
        object: objectOf(row),
        details: { digest, application: row.application_guid, policy: 'when the guard is quiet' },
      })
    })
    emit({ type: 'import', id: row.guid, state: applyNow ? 'applying' : 'staged' })
  }

  async function apply(row: ImportWithNames): Promise<void> {
    const actor = approvedBy.get(row.guid) ?? system
    const summary = JSON.parse(row.summary ?? '{}') as Summary
    if (row.base_seq !== row.current_seq) {
      restage(row, `Generation ${row.current_seq} was applied meanwhile.`)
      return
    }
    if ((await foresee(row)).digest !== (summary.matchDigest ?? '')) {
      restage(row, 'Whose accounts they would be is not what the preview said any more.')
      return
    }
    const seq = row.current_seq + 1
    const held = [...heldChanges(deps, row).keys()]
    const result = await runner.run(
      {
        kind: 'apply',
        importId: row.guid,
        liveFile: store.file,
        stagingFile: runner.files.staging(row.guid),
        applicationId: row.application_id,
        sourceId: row.source_id,
        seq,
        changeDigest: summary.changeDigest,
        counts: summary.counts,
        held,
        turn: store.turn.shared,
      },
      reporter(row.guid),
    )
    if (result.outcome === 'altered') {
      restage(row, 'The staged preview is not what was approved any more.')
      return
    }
    const at = clock()
    store.transact((tx) => {
      generations.insert(tx, {
        sourceId: row.source_id,
        seq,
        importId: row.id,
        extractAt: row.extract_at,
        at,
        digest: result.appliedDigest,
      })
      if (row.restores_seq !== null) generations.voidBetween(tx, row.source_id, row.restores_seq, seq, at)
      generations.switchTo(tx, row.source_id, seq)
      const { heldCounts } = result
      imports.setApplied(tx, row.id, seq, JSON.stringify(heldCounts ? { ...summary, heldCounts } : summary))
      imports.move(tx, row.id, 'applying', 'applied', { finishedAt: at })
      imports.log(tx, row.id, at, `Applied as generation ${seq}.`)
      record(tx, at, actor, {
        action: 'import.applied',
        object: objectOf(row),
        details: {
          application: row.application_guid,
          generation: seq,
          base: row.base_seq,
          digest: row.digest,
          changes: result.appliedDigest,
          rulesVersion: row.rules_version,
          rules: row.rule_version_id === null ? null : rulesDigest(imports.rulesOf(tx, row.rule_version_id).rules),
          files: imports.files(tx, row.id).map(({ sha256 }) => sha256),
          counts: { ...summary.counts },
          held: held.length,
          ...(summary.matchDigest ? { matches: summary.matchDigest } : {}),
        },
      })
    })
    approvedBy.delete(row.guid)
    // Lines of what was held back must be read again next time.
    if (row.kind === 'extract' && held.length === 0) runner.files.keepFingerprints(row.source_id)
    else runner.files.dropFingerprints(row.source_id)
    for (const old of imports.appliedUpTo(store.reader, row.source_id, seq - previewsKept)) runner.files.discard(old)
    emit({ type: 'import', id: row.guid, state: 'applied' })
    await match(row).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      store.transact((tx) => imports.log(tx, row.id, clock(), `Matching accounts to people failed: ${why}`))
    })
    emit({ type: 'application', id: row.application_guid })
  }

  /** Whose accounts they are may be another matter now. What fails here is found again at the next import. */
  async function match(row: ImportWithNames): Promise<void> {
    const at = clock()
    const applicationId = row.application_kind === 'roster' ? null : row.application_id
    const job = { kind: 'match', liveFile: store.file, at, applicationId, turn: store.turn.shared } as const
    const { people, matched, rematched, orphaned } = await runner.run(job, reporter(row.guid))
    if (people + matched + rematched + orphaned === 0) return
    const said = `${people} people are new; ${matched} accounts were matched, ${rematched} matched anew, ${orphaned} are nobody's now.`
    store.transact((tx) => {
      imports.log(tx, row.id, at, said)
      record(tx, at, system, {
        action: 'accounts.matched',
        object: objectOf(row),
        details: { people, matched, rematched, orphaned },
      })
    })
  }

  /** The wish to stop came after the last chunk of a step: then the step is the last one. */
  function endIfAsked(guid: string): void {
    const row = imports.get(store.reader, guid)
    if (!row || row.cancel_asked_at === null || hasEnded(row.state)) return
    const at = clock()
    store.transact((tx) => {
      imports.move(tx, row.id, row.state, 'cancelled', { finishedAt: at })
      imports.log(tx, row.id, at, 'Stopped; nothing was changed.')
    })
    runner.files.discard(guid)
    emit({ type: 'import', id: guid, state: 'cancelled' })
  }

  /** What was approved isn't what would be applied: a new preview, and the decision again. */
  function restage(row: ImportWithNames, why: string): void {
    const at = clock()
    approvedBy.delete(row.guid)
    store.transact((tx) => {
      imports.move(tx, row.id, 'applying', 'queued')
      imports.log(tx, row.id, at, `${why} The import is staged again.`)
      record(tx, at, system, {
        action: 'import.staged again',
        object: objectOf(row),
        details: { why },
      })
    })
    emit({ type: 'import', id: row.guid, state: 'queued' })
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
        record(tx, at, system, {
          action: 'import.failed',
          object: objectOf(row),
          details: { message },
        })
      }
      if (from !== undefined && !hasEnded(from)) imports.move(tx, row.id, from, to, { finishedAt: at })
      imports.log(tx, row.id, at, cancelled ? 'Stopped; nothing was changed.' : 'Failed; nothing was changed.')
    })
    runner.files.discard(row.guid)
    emit({ type: 'import', id: row.guid, state: to })
  }

  function reporter(importId: string) {
    const began = clock()
    return ({ phase, rows, share }: Omit<ImportProgress, 'importId' | 'secondsLeft'>) => {
      const seconds = (clock() - began) / 1000
      const secondsLeft =
        share !== null && share > 0.02 && seconds > 3 ? Math.round((seconds / share) * (1 - share)) : null
      emit({ type: 'progress', progress: { importId, phase, rows, share, secondsLeft } })
    }
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
    },
  }
}

/** How many applied previews of an application are kept for looking at them again. */
const previewsKept = 5

/** What may be shown of something that broke: a raw message could name a path or a statement. */
function wordsOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'the disk is full. Free some space and stage the file again.'
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB')
    return 'the database is damaged. Restore the newest backup.'
  return `something went wrong inside Castellan${code === null ? '' : ` (${code})`}. Stage the file again; if it fails again, report it with the time.`
}

const nothingForeseen: Foreseen = { counts: { matches: 0, rematches: 0, orphaned: 0 }, digest: '' }

function foundIn(staged: StagedPreview, { counts: matching, digest: matchDigest }: Foreseen): Found {
  const { books, counts, before, privilegedLost, changeDigest, recognisedLines } = staged
  return { books, counts, before, privilegedLost, changeDigest, recognisedLines, matching, matchDigest }
}

function describe({ books, recognisedLines, deniedRows }: StagedPreview): string {
  if (books.read === 0) return 'Staged.'
  const rest = `${books.quarantined} quarantined, ${books.duplicate} duplicate, ${books.ignored} ignored`
  const denied = deniedRows === 0 ? '' : ` ${deniedRows} rows say that an access is not given; they grant nothing.`
  return `Read ${books.read} rows: ${books.applied} used, ${rest}; ${recognisedLines} lines were recognised as unchanged.${denied}`
}
