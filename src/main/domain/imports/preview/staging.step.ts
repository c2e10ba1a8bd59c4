import { rulesOf } from '../../applications/rules.ts'
import type { PredictedMatches } from '../../identities/matching.service.ts'
import type { StagedFile } from '../../jobs/jobs.ts'
import { heldChanges } from './assess.ts'
import { acceptPreview, refuseFiles } from './accept-preview.ts'
import type { ImportsDependencies } from '../model/dependencies.ts'
import { doubtReleases } from './doubt-releases.store.ts'
import { generations } from '../model/generations.store.ts'
import type { Summary } from '../model/import.ts'
import { type ImportFileRow, type ImportWithNames, imports } from '../model/imports.store.ts'
import { reporter } from '../model/reporter.ts'
import { reassess } from './reassess.ts'

/** The step from a file to a preview: read, compare, assess, and predict how matches would change. */
export interface Staging {
  /** @throws Cancelled, or what broke */
  stage(row: ImportWithNames): Promise<void>
  /** How matches would change if it were applied, without the changes that are held back now. */
  predict(row: ImportWithNames): Promise<PredictedMatches>
  /** Predicts again for a staged preview, after the changes that are held back have changed. */
  updatePrediction(guid: string): Promise<void>
}

export const createStaging = (deps: ImportsDependencies): Staging => ({
  stage: (row) => stage(deps, row),
  predict: (row) => predict(deps, row),
  updatePrediction: (guid) => updatePrediction(deps, guid),
})

async function stage(deps: ImportsDependencies, row: ImportWithNames): Promise<void> {
  const { env, runner, emit } = deps
  const { store, clock } = env
  const baseSeq = row.current_seq
  store.transact((tx) => {
    imports.move(tx, { id: row.id, from: 'queued', to: 'staging', startedAt: clock() })
    doubtReleases.clear(tx, row.id)
  })
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
    const preview = await runner.run({ kind: 'restore', ...common, targetSeq: row.restores_seq ?? 0 }, report)
    acceptPreview(deps, row, { baseSeq, preview, predicted: await predict(deps, row) })
    return
  }
  const base = generations.at(store.reader, row.source_id, baseSeq)
  const baseImport = base && imports.byId(store.reader, base.import_id)
  const result = await runner.run(
    {
      kind: 'stage',
      ...common,
      baseImportId: baseImport?.guid ?? null,
      lastWasWhole: endedWhole(baseImport),
      rulesVersion: row.rules_version ?? 0,
      extractAt: row.extract_at,
      fingerprintFile: runner.files.fingerprints(row.source_id),
      fingerprintKey: deps.fingerprintKey,
      files: filesToStage(deps, row),
    },
    report,
  )
  if (result.outcome === 'refused') refuseFiles(deps, row, result)
  else acceptPreview(deps, row, { baseSeq, preview: result, predicted: await predict(deps, row) })
}

/** Whether every file of an applied extract ended with a line end. Imports that are older than this question did not say. */
function endedWhole(row: { readonly kind: string; readonly summary: string | null } | undefined): boolean {
  if (row?.kind !== 'extract' || row.summary === null) return false
  return (JSON.parse(row.summary) as Summary).openEnds === 0
}

/** The files of an import with the rules of their groups, as the worker reads them. */
function filesToStage({ env, texts }: ImportsDependencies, row: ImportWithNames): StagedFile[] {
  const { reader } = env.store
  const rules = rulesOf(imports.rulesOf(reader, row.rule_version_id))
  const withRules = (file: ImportFileRow): StagedFile[] => {
    const group = rules.fileGroups.find(({ id }) => id === file.file_group)
    if (!group) return []
    const { id, name, size, sha256, promised_rows: promisedRows } = file
    const path = texts.path(sha256, group.format.sheet)
    return [{ id, name, path, sheets: texts.sheets(sha256), promisedRows, size, sha256, group }]
  }
  return imports.files(reader, row.id).flatMap(withRules)
}

/** Holds may change while the worker computes; what is predicted goes with those that are in force when it is done. */
async function predict(deps: ImportsDependencies, row: ImportWithNames): Promise<PredictedMatches> {
  const application = { id: row.application_id, kind: row.application_kind }
  const stagingFile = deps.runner.files.staging(row.guid)
  for (;;) {
    const held = [...heldChanges(deps, row).keys()]
    const job = { kind: 'preview', liveFile: deps.env.store.file, stagingFile, application, held } as const
    const predicted = await deps.runner.run(job, reporter(deps, row.guid))
    if (String([...heldChanges(deps, row).keys()]) === String(held)) return predicted
  }
}

async function updatePrediction(deps: ImportsDependencies, guid: string): Promise<void> {
  const { reader } = deps.env.store
  const before = imports.get(reader, guid)
  if (before?.state !== 'staged' || before.summary === null) return
  const { counts, digest } = await predict(deps, before)
  const row = imports.get(reader, guid)
  if (row?.state === 'staged') reassess(deps, row, { matching: counts, matchDigest: digest })
}
