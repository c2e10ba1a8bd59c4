import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { ApplyResult } from '../../jobs/jobs.ts'
import type { Environment } from '../../shared/environment.ts'
import { planFollowUps } from '../follow-ups/follow-ups.service.ts'
import { rulesDigest } from '../history/proof.service.ts'
import { generations } from '../model/generations.store.ts'
import type { Summary } from '../model/import.ts'
import { objectOf } from '../model/import.view.ts'
import { type ImportWithNames, imports } from '../model/imports.store.ts'

interface CopiedGeneration extends Omit<Extract<ApplyResult, { outcome: 'copied' }>, 'outcome'> {
  readonly seq: number
  readonly summary: Summary
  /** Ids of the changes that were held back. */
  readonly held: readonly number[]
}

/** The one transaction that makes a copied generation current, with its audit entry and what follows. */
export function switchGeneration(
  { store, clock }: Environment,
  actor: Actor,
  row: ImportWithNames,
  { seq, summary, held, appliedDigest, heldCounts }: CopiedGeneration,
): void {
  const at = clock()
  store.transact((tx) => {
    generations.insert(tx, {
      sourceId: row.source_id,
      seq,
      importId: row.id,
      extractAt: row.extract_at,
      at,
      digest: appliedDigest,
    })
    if (row.restores_seq !== null) generations.validate(tx, { sourceId: row.source_id, seq, at })
    generations.switchTo(tx, row.source_id, seq)
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
        changes: appliedDigest,
        rulesVersion: row.rules_version,
        rules: row.rule_version_id === null ? null : rulesDigest(imports.rulesOf(tx, row.rule_version_id).rules),
        files: imports.files(tx, row.id).map(({ sha256 }) => sha256),
        counts: { ...summary.counts },
        held: held.length,
        ...(summary.matchDigest ? { matches: summary.matchDigest } : {}),
      },
    })
  })
}
