import { type Actor, system } from '../../shared/actor.ts'
import { Cancelled } from '../../shared/job-runner.ts'
import { completeFollowUp, failFollowUp, planFollowUps } from '../follow-ups/follow-ups.service.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { heldChanges } from '../preview/assess.ts'
import type { ImportsDependencies } from '../model/dependencies.ts'
import type { Summary } from '../model/import.ts'
import { objectOf } from '../model/import.view.ts'
import { generations, type ImportWithNames, imports } from '../model/imports.store.ts'
import { rulesDigest } from '../history/proof.service.ts'
import { reporter } from '../model/reporter.ts'
import type { Staging } from '../preview/staging.step.ts'

/** How many applied previews of an application are kept for looking at them again. */
const previewsKept = 5

/** The step from an approved preview to the next generation: copy, switch, match. */
export function createApplying(deps: ImportsDependencies, staging: Staging) {
  const { env, runner, emit } = deps
  const { store, clock } = env

  async function apply(row: ImportWithNames, actor: Actor): Promise<void> {
    const summary = JSON.parse(row.summary ?? '{}') as Summary
    if (row.base_seq !== row.current_seq) {
      restage(row, `Generation ${row.current_seq} was applied meanwhile.`)
      return
    }
    if ((await staging.foresee(row)).digest !== (summary.matchDigest ?? '')) {
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
      reporter(deps, row.guid),
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
      imports.move(tx, { id: row.id, from: 'applying', to: 'applied', finishedAt: at })
      imports.log(tx, row.id, at, `Applied as generation ${seq}.`)
      planFollowUps(tx, row.id, 'applied')
      recordAudit(tx, at, actor, {
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
    // Lines of what was held back must be read again next time.
    if (row.kind === 'extract' && held.length === 0) runner.files.keepFingerprints(row.source_id)
    else runner.files.dropFingerprints(row.source_id)
    for (const old of imports.appliedUpTo(store.reader, row.source_id, seq - previewsKept)) runner.files.discard(old)
    emit({ type: 'import', id: row.guid, state: 'applied' })
    await matchAccounts(row)
  }

  /** An applied import may change whose accounts they are. A failure is written down and tried again. */
  async function matchAccounts(row: ImportWithNames): Promise<void> {
    try {
      await match(row)
      completeFollowUp(env, row.guid, 'match-accounts')
    } catch (error) {
      if (error instanceof Cancelled) throw error
      failFollowUp(env, row.guid, 'match-accounts', error instanceof Error ? error.message : String(error))
    }
  }

  async function match(row: ImportWithNames): Promise<void> {
    const at = clock()
    const applicationId = row.application_kind === 'roster' ? null : row.application_id
    const job = { kind: 'match', liveFile: store.file, at, applicationId, turn: store.turn.shared } as const
    const { people, matched, rematched, orphaned } = await runner.run(job, reporter(deps, row.guid))
    if (people + matched + rematched + orphaned === 0) return
    const said = `${people} people are new; ${matched} accounts were matched, ${rematched} matched anew, ${orphaned} are nobody's now.`
    store.transact((tx) => {
      imports.log(tx, row.id, at, said)
      recordAudit(tx, at, system, {
        action: 'accounts.matched',
        object: objectOf(row),
        details: { people, matched, rematched, orphaned },
      })
    })
  }

  /** What was approved isn't what would be applied: a new preview, and the decision again. */
  function restage(row: ImportWithNames, why: string): void {
    const at = clock()
    store.transact((tx) => {
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

  return {
    /**
     * Applies what was approved, or stages it again when it is not what would be applied any more.
     * @throws Cancelled, or what broke
     */
    apply,
    /** Matches the accounts of an applied import to people: directly after it, or when that did not happen. */
    matchAccounts,
  }
}
