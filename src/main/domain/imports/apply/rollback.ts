import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { generations } from '../model/generations.store.ts'
import { imports } from '../model/imports.store.ts'

export interface RollbackInput {
  readonly applicationId: string
  /** The generation whose state comes back; 0 is the state before the first. */
  readonly seq: number
  readonly kind: 'undo' | 'restore'
}

/**
 * Queues a rollback to an earlier generation, as a generation of its own with its own preview.
 * @returns the import's GUID
 * @throws DomainError `not-found`; `invalid` for a generation that is not before the current one
 */
export function queueRollback(env: Environment, actor: Actor, { applicationId, seq, kind }: RollbackInput): string {
  return env.store.transact((tx) => {
    const source = generations.sourceOf(tx, applicationId)
    if (!source) throw notFound('application')
    if (seq < 0 || seq >= source.current_seq) {
      throw new DomainError('invalid', `Generation ${seq} is not before the current one (${source.current_seq}).`, [
        { field: 'generation', message: 'must be an earlier generation' },
      ])
    }
    const [id, at] = [env.newId(), env.clock()]
    const target = generations.at(tx, source.id, seq)
    const extractAt = target?.extract_at ?? 0
    const row = imports.insert(tx, {
      guid: id,
      sourceId: source.id,
      kind,
      trigger: 'Manual',
      ruleVersionId: null,
      restoresSeq: seq,
      extractAt,
      at,
      by: actor.name,
    })
    imports.log(tx, row, at, `Rolls back to generation ${seq}.`)
    recordAudit(tx, at, actor, {
      action: `import.${kind}-queued`,
      object: { type: 'import', id, name: source.name },
      details: { application: applicationId, restores: seq },
    })
    return id
  })
}
