import type { Writer } from '../../../storage/open.ts'
import { applicationForImport } from '../../applications/applications.service.ts'
import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { planFollowUps } from '../follow-ups/follow-ups.service.ts'
import type { Summary } from '../model/import.ts'
import { generations, imports } from '../model/imports.store.ts'

/** A file that stands in the private intake folder, ready to be staged. */
export interface IntakeFile {
  readonly group: string
  readonly name: string
  /** Where it came from, as a person knows it; null for an upload. */
  readonly origin: string | null
  readonly size: number
  readonly sha256: string
  readonly modifiedAt: number
  /** How many rows its companion promises. */
  readonly promisedRows?: number | null
}

export interface NewImport {
  readonly applicationId: string
  readonly trigger: 'Scheduled' | 'Manual' | 'API'
  readonly files: readonly IntakeFile[]
}

/**
 * Queues an extract. The same bytes as the generation that counts now, under the same rules, are recorded as a duplicate
 * and change nothing.
 * @returns the import's GUID
 * @throws Refusal `not found` or `invalid` for an unknown or archived application
 */
export function queueExtract(env: Environment, actor: Actor, wanted: NewImport): string {
  return env.store.transact((tx) => {
    const application = applicationForImport(tx, wanted.applicationId)
    if (!application) throw notFound('application')
    if (application.archived)
      throw new DomainError('invalid', `${application.name} is archived.`, [
        { field: 'applicationId', message: 'is archived' },
      ])
    const [id, at] = [env.newId(), env.clock()]
    const extractAt = Math.max(...wanted.files.map(({ modifiedAt }) => modifiedAt))
    const row = imports.insert(tx, {
      guid: id,
      sourceId: application.sourceId,
      kind: 'extract',
      trigger: wanted.trigger,
      ruleVersionId: application.ruleVersionId,
      restoresSeq: null,
      extractAt,
      at,
      by: actor.name,
    })
    for (const file of wanted.files) imports.insertFile(tx, { importId: row, ...file })
    const same = sameAsCurrent(
      tx,
      application.sourceId,
      application.currentSeq,
      application.ruleVersionId,
      wanted.files,
    )
    if (same) {
      imports.move(tx, { id: row, from: 'queued', to: 'duplicate', finishedAt: at })
      planFollowUps(tx, row, 'duplicate')
      imports.log(
        tx,
        row,
        at,
        `The same bytes as generation ${application.currentSeq}, which counts now. Nothing to do.`,
      )
    }
    recordAudit(tx, at, actor, {
      action: same ? 'import.duplicate' : 'import.queued',
      object: { type: 'import', id, name: application.name },
      details: {
        application: application.guid,
        files: wanted.files.map(({ name, sha256, size }) => ({ name, sha256, size })),
      },
    })
    return id
  })
}

function sameAsCurrent(
  tx: Writer,
  sourceId: number,
  seq: number,
  ruleVersionId: number,
  files: readonly IntakeFile[],
): boolean {
  const current = generations.at(tx, sourceId, seq)
  if (!current) return false
  const applied = imports.byId(tx, current.import_id)
  if (!applied || applied.rule_version_id !== ruleVersionId) return false
  // What was held back then may pass now.
  if (applied.summary !== null && (JSON.parse(applied.summary) as Summary).held > 0) return false
  const key = (list: readonly { group: string; sha256: string }[]) =>
    list
      .map(({ group, sha256 }) => `${group} ${sha256}`)
      .sort((a, b) => a.localeCompare(b))
      .join()
  return (
    key(imports.files(tx, applied.id).map(({ file_group, sha256 }) => ({ group: file_group, sha256 }))) === key(files)
  )
}
