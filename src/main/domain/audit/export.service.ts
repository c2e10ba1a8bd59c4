import type { Environment } from '../shared/environment.ts'
import { instant } from '../shared/instant.ts'
import type { Authorship } from '../authorization/caller.ts'
import { requireStepUp } from '../authorization/step-up.ts'
import { genesis } from './audit.ts'
import { recordAudit } from './audit.service.ts'
import * as entries from './audit.store.ts'
import { keyIdOf } from './checkpoint.ts'
import type { Checkpoints } from './checkpoints.service.ts'

const batch = 1000

/**
 * The whole log for somebody who has no Castellan, as JSON Lines: a head with the public keys, the entries as they were
 * hashed, and the checkpoints, of which the last one covers everything in the file. That it was exported is its last
 * entry.
 * @throws DomainError `step-up-needed`
 */
export function exportLog(
  env: Environment,
  checkpoints: Checkpoints,
  { caller, actor }: Authorship,
): { entries: number; lines: Generator<string> } {
  const at = env.clock()
  requireStepUp(caller, at)
  env.store.transact((tx) =>
    recordAudit(tx, at, actor, { action: 'audit.exported', object: { type: 'audit', id: 'log' } }),
  )
  // Signs that entry too, unless the log does not hold together; then the file says so by what it lacks.
  checkpoints.now()
  const { reader } = env.store
  const last = entries.head(reader)
  const count = last?.seq ?? 0
  const head = {
    castellan: 'audit export',
    v: 1,
    exportedAt: instant(at),
    entries: count,
    head: last?.hash ?? genesis,
    keys: checkpoints.keys().map((publicKey) => ({ id: keyIdOf(publicKey), publicKey })),
  }
  function* lines(): Generator<string> {
    yield `${JSON.stringify(head)}\n`
    for (let next = 1; next <= count; next += batch) {
      const rows = entries.from(reader, next, Math.min(batch, count - next + 1))
      yield rows.map(({ entry }) => `${entry}\n`).join('')
    }
    yield checkpoints
      .list()
      .filter(({ checkpoint }) => checkpoint.entries <= count)
      .map((signed) => `${JSON.stringify(signed)}\n`)
      .join('')
  }
  return { entries: count, lines: lines() }
}
