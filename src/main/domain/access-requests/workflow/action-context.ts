import type { HostEvent } from '../../../../contract/events.ts'
import type { Writer } from '../../../storage/open.ts'
import { type Actor, system } from '../../shared/actor.ts'
import type { Environment } from '../../shared/environment.ts'
import { type GovernanceSettings, governanceSettings } from '../../settings/governance-settings.service.ts'

/** One user action on requests, or one step of the clock: everything in it happens in one transaction. */
export interface ActionContext {
  readonly env: Environment
  readonly tx: Writer
  readonly at: number
  readonly actor: Actor
  /** Who acts; null is Castellan itself. */
  readonly identity: number | null
  readonly settings: GovernanceSettings
  /** Events to emit after the commit. */
  readonly events: HostEvent[]
}

/** The context of actions that time triggers. */
export const systemContext = { actor: system, identity: null } as const

/** Runs one action in its own transaction and announces its events after the commit. */
export function runAction<T>(
  env: Environment,
  participant: { readonly actor: Actor; readonly identity: number | null },
  work: (ctx: ActionContext) => T,
): T {
  const events: HostEvent[] = []
  const { actor, identity } = participant
  const result = env.store.transact((tx) =>
    work({ env, tx, at: env.clock(), actor, identity, settings: governanceSettings(tx), events }),
  )
  env.effects?.requestsChanged()
  const notified = new Set<string>()
  for (const event of events) {
    const text = JSON.stringify(event)
    if (!notified.has(text)) env.announce?.(event)
    notified.add(text)
  }
  return result
}
