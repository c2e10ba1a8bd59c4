import { applicationForImport } from '../../applications/applications.service.ts'
import { rulesOf } from '../../applications/rules.ts'
import { system } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { planFollowUps } from '../follow-ups/follow-ups.service.ts'
import type { PredictedMatches } from '../../identities/matching.service.ts'
import { assess, type AssessedImport, heldChanges } from './assess.ts'
import type { ImportsDependencies } from '../model/dependencies.ts'
import type { Summary } from '../model/import.ts'
import { objectOf } from '../model/import.view.ts'
import { generations, type ImportWithNames, imports } from '../model/imports.store.ts'
import type { StagedPreview, StageResult } from '../../jobs/jobs.ts'
import { reporter } from '../model/reporter.ts'

/** The step from a file to a preview: read, compare, judge, and foresee whose accounts they would be. */
export interface Staging {
  /** @throws Cancelled, or what broke */
  stage(row: ImportWithNames): Promise<void>
  /** Whose accounts they would be after it was applied, without what is held back now. */
  foresee(row: ImportWithNames): Promise<PredictedMatches>
  /** The same for a preview that stands, after what is held back has changed. */
  foreseeAgain(guid: string): Promise<void>
}

export function createStaging(deps: ImportsDependencies): Staging {
  const { env, runner, emit } = deps
  const { store, clock } = env

  async function stage(row: ImportWithNames): Promise<void> {
    const files = imports.files(store.reader, row.id)
    const baseSeq = row.current_seq
    store.transact((tx) => imports.move(tx, { id: row.id, from: 'queued', to: 'staging', startedAt: clock() }))
    emit({ type: 'import', id: row.guid, state: 'staging' })
    const common = {
      importId: row.guid,
      liveFile: store.file,
      stagingFile: runner.files.staging(row.guid),
      applicationId: row.application_id,
      sourceId: row.source_id,
      baseSeq,
    }
    const report = reporter(deps, row.guid)
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
  function foresee(row: ImportWithNames): Promise<PredictedMatches> {
    const application = { id: row.application_id, kind: row.application_kind }
    const stagingFile = runner.files.staging(row.guid)
    const held = [...heldChanges(deps, row).keys()]
    return runner.run(
      { kind: 'foresee', liveFile: store.file, stagingFile, application, held },
      reporter(deps, row.guid),
    )
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
  function accept(row: ImportWithNames, baseSeq: number, result: StageResult, foreseen: PredictedMatches): void {
    const at = clock()
    if (result.outcome === 'refused') {
      store.transact((tx) => {
        for (const { fileId, dialect } of result.dialects) imports.setDialect(tx, fileId, JSON.stringify(dialect))
        imports.setFailure(
          tx,
          row.id,
          JSON.stringify({ message: 'The file does not fit the rules of the application.', problems: result.problems }),
        )
        imports.move(tx, { id: row.id, from: 'staging', to: 'failed', finishedAt: at })
        planFollowUps(tx, row.id, 'failed')
        imports.log(
          tx,
          row.id,
          at,
          `Refused with ${result.problems.length} ${result.problems.length === 1 ? 'problem' : 'problems'}; nothing was changed.`,
        )
        recordAudit(tx, at, system, {
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
      applicationForImport(store.reader, row.application_guid)?.rules.apply === 'when-guard-quiet'
    store.transact((tx) => {
      for (const { fileId, dialect } of result.dialects) imports.setDialect(tx, fileId, JSON.stringify(dialect))
      imports.setPreview(tx, {
        id: row.id,
        baseSeq,
        digest,
        summary: JSON.stringify(summary),
        guard: JSON.stringify(verdict),
      })
      imports.move(tx, { id: row.id, from: 'staging', to: 'staged' })
      imports.log(tx, row.id, at, describe(result))
      if (summary.held > 0) imports.log(tx, row.id, at, `${summary.held} changes are held back from earlier.`)
      for (const { message } of verdict.findings) imports.log(tx, row.id, at, `Guard: ${message}`)
      recordAudit(tx, at, system, {
        action: 'import.staged',
        object: objectOf(row),
        details: {
          digest,
          base: baseSeq,
          guard: verdict.verdict,
          reconciliation: { ...result.reconciliation },
          counts: { ...result.counts },
          matching: { ...foreseen.counts },
        },
      })
      if (!applyNow) return
      imports.move(tx, { id: row.id, from: 'staged', to: 'applying' })
      imports.log(tx, row.id, at, 'The guard is quiet, so it is applied as the rules of the application say.')
      recordAudit(tx, at, system, {
        action: 'import.approved',
        object: objectOf(row),
        details: { digest, application: row.application_guid, policy: 'when-guard-quiet' },
      })
    })
    emit({ type: 'import', id: row.guid, state: applyNow ? 'applying' : 'staged' })
  }

  return { stage, foresee, foreseeAgain }
}

const nothingForeseen: PredictedMatches = { counts: { matches: 0, rematches: 0, orphaned: 0 }, digest: '' }

function foundIn(staged: StagedPreview, { counts: matching, digest: matchDigest }: PredictedMatches): AssessedImport {
  const { reconciliation, counts, before, privilegedLost, changeDigest, recognisedLines } = staged
  return { reconciliation, counts, before, privilegedLost, changeDigest, recognisedLines, matching, matchDigest }
}

function describe({ reconciliation, recognisedLines, deniedRows }: StagedPreview): string {
  if (reconciliation.read === 0) return 'Staged.'
  const rest = `${reconciliation.quarantined} quarantined, ${reconciliation.duplicate} duplicate, ${reconciliation.ignored} ignored`
  const denied = deniedRows === 0 ? '' : ` ${deniedRows} rows say that an access is not given; they grant nothing.`
  return `Read ${reconciliation.read} rows: ${reconciliation.applied} used, ${rest}; ${recognisedLines} lines were recognised as unchanged.${denied}`
}
