import type { HostEvent } from '../../../contract/events.ts'
import type { FileInspection, FolderFile } from '../../../contract/folder.ts'
import { FileFormat } from '../../../contract/applications.ts'
import { candidates } from '../applications/applications.service.ts'
import { suggestColumns, suggestPattern } from '../applications/suggest-rules.ts'
import type { Actor } from '../audit/audit.ts'
import { record } from '../audit/audit.service.ts'
import type { Environment } from '../environment.ts'
import { notFound, Refusal } from '../errors.ts'
import type { Imports, NewImport } from './imports.service.ts'
import { type ReceivedRow, received } from './intake.store.ts'
import { detectDialect, firstRecords } from './reading/dialect.ts'
import { readSample } from './reading/encoding.ts'
import { type Candidate, matchesPattern, recognise } from './recognition.ts'

/** A file whose bytes stand in the private intake folder under their hash. */
export interface ReceivedFile {
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
}

export interface IntakeDependencies {
  readonly env: Environment
  readonly imports: Imports
  readonly intakePath: (sha256: string) => string
  readonly emit: (event: HostEvent) => void
}

const sampleRows = 20

/** Where files arrive: whose is it, and is everything there that its application needs? */
export class Intake {
  readonly #deps: IntakeDependencies

  constructor(deps: IntakeDependencies) {
    this.#deps = deps
  }

