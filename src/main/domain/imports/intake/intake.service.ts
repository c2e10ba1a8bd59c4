import { join } from 'node:path'
import type { HostEvent } from '../../../../contract/events.ts'
import { type FileGroup, FileFormat } from '../../../../contract/applications.ts'
import type { ReceivedFile } from '../../../../contract/files.ts'
import { candidates } from '../../applications/applications.service.ts'
import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { explainWaiting, fileArrived, type FileSet, stageWaiting } from './file-sets.service.ts'
import type { Imports, NewImport } from '../imports.service.ts'
import { type ReceivedFilter, type ReceivedRow, received } from './intake.store.ts'
import type { IntakeTexts } from '../model/intake-texts.ts'
import { detectDialect } from '../reading/dialect.ts'
import { readSample } from '../reading/encoding.ts'
import { viewReceived } from './received.view.ts'
import { type Candidate, matchesPattern, recognise } from '../../applications/recognition.ts'

/** A file whose bytes stand in the private intake folder under their hash. */
export interface IncomingFile {
  readonly origin: 'folder' | 'window' | 'api'
  /** Where a person would look for it. */
  readonly path: string
  readonly name: string
  readonly size: number
  readonly sha256: string
  readonly modifiedAt: number
  readonly trigger: NewImport['trigger']
  /** When somebody said whose file it is; else it is recognised. */
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

/** Where files arrive: whose is it, and is everything there that its application needs? */
export class Intake {
  readonly #deps: IntakeDependencies

  constructor(deps: IntakeDependencies) {
    this.#deps = deps
  }

