import type { HostEvent } from '../../../contract/events.ts'
import type { Environment } from '../environment.ts'
import type { ImportRunner } from './jobs.ts'

/** What importing needs from the composition root. */
export interface ImportsDependencies {
  readonly env: Environment
  readonly runner: ImportRunner
  /** The private copy of a file, by its hash. */
  readonly intakePath: (sha256: string) => string
  /** 16 hexadecimal digits, the database's own secret. */
  readonly fingerprintKey: string
  readonly emit: (event: HostEvent) => void
}
