import type { HostEvent } from '../../../../contract/events.ts'
import type { FileGroup } from '../../../../contract/applications.ts'
import type { Import } from '../../../../contract/imports.ts'
import { type ApplicationForImport, applicationForImport } from '../../applications/applications.service.ts'
import type { Actor } from '../../shared/actor.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { history } from '../history/history.store.ts'
import type { Imports } from '../imports.service.ts'
import { filesKey, storedFilesKey } from '../model/files-key.ts'
import { imports as importRows } from '../model/imports.store.ts'
import { received } from './intake.store.ts'
import { type FolderEntry, groupOf, validateSentFiles, type OpenFolder, type SentFile } from './api-staging.ts'
import { type FileToStage, stageFiles } from './stage-files.service.ts'
import { matchesPattern } from '../../applications/recognition.ts'
import { cancelRequests } from '../model/cancel-requests.store.ts'
import { extractTime } from '../reading/name-date.ts'

interface ApiStagingDependencies {
  readonly env: Environment
  readonly imports: Imports
  readonly emit: (event: HostEvent) => void
  /** Gives exclusive access to the watched folder; null when no folder is watched. */
  readonly withFolder: (<T>(work: (folder: OpenFolder) => Promise<T>) => Promise<T>) | null
}

type ApiFile = Omit<FileToStage, 'row' | 'promisedRows'>

const day = 86_400_000

/** Imports that a script requests: of the files in the watched folder, or of files that it sends. */
export class ApiStaging {
  readonly #deps: ApiStagingDependencies

  constructor(deps: ApiStagingDependencies) {
    this.#deps = deps
  }

  /**
   * Stages the newest file of each group in the watched folder, without waiting until it is stable: the script says that
   * it is complete. When the watcher was faster, the script gets the watcher's import, once.
   * @throws DomainError `not-found`, `invalid` when it is archived, `unprocessable` without a folder or without a file
   */
  async stage(actor: Actor, applicationId: string): Promise<Import> {
    const { withFolder } = this.#deps
    const application = this.#application(applicationId)
    if (withFolder === null)
      throw new DomainError('unprocessable', `${application.name} has no import schedule: no folder is watched.`)
    return withFolder(async (folder) => {
      const chosen = this.#choose(application, await listed(folder))
      if (chosen.length === 0) {
        const imported = this.#claimWatched(actor, application)
        if (imported) return imported
      }
      requireFiles(application, chosen)
      const files: ApiFile[] = []
      for (const { group, entry } of chosen) {
        const copy = await folder.copy(entry)
        if (copy === null)
          throw new DomainError('unprocessable', `${entry.name} is still being written, or can't be read. Try again.`)
        const { name, path, modifiedAt } = entry
        files.push({ group: group.id, name, path, modifiedAt, origin: 'folder', ...copy })
      }
      return this.#stage(actor, application, files)
    })
  }

  /** @throws DomainError `not-found`, or `invalid` with everything that is wrong with the files */
  validate(applicationId: string, files: readonly SentFile[]): void {
    const application = this.#application(applicationId)
    const errors = validateSentFiles(application.rules.fileGroups, files)
    if (errors.length > 0)
      throw new DomainError('invalid', `The files do not fit the file groups of ${application.name}.`, errors)
  }

  /** Stages files that were sent and are stored in the private folder. @throws DomainError as `validate` does */
  upload(actor: Actor, applicationId: string, files: readonly SentFile[]): Import {
    this.validate(applicationId, files)
    const application = this.#application(applicationId)
    const modifiedAt = this.#deps.env.clock()
    return this.#stage(
      actor,
      application,
      files.map((file) => ({
        ...file,
        group: groupOf(application.rules.fileGroups, file.group)?.id ?? '',
        path: file.name,
        modifiedAt,
        origin: 'api',
      })),
    )
  }

  #application(guid: string): ApplicationForImport {
    const application = applicationForImport(this.#deps.env.store.reader, guid)
    if (!application) throw notFound('application')
    if (application.archived) {
      throw new DomainError('invalid', `${application.name} is archived.`, [
        { field: 'applicationId', message: 'is archived' },
      ])
    }
    return application
  }

  /** The newest file of each group, by its pattern or because it was assigned to it. */
  #choose(application: ApplicationForImport, entries: readonly FolderEntry[]) {
    const waiting = received.waitingFor(this.#deps.env.store.reader, application.sourceId)
    return application.rules.fileGroups.flatMap((group) => {
      const assigned = new Set(waiting.filter((file) => file.file_group === group.id).map(({ path }) => path))
      const [newest] = entries
        .filter(({ name, path }) => matchesPattern(group.pattern, name) || assigned.has(path))
        .sort((a, b) => extractTime(b, group) - extractTime(a, group) || b.modifiedAt - a.modifiedAt)
      return newest ? [{ group, entry: newest }] : []
    })
  }

  /** The last import, when the watcher staged it within a day and no script has claimed it. */
  #claimWatched(actor: Actor, { guid }: ApplicationForImport): Import | undefined {
    const { env, imports } = this.#deps
    const last = history.newestOf(env.store.reader, guid)
    const fresh = last?.trigger === 'Scheduled' && last.claimed_at === null && env.clock() - last.created_at < day
    if (!last || !fresh || last.state === 'cancelled') return undefined
    this.#claim(actor, last.id)
    return imports.get(last.guid)
  }

  #stage(actor: Actor, application: ApplicationForImport, files: readonly ApiFile[]): Import {
    const { imports, emit } = this.#deps
    const open = this.#openWith(application, files)
    if (open) {
      this.#claim(actor, open.id)
      return imports.get(open.guid)
    }
    const staged = stageFiles(this.#deps, {
      actor,
      application,
      trigger: 'API',
      files: files.map((file) => ({ ...file, row: null, promisedRows: null })),
      why: `Taken as an import of ${application.name}, as ${actor.name} requested.`,
    })
    emit({ type: 'folder' })
    return staged
  }

  /** An import of exactly these bytes that has not ended: the same request again changes nothing. */
  #openWith({ sourceId }: ApplicationForImport, files: readonly ApiFile[]) {
    const { reader } = this.#deps.env.store
    const key = filesKey(files)
    return importRows
      .open(reader, sourceId)
      .find(
        ({ id, kind }) =>
          kind === 'extract' &&
          importRows.byId(reader, id)?.cancel_asked_at === null &&
          key === storedFilesKey(reader, id),
      )
  }

  #claim(actor: Actor, importId: number): void {
    const { store, clock } = this.#deps.env
    store.transact((tx) => {
      cancelRequests.claim(tx, importId, clock())
      importRows.log(tx, importId, clock(), `${actor.name} requested it as well.`)
    })
  }
}

async function listed(folder: OpenFolder): Promise<readonly FolderEntry[]> {
  try {
    return await folder.list()
  } catch {
    throw new DomainError('unprocessable', "The watched folder can't be reached. Try again later.")
  }
}

function requireFiles({ name, rules }: ApplicationForImport, chosen: readonly { group: FileGroup }[]): void {
  const missing = rules.fileGroups.filter(
    (group) => group.required && !chosen.some(({ group: { id } }) => id === group.id),
  )
  if (missing.length === 0 && chosen.length > 0) return
  const expected = (missing.length > 0 ? missing : rules.fileGroups)
    .map((group) => `${group.name} (${group.pattern})`)
    .join(' and ')
  throw new DomainError('unprocessable', `The watched folder holds no file for ${expected} of ${name}.`)
}
