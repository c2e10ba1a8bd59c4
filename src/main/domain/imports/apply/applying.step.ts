import { bestEffort } from '../../../storage/best-effort.ts'
import { type Actor, system } from '../../shared/actor.ts'
import { Cancelled } from '../../shared/job-runner.ts'
import { completeFollowUp, failFollowUp } from '../follow-ups/follow-ups.service.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { assess, heldChanges } from '../preview/assess.ts'
import type { ImportsDependencies } from '../model/dependencies.ts'
import type { Summary } from '../model/import.ts'
import { objectOf } from '../model/import.view.ts'
import { type ImportWithNames, imports } from '../model/imports.store.ts'
import { reporter } from '../model/reporter.ts'
import type { Staging } from '../preview/staging.step.ts'
import { switchGeneration } from './switch-generation.ts'

/** How many applied previews of an application are stored, so that people can look at them again. */
const previewsStored = 5

/**
 * The step from an approved preview to the next generation: copy, switch, match. What is no longer what was approved is
 * staged again.
 * @throws Cancelled, or what broke
 */
export async function applyImport(
  deps: ImportsDependencies,
  staging: Staging,
  row: ImportWithNames,
  actor: Actor,
): Promise<void> {
  const { env, runner, emit } = deps
  const { store } = env
  const summary = JSON.parse(row.summary ?? '{}') as Summary
  if (row.base_seq !== row.current_seq)
    return restage(deps, row, `Generation ${row.current_seq} was applied after the preview was made.`)
  if ((await staging.predict(row)).digest !== (summary.matchDigest ?? ''))
    return restage(deps, row, 'The matching of accounts to people has changed since the preview was made.')
  // The approved digest must still match what would be applied.
  const held = [...heldChanges(deps, row).keys()]
  if (assess(deps, row, row.base_seq, summary).digest !== row.digest)
    return restage(deps, row, 'What is held back has changed since the preview was approved.')
  const seq = row.current_seq + 1
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
    reporter(deps, row.guid),
  )
  if (result.outcome === 'altered')
    return restage(deps, row, 'The staged preview differs from the one that was approved.')
  switchGeneration(env, actor, row, { seq, summary, held, ...result })
  // It counts from here on. What follows keeps caches, and may fail.
  bestEffort(() => {
    // Lines of changes that were held back must be read again next time.
    if (row.kind === 'extract' && held.length === 0) runner.files.keepFingerprints(row.source_id)
    else runner.files.dropFingerprints(row.source_id)
    for (const old of imports.appliedUpTo(store.reader, row.source_id, seq - previewsStored)) runner.files.discard(old)
  })
  // Announce the import only after its accounts are matched to people.
  try {
    await matchAccounts(deps, row)
  } finally {
    emit({ type: 'import', id: row.guid, state: 'applied' })
  }
}

/**
 * Matches the accounts of an applied import to people: directly after it, or later when that did not happen. A failure is
 * recorded and tried again.
 * @throws Cancelled
 */
export async function matchAccounts(deps: ImportsDependencies, row: ImportWithNames): Promise<void> {
  try {
    await match(deps, row)
    completeFollowUp(deps.env, row.guid, 'match-accounts')
  } catch (error) {
    if (error instanceof Cancelled) throw error
    const reason = error instanceof Error ? error.message : String(error)
    failFollowUp(deps.env, row.guid, 'match-accounts', { reason, isTold: false })
  }
}

async function match(deps: ImportsDependencies, { guid }: ImportWithNames): Promise<void> {
  const { store, clock } = deps.env
  const at = clock()
  const row = imports.get(store.reader, guid)
  if (!row || row.seq === null) throw new Error('it is not applied')
  const applicationId = row.application_kind === 'roster' ? null : row.application_id
  const generation = { sourceId: row.source_id, seq: row.seq, extractAt: row.extract_at }
  const job = { kind: 'match', liveFile: store.file, at, applicationId, generation, turn: store.turn.shared } as const
  const { people, matched, rematched, orphaned } = await deps.runner.run(job, reporter(deps, row.guid))
  if (people + matched + rematched + orphaned === 0) return
  store.transact((tx) => {
    imports.log(
      tx,
      row.id,
      at,
      `${people} people are new. ${matched} accounts were matched, ${rematched} were matched to another person, and ${orphaned} now belong to nobody.`,
    )
    recordAudit(tx, at, system, {
      action: 'accounts.matched',
      object: objectOf(row),
      details: { people, matched, rematched, orphaned },
    })
  })
}

/** What was approved is not what would be applied: a new preview is made, and it must be approved again. */
function restage({ env, emit }: ImportsDependencies, row: ImportWithNames, why: string): void {
  const at = env.clock()
  env.store.transact((tx) => {
    imports.move(tx, { id: row.id, from: 'applying', to: 'queued' })
    imports.log(tx, row.id, at, `${why} The import is staged again.`)
    recordAudit(tx, at, system, {
      action: 'import.staged-again',
      object: objectOf(row),
      details: { why },
    })
  })
  emit({ type: 'import', id: row.guid, state: 'queued' })
}
