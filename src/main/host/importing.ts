import { randomBytes } from 'node:crypto'
import type { HostEvent } from '../../contract/events.ts'
import { Imports } from '../domain/imports/imports.service.ts'
import { Inspection } from '../domain/imports/intake/inspection.service.ts'
import { Intake } from '../domain/imports/intake/intake.service.ts'
import { secretSetting } from '../domain/settings/secret-setting.service.ts'
import type { Environment } from '../domain/shared/environment.ts'
import { type PrivateFolder, privateFolder } from '../watcher/private-copy.ts'
import { type ClosableJobRunner, createJobRunner } from '../workers/job-runner.ts'
import { createXlsxConverter } from '../workers/xlsx-converter.ts'
import type { HostConfig } from './host-config.ts'

const twoGibibytes = 2 * 1024 * 1024 * 1024

/** The largest file that is taken in, in bytes. */
export const mostBytesOf = (config: HostConfig): number => config.mostBytes ?? twoGibibytes

/** The workers stand beside each other, in the sources as in the build. */
const besideWorker = (worker: URL, name: string): URL => new URL(worker.href.replace('import.worker', `${name}.worker`))

export interface Importing {
  readonly runner: ClosableJobRunner
  readonly keep: PrivateFolder
  readonly imports: Imports
  readonly intake: Intake
  readonly inspection: Inspection
}

interface ImportingInput {
  readonly env: Environment
  readonly dataDir: string
  readonly config: HostConfig
  readonly emit: (event: HostEvent) => void
  readonly afterImport: (importId: string) => void
}

/** The worker, the private folder and the services that bring files into the database. */
export function createImporting({ env, dataDir, config, emit, afterImport }: ImportingInput): Importing {
  const { store } = env
  const runner = createJobRunner(config.worker, dataDir)
  const keep = privateFolder({
    dataDir,
    mostBytes: mostBytesOf(config),
    convert: createXlsxConverter(besideWorker(config.worker, 'xlsx')),
    onMuch: () => runner.prepare(),
  })
  const fingerprintKey = store.transact((tx) =>
    secretSetting(tx, 'fingerprint-key', () => randomBytes(8).toString('hex')),
  )
  const imports = new Imports({ env, runner, texts: keep.texts, fingerprintKey, emit, afterImport })
  const intake = new Intake({ env, imports, texts: keep.texts, emit })
  return { runner, keep, imports, intake, inspection: new Inspection(store.reader, keep.texts) }
}
