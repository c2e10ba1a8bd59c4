import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import type { GuardVerdict } from '../model/import.ts'
import { objectOf } from '../model/import.view.ts'
import { imports } from '../model/imports.store.ts'

interface ApproveInput {
  readonly id: string
  /** Of the preview that the caller saw. */
  readonly digest: string
  /** Needed when the guard tripped; it counts for this run only. */
  readonly overrideReason: string | null
}

/**
 * Approves a preview, so that it is applied next.
 * @throws DomainError `not-found`; `conflict` when it isn't staged; `stale` when the preview has changed; `unprocessable`
 *   when the guard tripped and no reason is given
 */
export function approveImport(env: Environment, actor: Actor, { id, digest, overrideReason }: ApproveInput): void {
  env.store.transact((tx) => {
    const row = imports.get(tx, id)
    if (!row) throw notFound('import')
    if (row.state !== 'staged')
      throw new DomainError('conflict', `This import is ${row.state}; only a staged one can be applied.`)
    if (row.digest !== digest)
      throw new DomainError('stale', 'The preview has changed since you opened it. Look at it again.')
    const tripped = row.guard !== null && (JSON.parse(row.guard) as GuardVerdict).verdict === 'tripped'
    if (tripped && overrideReason === null)
      throw new DomainError('unprocessable', 'The guard stopped this import; applying it needs a reason.')
    const at = env.clock()
    imports.move(tx, { id: row.id, from: 'staged', to: 'applying' })
    if (tripped) imports.log(tx, row.id, at, `${actor.name} overrides the guard for this run: ${overrideReason}`)
    recordAudit(tx, at, actor, {
      action: 'import.approved',
      object: objectOf(row),
      details: { digest, application: row.application_guid, ...(tripped ? { guardOverridden: overrideReason } : {}) },
    })
  })
}
