import type { Reader, Writer } from '../../../storage/open.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { system } from '../../shared/actor.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound } from '../../shared/errors.ts'
import { objectOf } from '../model/import.view.ts'
import { imports } from '../model/imports.store.ts'
import { type FollowUpStep, type ImportEnd, type OpenFollowUp, stepsAfter } from './follow-up.ts'
import { followUps } from './follow-ups.store.ts'

export type { FollowUpStep, OpenFollowUp } from './follow-up.ts'
export { followUpSteps } from './follow-up.ts'

/** Records what is to follow, in the transaction that ends the import. */
export const planFollowUps = (tx: Writer, importId: number, end: ImportEnd): void =>
  followUps.plan(tx, importId, stepsAfter(end))

/** What is still to be done, of the oldest import first. */
export const openFollowUps = (db: Reader): OpenFollowUp[] => followUps.open(db)

/** @param importGuid of an import that has ended @throws DomainError `not-found` */
export function completeFollowUp(env: Environment, importGuid: string, step: FollowUpStep): void {
  const { id } = rowOf(env.store.reader, importGuid)
  env.store.transact((tx) => followUps.setDone(tx, id, step, env.clock()))
}

const stepTitles: Record<FollowUpStep, string> = {
  'match-accounts': 'Matching accounts to people',
  'sign-checkpoint': 'Signing a checkpoint of the audit log',
  'archive-files': 'Moving its files out of the watched folder',
  'verify-claims': 'Comparing claims with the data',
  'scan-policies': 'Scheduling the policy scan',
  notify: 'Telling the open windows',
}

/**
 * Records that a step failed: in the import, its log and the audit log. It is tried again later; the log mentions each
 * reason once, and not what is told elsewhere already.
 * @throws DomainError `not-found`
 */
export function failFollowUp(
  env: Environment,
  importGuid: string,
  step: FollowUpStep,
  { reason, isTold }: { readonly reason: string; readonly isTold: boolean },
): void {
  const row = rowOf(env.store.reader, importGuid)
  const before = followUps.ofImport(env.store.reader, row.id).find((followUp) => followUp.step === step)
  env.store.transact((tx) => {
    const at = env.clock()
    followUps.setFailed(tx, { importId: row.id, step, at, reason })
    if (isTold || before?.reason === reason) return
    imports.log(tx, row.id, at, `${stepTitles[step]} failed and will be tried again: ${reason}`)
    recordAudit(tx, at, system, {
      action: 'import.follow-up-failed',
      object: objectOf(row),
      details: { step, reason },
    })
  })
}

function rowOf(db: Reader, importGuid: string) {
  const row = imports.get(db, importGuid)
  if (!row) throw notFound('import')
  return row
}
