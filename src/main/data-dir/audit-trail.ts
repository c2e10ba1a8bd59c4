import { setImmediate as turn } from 'node:timers/promises'
import type { AuditVerification } from '../../contract/audit.ts'
import { auditSigner } from './audit-key.ts'
import { checkpointFiles } from './checkpoint-files.ts'
import { type Checkpoints, createCheckpoints } from '../domain/audit/checkpoints.service.ts'
import type { Given } from '../domain/audit/claims.ts'
import { exportLog } from '../domain/audit/export.service.ts'
import { verifyLog } from '../domain/audit/verify.service.ts'
import type { Environment } from '../domain/shared/environment.ts'
import { type Applied, appliedIn, proveImports } from '../domain/imports/history/proof.service.ts'
import type { By } from '../domain/authorization/caller.ts'
import { createImportRunner } from '../workers/job-runner.ts'

export interface Auditing {
  readonly checkpoints: Checkpoints
  /** @param kept checkpoints that somebody kept elsewhere */
  verify(kept: readonly Given[]): Promise<AuditVerification>
  export(by: By): { entries: number; lines: Generator<string> }
}

/** Joins the log's rules with the key, the folder of checkpoints and the worker of one data directory. */
export function createAuditing(env: Environment, dataDir: string, worker: URL): Auditing {
  const files = checkpointFiles(dataDir)
  const signer = auditSigner(dataDir)
  const checkpoints = createCheckpoints({ env, signer, publish: (signed) => files.publish(signed) })
  return {
    checkpoints,
    export: (by) => exportLog(env, checkpoints, by),
    async verify(kept) {
      const applied: Applied[] = []
      const log = await verifyLog(
        { env, publicKeyPem: signer.publicKeyPem, files: files.read(), pause: turn },
        kept,
        (entry) => {
          applied.push(...appliedIn(entry))
        },
      )
      // A thread of its own, that ends with the question: imports go on meanwhile.
      const runner = createImportRunner(worker, dataDir)
      try {
        const { problems, ...imports } = await proveImports(env, applied, (job) => runner.run(job, () => undefined))
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