  /**
   * Takes a file in: recognises it, and stages an import once every required file of its application is there. A file
   * that nobody knows waits for a person.
   * @throws Refusal `not found`, `invalid` when an application is named that can't take it
   */
  receive(actor: Actor, file: ReceivedFile): FolderFile {
    const { env, emit } = this.#deps
    const header = this.#header(file.sha256)
    const all = candidates(env.store.reader)
    const owner =
      file.applicationId === undefined
        ? recognise(file.name, header, all)
        : named(all, file.applicationId, file.name, header)
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
      })
      record(tx, at, actor, {
        action: 'file.received',
        object: { type: 'file', id: guid, name: file.name },
        details: { sha256: file.sha256, size: file.size, origin: file.origin },
      })
      return row
    })
    if (owner.kind === 'one') this.#stageIfComplete(actor, owner.candidate, file.trigger, id)
    emit({ type: 'folder' })
    return this.#view(id)
  }

  /**
   * A person says whose file it is.
   * @throws Refusal `not found`; `conflict` when it is no longer waiting for that; `invalid` for an application that can't take it
   */
  assign(actor: Actor, guid: string, applicationId: string): FolderFile {
    const { env, emit } = this.#deps
    const row = received.get(env.store.reader, guid)
    if (!row || row.sha256 === null) throw notFound('file')
    if (row.state !== 'unrecognised')
      throw new Refusal('conflict', `This file is not waiting for an application: it is ${row.state}.`)
    const owner = named(candidates(env.store.reader), applicationId, row.name, this.#header(row.sha256))
    if (owner.kind !== 'one')
      throw new Refusal('invalid', 'This application has no file group for it.', [
        { field: 'applicationId', message: 'has no file group for this file' },
      ])
    env.store.transact((tx) => {
      received.setOwner(tx, row.id, owner.candidate.sourceId, owner.candidate.group.id)
      record(tx, env.clock(), actor, {
        action: 'file.assigned',
        object: { type: 'file', id: guid, name: row.name },
        details: { application: applicationId },
      })
    })
    this.#stageIfComplete(actor, owner.candidate, 'Manual', row.id)
    emit({ type: 'folder' })
    return this.#view(row.id)
  }

  /** How a file is written and what its columns might mean: for the rules of an application that doesn't exist yet. @throws Refusal `not found` */
  inspect(guid: string): FileInspection {
    const row = received.get(this.#deps.env.store.reader, guid)
    if (!row || row.sha256 === null) throw notFound('file')
    const sample = readSample(this.#deps.intakePath(row.sha256))
    const { dialect, encoding, lineEnd, skip } = detectDialect(sample, FileFormat.parse({}))
    const text = new TextDecoder(encoding.encoding, { ignoreBOM: true }).decode(sample.subarray(encoding.markBytes), {
      stream: true,
    })
    const rows = firstRecords(text, dialect.delimiter, lineEnd, skip + sampleRows).slice(skip)
    return {
      file: viewReceived(row),
      dialect,
      rows,
      suggestion: { ...suggestColumns(dialect.header), pattern: suggestPattern(row.name) },
    }
  }

  /** Every file that was seen, newest first, with what became of it and why. */
  list(
    state: FolderFile['state'] | undefined,
    page: { before: number; limit: number },
  ): { items: FolderFile[]; total: number; next: number | null } {
    const { rows, total } = received.list(this.#deps.env.store.reader, state, page)
    const last = rows.length === page.limit ? rows.at(-1) : undefined
    return { items: rows.map(viewReceived), total, next: last?.id ?? null }
  }

  /** What the folder's watcher knows of a path: the last thing that was said about it. */
  lastAtPath(path: string): ReceivedRow | undefined {
    return received.lastAtPath(this.#deps.env.store.reader, path)
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
      })
    })
    emit({ type: 'folder' })
  }

  /** An import needs the newest file of every required group; without one, the others wait for it. */
  #stageIfComplete(actor: Actor, owner: Candidate, trigger: NewImport['trigger'], arrivedId: number): void {
    const { env, imports } = this.#deps
    const { reader } = env.store
    const arrived = received.byId(reader, arrivedId)
    if (!arrived?.sha256) return
    const open = received.openImportWith(reader, owner.sourceId, arrived.sha256)
    if (open) {
      this.#settle(arrivedId, 'duplicate', 'The same bytes are staged already.', open.guid)
      return
    }
    const groups = candidates(reader)
      .filter(({ sourceId }) => sourceId === owner.sourceId)
      .map(({ group }) => group)
    const waiting = received.waitingFor(reader, owner.sourceId)
    const chosen = groups.flatMap(
      (group) => waiting.find((file) => file.file_group === group.id && file.sha256 !== null) ?? [],
    )
    const missing = groups.filter((group) => group.required && !chosen.some((file) => file.file_group === group.id))
    if (missing.length > 0) {
      this.#settle(
        arrivedId,
        'recognised',
        `Waits for ${missing.map(({ name }) => name).join(' and ')} of ${owner.applicationName}.`,
        null,
      )
      return
    }
    const staged = imports.stage(actor, {
      applicationId: owner.applicationGuid,
      trigger,
      files: chosen.map((file) => ({
        group: file.file_group ?? '',
        name: file.name,
        origin: file.origin === 'folder' ? file.path : null,
        size: file.size,
        sha256: file.sha256 ?? '',
        modifiedAt: file.modified_at,
      })),
    })
    const duplicate = staged.state === 'duplicate'
    for (const file of chosen) {
      if (duplicate) this.#settle(file.id, 'duplicate', 'The same bytes as the import that counts now.', staged.id)
      else this.#settle(file.id, 'taken', `Taken as an import of ${owner.applicationName}.`, staged.id)
    }
  }

  #settle(id: number, state: ReceivedRow['state'], why: string, importId: string | null): void {
    this.#deps.env.store.transact((tx) => received.setState(tx, id, state, why, importId))
  }

  #header(sha256: string): string[] {
    return detectDialect(readSample(this.#deps.intakePath(sha256)), FileFormat.parse({})).dialect.header
  }

  #view(id: number): FolderFile {
    const row = received.byId(this.#deps.env.store.reader, id)
    if (!row) throw notFound('file')
    return viewReceived(row)
  }
}

function named(
  all: readonly Candidate[],
  applicationId: string,
  name: string,
  header: readonly string[],
): ReturnType<typeof recognise> {
  const own = all.filter(({ applicationGuid }) => applicationGuid === applicationId)
  if (own.length === 0)
    throw new Refusal('invalid', 'There is no such application, or it is archived.', [
      { field: 'applicationId', message: 'is unknown or archived' },
    ])
  const [only, second] = own
  if (only && !second)
    return { kind: 'one', candidate: only, by: matchesPattern(only.group.pattern, name) ? 'name' : 'header' }
  return recognise(name, header, own)
}

function viewReceived(row: ReceivedRow): FolderFile {
  return {
    id: row.guid,
    origin: row.origin,
    path: row.path,
    name: row.name,
    size: row.size,
    modifiedAt: new Date(row.modified_at).toISOString(),
    seenAt: new Date(row.seen_at).toISOString(),
    state: row.state,
    why: row.why,
    application: row.application_name,
    importId: row.import_guid,
  }
}
