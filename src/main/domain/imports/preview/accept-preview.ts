import type { Writer } from '../../../storage/open.ts'
import type { GuardFinding } from '../../../../contract/guard.ts'
import { applicationForImport } from '../../applications/applications.service.ts'
import { type LooserVersion, looserRulesOf } from '../../applications/automatic-imports.service.ts'
import { system } from '../../shared/actor.ts'
import { instant } from '../../shared/instant.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { PredictedMatches } from '../../identities/matching.service.ts'
import type { StagedPreview, StageResult } from '../../jobs/jobs.ts'
import { planFollowUps } from '../follow-ups/follow-ups.service.ts'
import type { ImportsDependencies } from '../model/dependencies.ts'
import { objectOf } from '../model/import.view.ts'
import { type ImportWithNames, imports } from '../model/imports.store.ts'
import { assess, type AssessedImport } from './assess.ts'

/** The files do not fit the rules: the import fails with every problem that was found. */
export function refuseFiles(
  { env, emit }: ImportsDependencies,
  row: ImportWithNames,
  { problems, dialects }: Extract<StageResult, { outcome: 'refused' }>,
): void {
  const at = env.clock()
  const message = 'The file does not fit the rules of the application.'
  env.store.transact((tx) => {
    saveDialects(tx, dialects)
    imports.setFailure(tx, row.id, JSON.stringify({ message, problems }))
    imports.move(tx, { id: row.id, from: 'staging', to: 'failed', finishedAt: at })
    planFollowUps(tx, row.id, 'failed')
    const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`
    imports.log(tx, row.id, at, `Refused with ${count}; nothing was changed.`)
    recordAudit(tx, at, system, {
      action: 'import.refused',
      object: objectOf(row),
      details: { problems: problems.length },
    })
  })
  emit({ type: 'import', id: row.guid, state: 'failed' })
}

interface AcceptPreviewInput {
  readonly baseSeq: number
  readonly preview: StagedPreview
  readonly predicted: PredictedMatches
}

/** Stores the preview with its assessment, and approves it where the application's policy says so. */
export function acceptPreview(
  deps: ImportsDependencies,
  row: ImportWithNames,
  { baseSeq, preview, predicted }: AcceptPreviewInput,
): void {
  const { env, emit } = deps
  const at = env.clock()
  const { digest, summary, verdict, letThrough } = assess(deps, row, baseSeq, assessedImport(preview, predicted))
  // A rollback is always a person's decision; so is what the guard stopped.
  const approved =
    row.kind === 'extract' &&
    verdict.verdict === 'quiet' &&
    applicationForImport(env.store.reader, row.application_guid)?.rules.apply === 'when-guard-quiet'
  env.store.transact((tx) => {
    saveDialects(tx, preview.dialects)
    imports.setPreview(tx, {
      id: row.id,
      baseSeq,
      digest,
      summary: JSON.stringify(summary),
      guard: JSON.stringify(verdict),
    })
    imports.move(tx, { id: row.id, from: 'staging', to: 'staged' })
    imports.log(tx, row.id, at, describe(preview))
    if (summary.held > 0) imports.log(tx, row.id, at, `${summary.held} changes stay held back from earlier imports.`)
    for (const { message } of verdict.findings) imports.log(tx, row.id, at, `Guard: ${message}`)
    for (const value of predicted.shared) imports.log(tx, row.id, at, value)
    // Every version of the rules is read for it, so only where its answer is written down.
    const loosenedBy = approved || letThrough.length > 0 ? looserRulesOf(tx, row.application_guid) : []
    if (letThrough.length > 0) logLetThrough(tx, at, row, { letThrough, loosenedBy })
    const { lines: _, ...reconciliation } = preview.reconciliation
    recordAudit(tx, at, system, {
      action: 'import.staged',
      object: objectOf(row),
      details: {
        digest,
        base: baseSeq,
        guard: verdict.verdict,
        reconciliation,
        counts: { ...preview.counts },
        matching: { ...predicted.counts },
      },
    })
    if (approved) approveByPolicy(tx, at, row, { digest, loosenedBy })
  })
  emit({ type: 'import', id: row.guid, state: approved ? 'applying' : 'staged' })
}

const loosened = ({ by, at, version, changes }: LooserVersion): string =>
  `${by} ${changes.join(', ')} on ${instant(at).slice(0, 10)}, in version ${version} of the rules.`

/** The application's own limits found nothing; whose limits they are stands beside what they let through. */
function logLetThrough(
  tx: Writer,
  at: number,
  row: ImportWithNames,
  {
    letThrough,
    loosenedBy,
  }: { readonly letThrough: readonly GuardFinding[]; readonly loosenedBy: readonly LooserVersion[] },
): void {
  for (const { message } of letThrough)
    imports.log(tx, row.id, at, `The guard of this application let this through: ${message}`)
  for (const version of loosenedBy) imports.log(tx, row.id, at, loosened(version))
}

function approveByPolicy(
  tx: Writer,
  at: number,
  row: ImportWithNames,
  { digest, loosenedBy }: { readonly digest: string; readonly loosenedBy: readonly LooserVersion[] },
): void {
  imports.move(tx, { id: row.id, from: 'staged', to: 'applying' })
  imports.log(tx, row.id, at, 'The guard is quiet, so it is applied by rule of the application.')
  for (const version of loosenedBy) imports.log(tx, row.id, at, `Applied by rule: ${loosened(version)}`)
  recordAudit(tx, at, system, {
    action: 'import.approved',
    object: objectOf(row),
    details: {
      digest,
      application: row.application_guid,
      policy: 'when-guard-quiet',
      byRuleOf: loosenedBy.map(({ by, version }) => `${by}, version ${version}`),
    },
  })
}

function saveDialects(tx: Writer, dialects: StagedPreview['dialects']): void {
  for (const { fileId, dialect } of dialects) imports.setDialect(tx, fileId, JSON.stringify(dialect))
}

function assessedImport(
  staged: StagedPreview,
  { counts: matching, digest: matchDigest, shared }: PredictedMatches,
): AssessedImport {
  const { outcome: _, after: _after, dialects: _dialects, deniedRows: _denied, ...found } = staged
  return { ...found, matching, matchDigest, sharedValues: shared }
}

function describe({ reconciliation, recognisedLines, deniedRows }: StagedPreview): string {
  if (reconciliation.read === 0) return 'Staged.'
  const { unknown, quarantined, duplicate, ignored, noted } = reconciliation
  const rest = `${unknown} unknown, ${quarantined} set aside, ${duplicate} duplicate, ${ignored} ignored, ${noted} notes`
  const denied = deniedRows === 0 ? '' : ` ${deniedRows} rows say that an access is not given; they grant nothing.`
  return `Read ${reconciliation.read} rows: ${reconciliation.applied} used, ${rest}; ${recognisedLines} lines were recognised as unchanged.${denied}`
}
