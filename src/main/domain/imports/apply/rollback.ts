import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { generations, imports } from '../model/imports.store.ts'

/**
 * Queues the way back to an earlier generation, as a generation of its own with its own preview; 0 is the state before the
 * first.
 * @returns the import's GUID
 * @throws Refusal `not found`; `invalid` for a generation that is not before the current one
 */
export function queueRollback(
  env: Environment,
  actor: Actor,
  applicationId: string,
  seq: number,
  kind: 'undo' | 'restore',
): string {
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
    imports.log(tx, row, at, `Goes back to generation ${seq}.`)
    recordAudit(tx, at, actor, {
      action: `import.${kind}-queued`,
      object: { type: 'import', id, name: source.name },
      details: { application: applicationId, restores: seq },
    })
    return id
  })
}
