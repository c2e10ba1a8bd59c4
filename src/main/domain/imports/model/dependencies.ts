import type { HostEvent } from '../../../../contract/events.ts'
import type { Environment } from '../../shared/environment.ts'
import type { IntakeTexts } from './intake-texts.ts'
import type { JobRunner } from '../../jobs/jobs.ts'

/** What importing needs from the composition root. */
export interface ImportsDependencies {
  readonly env: Environment
  readonly runner: JobRunner
  /** The private copies of files. */
  readonly texts: IntakeTexts
  /** 16 hexadecimal digits, the database's own secret. */
  readonly fingerprintKey: string
  readonly emit: (event: HostEvent) => void
  /** Called when an import has ended and its accounts are matched: what follows is the host's work. */
  readonly afterImport: (importId: string) => void
}
