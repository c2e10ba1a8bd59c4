import type { Import } from '../../../../contract/imports.ts'
import type { Writer } from '../../../storage/open.ts'
import { type Actor, system } from '../../shared/actor.ts'
import type { Environment } from '../../shared/environment.ts'
import type { PrivateFile } from '../../shared/private-file.ts'
import type { Imports, NewImport } from '../imports.service.ts'
import { type FileState, received, type ReceivedRow } from './intake.store.ts'

/** A file to stage, by the group of the application that it is for. */
export interface FileToStage extends PrivateFile {
  /** Its row among the received files; null when it has none yet, or only one from while it was being written. */
  readonly row: number | null
  readonly origin: ReceivedRow['origin']
  readonly path: string
  readonly group: string
  readonly promisedRows: number | null
}

interface StageFilesInput {
  readonly actor: Actor
  readonly application: { readonly guid: string; readonly name: string; readonly sourceId: number }
  readonly trigger: NewImport['trigger']
  readonly files: readonly FileToStage[]
  /** The reason that the files then show, in words. */
  readonly why: string
}

/**
 * Every channel stages its files here. In one transaction the import is queued, its files are taken, older waiting files of
 * the same groups are superseded, and imports of an earlier state of the same path of a folder are cancelled.
 * @throws DomainError as `Imports.stage` does
 */
export function stageFiles(
  { env, imports }: { readonly env: Environment; readonly imports: Imports },
  { actor, application, trigger, files, why }: StageFilesInput,
): Import {
  return env.store.transact((tx) => {
    const staged = imports.stage(actor, {
      applicationId: application.guid,
      trigger,
      files: files.map(({ row: _, origin, path, ...file }) => ({ ...file, origin: origin === 'folder' ? path : null })),
    })
    for (const file of files) cancelOlderReading(tx, imports, application.sourceId, file)
    const rows = files.map((file) => file.row ?? rowOf(tx, env, application.sourceId, file))
    const outcome: FileState =
      staged.state === 'duplicate'
        ? { state: 'duplicate', why: 'It holds the same bytes as the current import.', importGuid: staged.id }
        : { state: 'taken', why, importGuid: staged.id }
    for (const row of rows) received.setState(tx, row, outcome)
    // An extract is complete, so of several only the newest counts; the older ones are archived with it.
    for (const old of received.waitingFor(tx, application.sourceId)) {
      const newer = files.find(({ group }) => group === old.file_group)
      if (newer && !rows.includes(old.id))
        received.setState(tx, old.id, {
          state: 'superseded',
          why: `${newer.name} is newer and was taken instead.`,
          importGuid: staged.id,
        })
    }
    return staged
  })
}

/** A file of a folder was changed after it was read: an import of its earlier content is outdated. */
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

/** The row of a file that has none yet. It replaces the row from while the file was being written. */
function rowOf(tx: Writer, env: Environment, sourceId: number, file: FileToStage): number {
  const last = file.origin === 'folder' ? received.lastAtPath(tx, file.path) : undefined
  if (last?.sha256 === file.sha256) return last.id
  const waiting = last?.state === 'waiting' ? last : undefined
  if (waiting) received.remove(tx, waiting.id)
  return received.insert(tx, {
    guid: waiting?.guid ?? env.newId(),
    origin: file.origin,
    path: file.path,
    name: file.name,
    size: file.size,
    sha256: file.sha256,
    modifiedAt: file.modifiedAt,
    seenAt: env.clock(),
    state: 'recognised',
    why: '',
    sourceId,
    group: file.group,
    promisedRows: file.promisedRows,
  })
}
