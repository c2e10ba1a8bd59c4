import { applicationForImport } from '../../applications/applications.service.ts'
import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { imports } from '../model/imports.store.ts'
import { queueExtract } from './queue-extract.ts'

/**
 * Queues the files of an import to be read again by the current rules. A staged import gets a new preview; a refused one
 * has ended, so its files become a new import.
 * @returns the GUID of the import that is queued
 * @throws DomainError `not-found`; `conflict` for an import that is neither staged nor refused, and for a rollback
 */
export function queueRestaging(env: Environment, actor: Actor, guid: string): string {
  const { reader } = env.store
  const row = imports.get(reader, guid)
  if (!row) throw notFound('import')
  if (row.kind !== 'extract')
    throw new DomainError('conflict', 'This import rolls back to an earlier state, which takes no rules.')
  const application = applicationForImport(reader, row.application_guid)
  if (!application) throw notFound('application')
  if (row.state === 'failed') {
    const files = imports.files(reader, row.id)
    if (files.length === 0) throw new DomainError('conflict', 'This import has no file to read again.')
    return queueExtract(env, actor, {
      applicationId: row.application_guid,
      trigger: row.trigger === 'API' ? 'API' : 'Manual',
      files: files.map((file) => ({
        group: file.file_group,
        name: file.name,
        origin: file.origin,
        size: file.size,
        sha256: file.sha256,
        modifiedAt: file.modified_at,
        promisedRows: file.promised_rows,
      })),
    })
  }
  if (row.state !== 'staged')
    throw new DomainError(
      'conflict',
      `This import is ${row.state}; only a staged or a refused one can be staged again.`,
    )
  env.store.transact((tx) => {
    const at = env.clock()
    imports.move(tx, { id: row.id, from: 'staged', to: 'queued' })
    imports.setRules(tx, row.id, application.ruleVersionId)
    imports.log(tx, row.id, at, `${actor.name} staged it again by the current rules.`)
    recordAudit(tx, at, actor, {
      action: 'import.staged-again',
      object: { type: 'import', id: guid },
      details: { application: row.application_guid, rulesBefore: row.rules_version, why: 'asked for' },
    })
  })
  return guid
}
