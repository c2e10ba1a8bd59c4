import type { Import } from '../../../../contract/imports.ts'
import type { Writer } from '../../../storage/open.ts'
import { type Actor, system } from '../../shared/actor.ts'
import type { Environment } from '../../shared/environment.ts'
import type { Imports, NewImport } from '../imports.service.ts'
import { received, type ReceivedRow } from './intake.store.ts'

/** A file whose bytes stand in the private intake folder, and the group of the application that it is for. */
export interface FileToStage {
  /** Its row among the received files; null when it has none yet, or only what was said while it was being written. */
  readonly row: number | null
  readonly origin: ReceivedRow['origin']
  readonly path: string
  readonly name: string
  readonly group: string
  readonly size: number
  readonly sha256: string
  readonly modifiedAt: number
  readonly promisedRows: number | null
}

export interface StageFilesInput {
  readonly actor: Actor
  readonly application: { readonly guid: string; readonly name: string; readonly sourceId: number }
  readonly trigger: NewImport['trigger']
  readonly files: readonly FileToStage[]
  /** What becomes of the files, in words. */
  readonly taken: string
}

/**
 * The one way from files to an import, whichever channel they came by: in one transaction the import is queued, its files
 * are taken, older waiting files of the same groups are superseded, and what was staged from an earlier state of the same
 * path of a folder is cancelled.
 * @throws DomainError as `Imports.stage` does
 */
export function stageFiles(
  { env, imports }: { readonly env: Environment; readonly imports: Imports },
  { actor, application, trigger, files, taken }: StageFilesInput,
): Import {
  return env.store.transact((tx) => {
    const staged = imports.stage(actor, {
      applicationId: application.guid,
      trigger,
      files: files.map(({ row: _, origin, path, ...file }) => ({ ...file, origin: origin === 'folder' ? path : null })),
    })
    for (const file of files) cancelOlderReading(tx, imports, application.sourceId, file)
    const rows = files.map((file) => file.row ?? rowOf(tx, env, application.sourceId, file))
    const [state, why] =
      staged.state === 'duplicate'
        ? (['duplicate', 'The same bytes as the import that counts now.'] as const)
        : (['taken', taken] as const)
    for (const row of rows) received.setState(tx, row, state, why, staged.id)
    // An extract says everything, so of several only the newest counts; the others go aside with it.
    for (const old of received.waitingFor(tx, application.sourceId)) {
      const newer = files.find(({ group }) => group === old.file_group)
      if (newer && !rows.includes(old.id))
        received.setState(tx, old.id, 'superseded', `${newer.name} is newer and was taken in its place.`, staged.id)
    }
    return staged
  })
}

/** A file of a folder was changed after it was read: an import of what it held before is not of what lies there. */
function cancelOlderReading(
  tx: Writer,
  imports: Imports,
  sourceId: number,
  { origin, path, name, sha256 }: FileToStage,
): void {
  if (origin !== 'folder') return
  for (const { guid } of received.stagedFromPath(tx, sourceId, path, sha256))
    imports.cancel(system, guid, `${name} was changed after it was read; another import reads it as it is now.`)
}

/** The row of a file that is met here first. It takes the place of what was said while the file was being written. */
function rowOf(tx: Writer, env: Environment, sourceId: number, file: FileToStage): number {
  const known = file.origin === 'folder' ? received.lastAtPath(tx, file.path) : undefined
  if (known?.sha256 === file.sha256) return known.id
  const waiting = known?.state === 'waiting' ? known : undefined
  if (waiting) received.remove(tx, waiting.id)
  return received.insert(tx, {
    guid: waiting?.guid ?? env.newId(),
    origin: file.origin,
    path: file.path,
    name: file.name,
    size: file.size,
    sha256: file.sha256,
    modified_at: file.modifiedAt,
    seen_at: env.clock(),
    state: 'recognised',
    why: '',
    source_id: sourceId,
    file_group: file.group,
    promised_rows: file.promisedRows,
  })
}
