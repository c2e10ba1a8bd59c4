import { system } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { violations } from './violations.store.ts'

/** Reopens violations whose exception has ended. @returns how many */
export function endExceptions(env: Environment): number {
  const at = env.clock()
  if (violations.exceptionsOver(env.store.reader, at).length === 0) return 0
  return env.store.transact((tx) => {
    const over = violations.exceptionsOver(tx, at)
    for (const { id, guid } of over) {
      violations.reopen(tx, id)
      recordAudit(tx, at, system, { action: 'violation.exception-over', object: { type: 'violation', id: guid } })
    }
    return over.length
  })
}
