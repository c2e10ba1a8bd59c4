import { join } from 'node:path'
import type { HostEvent } from '../../../../contract/events.ts'
import type { ReceivedFile } from '../../../../contract/files.ts'
import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { explainWaiting, fileArrived, type FileSet, stageWaiting } from './file-sets.service.ts'
import type { Imports, NewImport } from '../imports.service.ts'
import type { PrivateFile } from '../../shared/private-file.ts'
import { type ReceivedFilter, type ReceivedRow, received } from './intake.store.ts'
import { type EntryState, recordEntry } from './folder-entries.ts'
import type { FolderEntry } from './api-staging.ts'
import type { IntakeTexts } from '../model/intake-texts.ts'
import { viewReceived } from './received-file.view.ts'
import { describeRecognition, recogniseOwner } from './recognise-owner.ts'

export type { ReceivedRow } from './intake.store.ts'

/** A file that arrives, from wherever it comes. */
interface IncomingFile extends PrivateFile {
  readonly origin: ReceivedRow['origin']
  /** Where a person would look for it. */
  readonly path: string
  readonly trigger: NewImport['trigger']
  /** Named by the sender; otherwise the application is recognised. */
  readonly applicationId?: string | undefined
  /** How many rows its companion promises. */
  readonly promisedRows?: number | null
}

export interface IntakeDependencies {
  readonly env: Environment
  readonly imports: Imports
  readonly texts: IntakeTexts
  readonly emit: (event: HostEvent) => void
}

/** Where files arrive: finds the application of each, and stages an import once its files are complete. */
export class Intake {
  readonly #deps: IntakeDependencies

  constructor(deps: IntakeDependencies) {
    this.#deps = deps
  }

  /**
   * Receives a file: recognises its application, and stages an import once every required file of it is there, at once or
   * at the time of its schedule. A file that is not recognised waits for a person.
   * @throws DomainError `not-found`, `invalid` when an application is named that can't take it
   */
  receive(actor: Actor, file: IncomingFile): ReceivedFile {
    const { env, emit } = this.#deps
    const recognition = recogniseOwner(this.#deps, file)
    const owner = recognition.kind === 'one' ? recognition.candidate : undefined
    const id = env.store.transact((tx) => {
      const at = env.clock()
      // Takes the place of the row from while the file was still being written.
      const before = file.origin === 'folder' ? received.lastAtPath(tx, file.path) : undefined
      const guid = before?.state === 'waiting' ? before.guid : env.newId()
      if (before?.state === 'waiting') received.remove(tx, before.id)
      const row = received.insert(tx, {
        ...bytesOf(file),
        guid,
        seenAt: at,
        state: owner ? 'recognised' : 'unrecognised',
        why: describeRecognition(recognition),
        sourceId: owner?.sourceId ?? null,
        group: owner?.group.id ?? null,
        promisedRows: file.promisedRows ?? null,
      })
      recordAudit(tx, at, actor, {
        action: 'file.received',
        object: { type: 'file', id: guid, name: file.name },
        details: { sha256: file.sha256, size: file.size, origin: file.origin },
      })
      if (owner) fileArrived(this.#deps, tx, { actor, owner, trigger: file.trigger, arrived: row })
      return row
    })
    emit({ type: 'folder' })
    return this.#view(id)
  }

  /**
   * A person says whose file it is.
   * @throws DomainError `not-found`; `conflict` when it no longer waits for that; `invalid` for an application that can't take it
   */
  assign(actor: Actor, guid: string, applicationId: string): ReceivedFile {
    const { env, emit } = this.#deps
    const row = received.get(env.store.reader, guid)
    if (!row || row.sha256 === null) throw notFound('file')
    if (row.state !== 'unrecognised')
      throw new DomainError('conflict', `This file is not waiting for an application: it is ${row.state}.`)
    const recognition = recogniseOwner(this.#deps, { name: row.name, sha256: row.sha256, applicationId })
    if (recognition.kind !== 'one')
      throw new DomainError('invalid', 'This application has no file group for it.', [
        { field: 'applicationId', message: 'has no file group for this file' },
      ])
    const owner = recognition.candidate
    env.store.transact((tx) => {
      received.setOwner(tx, row.id, owner.sourceId, owner.group.id)
      recordAudit(tx, env.clock(), actor, {
        action: 'file.assigned',
        object: { type: 'file', id: guid, name: row.name },
        details: { application: applicationId },
      })
      fileArrived(this.#deps, tx, { actor, owner, trigger: 'Manual', arrived: row.id })
    })
    emit({ type: 'folder' })
    return this.#view(row.id)
  }

  /** The schedule of an application changed: its waiting files say what they now wait for. */
  explainWaiting(applicationId: string): void {
    explainWaiting(this.#deps, applicationId)
    this.#deps.emit({ type: 'folder' })
  }

  /** Stores a file to try rules on; nothing is imported from it. */
  addSample(actor: Actor, file: Omit<IncomingFile, 'trigger' | 'applicationId'>): ReceivedFile {
    const { env, emit } = this.#deps
    const id = env.store.transact((tx) => {
      const [guid, at] = [env.newId(), env.clock()]
      recordAudit(tx, at, actor, {
        action: 'file.kept-as-a-sample',
        object: { type: 'file', id: guid, name: file.name },
        details: { sha256: file.sha256, size: file.size },
      })
      const why = 'Stored to try rules on. Nothing is imported from it.'
      return received.insert(tx, { ...bytesOf(file), guid, seenAt: at, state: 'sample', why })
    })
    emit({ type: 'folder' })
    return this.#view(id)
  }

  /**
   * Stages the waiting files of an application, at the time of its schedule or when somebody asks for it.
   * @throws DomainError `not-found`
   */
  stageWaiting(actor: Actor, applicationId: string): FileSet {
    const fileSet = stageWaiting(this.#deps, actor, applicationId)
    this.#deps.emit({ type: 'folder' })
    return fileSet
  }

  /** Every file that was seen, newest first, with its state and the reason. */
  list(
    filter: ReceivedFilter,
    page: { before: number; limit: number },
  ): { items: ReceivedFile[]; total: number; next: number | null } {
    const { rows, total } = received.list(this.#deps.env.store.reader, filter, page)
    const last = rows.length === page.limit ? rows.at(-1) : undefined
    return { items: rows.map(viewReceived), total, next: last?.id ?? null }
  }

  /** The newest row of a path, for the folder's watcher. */
  lastAtPath(path: string): ReceivedRow | undefined {
    return received.lastAtPath(this.#deps.env.store.reader, path)
  }

  /** Files of a folder that wait for something. */
  waitingIn(folder: string): ReceivedRow[] {
    return received.waiting(this.#deps.env.store.reader).filter(({ path, name }) => path === join(folder, name))
  }

  /** The files of the folder that an import used. */
  filesOfImport(importId: string): ReceivedRow[] {
    return received.ofImport(this.#deps.env.store.reader, importId)
  }

  /** Records why a file of a folder isn't taken (yet), so that a person finds the reason. */
  explainEntry(entry: FolderEntry, state: EntryState, why: string): void {
    if (recordEntry(this.#deps.env, entry, { state, why })) this.#deps.emit({ type: 'folder' })
  }

  #view(id: number): ReceivedFile {
    const row = received.byId(this.#deps.env.store.reader, id)
    if (!row) throw notFound('file')
    return viewReceived(row)
  }
}

/** The columns that a received file shares with the file that arrived. */
const bytesOf = ({ origin, path, name, size, sha256, modifiedAt }: Omit<IncomingFile, 'trigger'>) => ({
  origin,
  path,
  name,
  size,
  sha256,
  modifiedAt,
})
