import type { Writer } from '../../../storage/open.ts'
import { type ApplicationForImport, applicationForImport } from '../../applications/applications.service.ts'
import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { planFollowUps } from '../follow-ups/follow-ups.service.ts'
import { filesKey, storedFilesKey } from '../model/files-key.ts'
import type { ImportFileInput, NewImport, Summary } from '../model/import.ts'
import { generations } from '../model/generations.store.ts'
import { imports } from '../model/imports.store.ts'
import { extractTime } from '../reading/name-date.ts'

/**
 * Queues an extract. When bytes and rules are those of the current generation, it is recorded as a duplicate and changes
 * nothing.
 * @returns the import's GUID
 * @throws DomainError `not-found` or `invalid` for an unknown or archived application
 */
export function queueExtract(env: Environment, actor: Actor, input: NewImport): string {
  return env.store.transact((tx) => {
    const application = applicationForImport(tx, input.applicationId)
    if (!application) throw notFound('application')
    if (application.archived)
      throw new DomainError('invalid', `${application.name} is archived.`, [
        { field: 'applicationId', message: 'is archived' },
      ])
    const [id, at] = [env.newId(), env.clock()]
    const groups = new Map(application.rules.fileGroups.map((group) => [group.id, group]))
    const extractAt = Math.max(...input.files.map((file) => extractTime(file, groups.get(file.group))))
    const row = imports.insert(tx, {
      guid: id,
      sourceId: application.sourceId,
      kind: 'extract',
      trigger: input.trigger,
      ruleVersionId: application.ruleVersionId,
      restoresSeq: null,
      extractAt,
      at,
      by: actor.name,
    })
    for (const file of input.files) imports.insertFile(tx, { importId: row, ...file })
    const isDuplicate = isSameAsCurrent(tx, application, input.files)
    if (isDuplicate) {
      imports.move(tx, { id: row, from: 'queued', to: 'duplicate', finishedAt: at })
      planFollowUps(tx, row, 'duplicate')
      imports.log(
        tx,
        row,
        at,
        `It holds the same bytes as the current generation ${application.currentSeq}. Nothing to do.`,
      )
    }
    recordAudit(tx, at, actor, {
      action: isDuplicate ? 'import.duplicate' : 'import.queued',
      object: { type: 'import', id, name: application.name },
      details: {
        application: application.guid,
        files: input.files.map(({ name, sha256, size }) => ({ name, sha256, size })),
      },
    })
    return id
  })
}

const heldByPeople = ({ held, inDoubt = 0 }: Summary): number => held - inDoubt

function isSameAsCurrent(
  tx: Writer,
  { sourceId, currentSeq, ruleVersionId }: ApplicationForImport,
  files: readonly ImportFileInput[],
): boolean {
  const current = generations.at(tx, sourceId, currentSeq)
  if (!current) return false
  const applied = imports.byId(tx, current.import_id)
  if (!applied || applied.rule_version_id !== ruleVersionId) return false
  // Changes that somebody held back then may pass now. What was in doubt is in doubt as long as the file is the same.
  if (applied.summary !== null && heldByPeople(JSON.parse(applied.summary) as Summary) > 0) return false
  return filesKey(files) === storedFilesKey(tx, applied.id)
}
