import type { Writer } from '../../storage/open.ts'
import type { Actor } from '../audit/audit.ts'
import type { Environment } from '../environment.ts'
import type { GovernanceSettings } from '../settings/governance.ts'

/** One user action on a request, or one step of the clock: everything in it happens in one transaction. */
export interface Turn {
  readonly env: Environment
  readonly tx: Writer
  readonly at: number
  readonly actor: Actor
  /** Who acts; null is Castellan itself. */
  readonly identity: number | null
  readonly settings: GovernanceSettings
}
