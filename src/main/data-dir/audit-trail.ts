import { setImmediate as turn } from 'node:timers/promises'
import type { AuditVerification } from '../../contract/audit.ts'
import { auditSigner } from './audit-key.ts'
import { checkpointFiles } from './checkpoint-files.ts'
import { type Checkpoints, createCheckpoints } from '../domain/audit/checkpoints.service.ts'
import type { KeptCheckpoint } from '../domain/audit/claims.ts'
import { exportLog } from '../domain/audit/export.service.ts'
import { verifyLog } from '../domain/audit/verify.service.ts'
import type { Environment } from '../domain/shared/environment.ts'
import { type AppliedImport, appliedIn, recomputeImports } from '../domain/imports/history/proof.service.ts'
import type { Authorship } from '../domain/authorization/caller.ts'
import { createJobRunner } from '../workers/job-runner.ts'

export interface AuditTrail {
  readonly checkpoints: Checkpoints
  /** What is wrong with the key that signs; null when nothing is. */
  keyDamage(): string | null
  /** @param kept checkpoints that somebody kept elsewhere */
  verify(kept: readonly KeptCheckpoint[]): Promise<AuditVerification>
  export(by: Authorship): { entries: number; lines: Generator<string> }
}

/** Joins the log's rules with the key, the folder of checkpoints and the worker of one data directory. */
export function createAuditTrail(env: Environment, dataDir: string, worker: URL): AuditTrail {
  const files = checkpointFiles(dataDir)
  const signer = auditSigner(dataDir)
  const checkpoints = createCheckpoints({ env, signer, publish: (signed) => files.publish(signed) })
  return {
    checkpoints,
    keyDamage: signer.damage,
    export: (by) => exportLog(env, checkpoints, by),
    async verify(kept) {
      const applied: AppliedImport[] = []
      const log = await verifyLog(
        { env, publicKeyPem: signer.publicKeyPem, files: files.read(), pause: turn },
        kept,
        (entry) => {
          applied.push(...appliedIn(entry))
        },
      )
      // A thread of its own, that ends with the question: imports go on meanwhile.
      const runner = createJobRunner(worker, dataDir)
      try {
        const { problems, ...imports } = await recomputeImports(env, applied, (job) => runner.run(job, () => undefined))
        return {
          entries: log.entries,
          head: log.head,
          root: log.root,
          problems: [...log.problems, ...problems],
          notices: [...log.notices],
          checkpoints: log.checkpoints,
          imports,
        }
      } finally {
        await runner.close()
      }
    },
  }
}