  /**
   * Takes a file in: recognises it, and stages an import once every required file of its application is there, at once or
   * when its schedule says so. A file that nobody knows waits for a person.
   * @throws Refusal `not found`, `invalid` when an application is named that can't take it
   */
  receive(actor: Actor, file: IncomingFile): ReceivedFile {
    const { env, emit } = this.#deps
    const headerFor = this.#headers(file.sha256)
    const all = candidates(env.store.reader)
    const owner =
      file.applicationId === undefined
        ? recognise(file.name, headerFor, all)
        : named(all, file.applicationId, file.name, headerFor)
    const why = {
      one:
        owner.kind === 'one'
          ? `Recognised by its ${owner.by} as ${owner.candidate.group.name} of ${owner.candidate.applicationName}.`
          : '',
      none: 'No application knows a file of this name or with this header. Say whose it is.',
      several:
        owner.kind === 'several'
          ? `Several could take it (${owner.candidates.map((c) => c.applicationName).join(', ')}). Say whose it is.`
          : '',
    }[owner.kind]
    const id = env.store.transact((tx) => {
      const at = env.clock()
      // What was said about the file while it was still being written is answered now.
      const before = file.origin === 'folder' ? received.lastAtPath(tx, file.path) : undefined
      const guid = before?.state === 'waiting' ? before.guid : env.newId()
      if (before?.state === 'waiting') received.remove(tx, before.id)
      const row = received.insert(tx, {
        guid,
        origin: file.origin,
        path: file.path,
        name: file.name,
        size: file.size,
        sha256: file.sha256,
        modified_at: file.modifiedAt,
        seen_at: at,
        state: owner.kind === 'one' ? 'recognised' : 'unrecognised',
        why,
        source_id: owner.kind === 'one' ? owner.candidate.sourceId : null,
        file_group: owner.kind === 'one' ? owner.candidate.group.id : null,
        promised_rows: file.promisedRows ?? null,
      })
      recordAudit(tx, at, actor, {
        action: 'file.received',
        object: { type: 'file', id: guid, name: file.name },
        details: { sha256: file.sha256, size: file.size, origin: file.origin },
      })
      if (owner.kind === 'one')
        fileArrived(this.#deps, tx, { actor, owner: owner.candidate, trigger: file.trigger, arrived: row })
      return row
    })
    emit({ type: 'folder' })
    return this.#view(id)
  }

  /**
   * A person says whose file it is.
   * @throws Refusal `not found`; `conflict` when it is no longer waiting for that; `invalid` for an application that can't take it
   */
  assign(actor: Actor, guid: string, applicationId: string): ReceivedFile {
    const { env, emit } = this.#deps
    const row = received.get(env.store.reader, guid)
    if (!row || row.sha256 === null) throw notFound('file')
    if (row.state !== 'unrecognised')
      throw new DomainError('conflict', `This file is not waiting for an application: it is ${row.state}.`)
    const owner = named(candidates(env.store.reader), applicationId, row.name, this.#headers(row.sha256))
    if (owner.kind !== 'one')
      throw new DomainError('invalid', 'This application has no file group for it.', [
        { field: 'applicationId', message: 'has no file group for this file' },
      ])
    env.store.transact((tx) => {
      received.setOwner(tx, row.id, owner.candidate.sourceId, owner.candidate.group.id)
      recordAudit(tx, env.clock(), actor, {
        action: 'file.assigned',
        object: { type: 'file', id: guid, name: row.name },
        details: { application: applicationId },
      })
      fileArrived(this.#deps, tx, { actor, owner: owner.candidate, trigger: 'Manual', arrived: row.id })
    })
    emit({ type: 'folder' })
    return this.#view(row.id)
  }

  /** The schedule of an application is another one: its waiting files say what they wait for now. */
  retellWaiting(applicationId: string): void {
    explainWaiting(this.#deps, applicationId)
    this.#deps.emit({ type: 'folder' })
  }

  /** Keeps a file to try rules on; nothing is imported from it. */
  keepSample(actor: Actor, file: Omit<IncomingFile, 'trigger' | 'applicationId'>): ReceivedFile {
    const { env, emit } = this.#deps
    const id = env.store.transact((tx) => {
      const [guid, at] = [env.newId(), env.clock()]
      recordAudit(tx, at, actor, {
        action: 'file.kept-as-a-sample',
        object: { type: 'file', id: guid, name: file.name },
        details: { sha256: file.sha256, size: file.size },
      })
      return received.insert(tx, {
        guid,
        origin: file.origin,
        path: file.path,
        name: file.name,
        size: file.size,
        sha256: file.sha256,
        modified_at: file.modifiedAt,
        seen_at: at,
        state: 'sample',
        why: 'Kept to try rules on. Nothing is imported from it.',
        source_id: null,
        file_group: null,
        promised_rows: null,
      })
    })
    emit({ type: 'folder' })
    return this.#view(id)
  }

  /**
   * The time of a schedule has come, or somebody asks for it now: what waits of an application is staged.
   * @throws Refusal `not found`
   */
  takeWaiting(actor: Actor, applicationId: string): FileSet {
    const fileSet = stageWaiting(this.#deps, actor, applicationId)
    this.#deps.emit({ type: 'folder' })
    return fileSet
  }

  /** Every file that was seen, newest first, with what became of it and why. */
  list(
    filter: ReceivedFilter,
    page: { before: number; limit: number },
  ): { items: ReceivedFile[]; total: number; next: number | null } {
    const { rows, total } = received.list(this.#deps.env.store.reader, filter, page)
    const last = rows.length === page.limit ? rows.at(-1) : undefined
    return { items: rows.map(viewReceived), total, next: last?.id ?? null }
  }

  /** What the folder's watcher knows of a path: the last thing that was said about it. */
  lastAtPath(path: string): ReceivedRow | undefined {
    return received.lastAtPath(this.#deps.env.store.reader, path)
  }

  /** Files of a folder that are said to be waiting for something. */
  waitingIn(folder: string): ReceivedRow[] {
    return received.waiting(this.#deps.env.store.reader).filter(({ path, name }) => path === join(folder, name))
  }

  /** The files of the folder that an import used. */
  filesOfImport(importId: string): ReceivedRow[] {
    return received.ofImport(this.#deps.env.store.reader, importId)
  }

  /** Says why a file of the folder isn't taken (yet), so that a person finds the answer. */
  note(
    path: string,
    name: string,
    facts: { size: number; modifiedAt: number },
    state: 'waiting' | 'refused' | 'gone',
    why: string,
  ): void {
    const { env, emit } = this.#deps
    env.store.transact((tx) => {
      const last = received.lastAtPath(tx, path)
      if (last && (last.state === 'waiting' || last.state === state)) {
        if (last.why === why && last.state === state) return
        if (last.state === state) received.setWaiting(tx, last.id, facts.size, facts.modifiedAt, why)
        else received.setState(tx, last.id, state, why)
        return
      }
      received.insert(tx, {
        guid: env.newId(),
        origin: 'folder',
        path,
        name,
        size: facts.size,
        sha256: null,
        modified_at: facts.modifiedAt,
        seen_at: env.clock(),
        state,
        why,
        source_id: null,
        file_group: null,
        promised_rows: null,
      })
    })
    emit({ type: 'folder' })
  }

  /** The header of a file as the rules of a group read it; groups that read alike share the look. */
  #headers(sha256: string): (group: Pick<FileGroup, 'format'>) => readonly string[] {
    const seen = new Map<string, readonly string[]>()
    return ({ format }) => {
      const key = JSON.stringify(format)
      const known = seen.get(key)
      if (known) return known
      const path = this.#deps.texts.path(sha256, format.sheet)
      const header = path === null ? [] : detectDialect(readSample(path), FileFormat.parse(format)).dialect.header
      seen.set(key, header)
      return header
    }
  }

  #view(id: number): ReceivedFile {
    const row = received.byId(this.#deps.env.store.reader, id)
    if (!row) throw notFound('file')
    return viewReceived(row)
  }
}

function named(
  all: readonly Candidate[],
  applicationId: string,
  name: string,
  headerFor: (group: FileGroup) => readonly string[],
): ReturnType<typeof recognise> {
  const own = all.filter(({ applicationGuid }) => applicationGuid === applicationId)
  if (own.length === 0)
    throw new DomainError('invalid', 'There is no such application, or it is archived.', [
      { field: 'applicationId', message: 'is unknown or archived' },
    ])
  const [only, second] = own
  if (only && !second)
    return { kind: 'one', candidate: only, by: matchesPattern(only.group.pattern, name) ? 'name' : 'header' }
  return recognise(name, headerFor, own)
}
