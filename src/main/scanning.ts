import type { Environment } from './domain/environment.ts'
import { Scans } from './domain/policies/scans.ts'
import { createImportRunner } from './workers/import-runner.ts'

/** Joins the scan of everybody with a thread of its own, that ends with it: imports go on meanwhile. */
export const createScans = (env: Environment, dataDir: string, worker: URL): Scans =>
  new Scans(env, async (at, tell) => {
    const runner = createImportRunner(worker, dataDir)
    try {
      const { file: liveFile, turn } = env.store
      return await runner.run({ kind: 'scan', liveFile, at, turn: turn.shared }, ({ share }) => tell(share ?? 0))
    } finally {
      await runner.close()
    }
  })
