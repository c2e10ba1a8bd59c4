import { candidates, scheduleOf } from '../../applications/applications.service.ts'
import { type Actor, system } from '../../shared/actor.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound } from '../../shared/errors.ts'
import type { Imports, NewImport } from '../imports.service.ts'
import { type ReceivedRow, received } from './intake.store.ts'
import type { Candidate } from '../../applications/recognition.ts'

/** What came of looking for the files of an application. */
export interface FileSet {
  /** In words. */
  readonly said: string
  readonly importId: string | null
}

interface GatheringDependencies {
  readonly env: Environment
  readonly imports: Imports
}

/** Puts the files of an application together: an import needs the newest file of every required group. */
export class FileSets {
  readonly #deps: GatheringDependencies

  constructor(deps: GatheringDependencies) {
    this.#deps = deps
  }

  /** A file is known to be of an application: it is staged with the others, or says what it waits for. */
  arrived(actor: Actor, owner: Candidate, trigger: NewImport['trigger'], arrivedId: number): void {
    const { reader } = this.#deps.env.store
    const arrived = received.byId(reader, arrivedId)
    if (!arrived?.sha256) return
    const open = received.openImportWith(reader, owner.sourceId, arrived.sha256)
    if (open) {
      this.#settle(arrivedId, 'duplicate', 'The same bytes are staged already.', open.guid)
      return
    }
    const schedule = trigger === 'Scheduled' ? scheduleOf(reader, owner.applicationGuid) : null
    if (schedule !== null) {
      this.#settle(arrivedId, 'recognised', waitsFor(owner.applicationName, schedule.words), null)
      return
    }
    const { chosen, missing } = this.#choose(owner.sourceId)
    if (missing.length > 0) {
      this.#settle(arrivedId, 'recognised', `Waits for ${missing.join(' and ')} of ${owner.applicationName}.`, null)
      return
    }
    this.#stage(actor, owner, trigger, chosen)
  }

  /** The times of an application are others by now: what waits says for which. */
  retell(applicationId: string): void {
    const { reader } = this.#deps.env.store
    const owner = candidates(reader).find((one) => one.applicationGuid === applicationId)
    const schedule = scheduleOf(reader, applicationId)
    if (!owner || schedule === null) return
    for (const { id } of received.waitingFor(reader, owner.sourceId))
      this.#settle(id, 'recognised', waitsFor(owner.applicationName, schedule.words), null)
  }

  /** Stages what waits of an application now. @throws Refusal `not found` */
  takeWaiting(actor: Actor, applicationId: string): FileSet {
    const owner = candidates(this.#deps.env.store.reader).find((one) => one.applicationGuid === applicationId)
    if (!owner) throw notFound('application')
    const { chosen, missing } = this.#choose(owner.sourceId)
    if (chosen.length === 0) return { said: 'No file had arrived.', importId: null }
    if (missing.length > 0) {
      const said = `Nothing was taken: ${missing.join(' and ')} had not arrived.`
      for (const { id } of chosen)
        this.#settle(id, 'recognised', `Waits for ${missing.join(' and ')} of ${owner.applicationName}.`, null)
      return { said, importId: null }
    }
    const staged = this.#stage(actor, owner, 'Scheduled', chosen)
    const names = chosen.map(({ name }) => name).join(' and ')
    const same = staged.state === 'duplicate' ? ' It holds the same bytes as the import that counts now.' : ''
    return { said: `Took ${names}.${same}`, importId: staged.id }
  }

  /** The newest file of each group, and the names of required groups that have none. */
  #choose(sourceId: number): { chosen: Waiting[]; missing: string[] } {
    const { reader } = this.#deps.env.store
    const groups = candidates(reader)
      .filter((one) => one.sourceId === sourceId)
      .map(({ group }) => group)
    const waiting = received.waitingFor(reader, sourceId).filter(({ sha256 }) => sha256 !== null)
    const chosen = groups.flatMap((group) => waiting.find((file) => file.file_group === group.id) ?? [])
    const missing = groups.filter(({ id, required }) => required && !chosen.some((file) => file.file_group === id))
    return { chosen, missing: missing.map(({ name }) => name) }
  }

  #stage(actor: Actor, owner: Candidate, trigger: NewImport['trigger'], chosen: readonly Waiting[]) {
    const { env, imports } = this.#deps
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
        promisedRows: file.promised_rows,
      })),
    })
    this.#takeBackOlder(owner.sourceId, chosen)
    const duplicate = staged.state === 'duplicate'
    const taken = new Set(chosen.map(({ id }) => id))
    for (const { id } of chosen) {
      if (duplicate) this.#settle(id, 'duplicate', 'The same bytes as the import that counts now.', staged.id)
      else this.#settle(id, 'taken', `Taken as an import of ${owner.applicationName}.`, staged.id)
    }
    // An extract says everything, so of several only the newest counts; the others go aside with it.
    for (const old of received.waitingFor(env.store.reader, owner.sourceId)) {
      const newer = chosen.find(({ file_group }) => file_group === old.file_group)
      if (newer && !taken.has(old.id))
        this.#settle(old.id, 'superseded', `${newer.name} is newer and was taken in its place.`, staged.id)
    }
    return staged
  }

  /** A file was changed after it was read: what was made of it before is not what lies there. */
  #takeBackOlder(sourceId: number, chosen: readonly Waiting[]): void {
    const { env, imports } = this.#deps
    for (const { origin, path, name, sha256 } of chosen) {
      if (origin !== 'folder' || sha256 === null) continue
      for (const { guid } of received.stagedFromPath(env.store.reader, sourceId, path, sha256))
        imports.cancel(system, guid, `${name} was changed after it was read; another import reads it as it is now.`)
    }
  }

  #settle(id: number, state: ReceivedRow['state'], why: string, importId: string | null): void {
    this.#deps.env.store.transact((tx) => received.setState(tx, id, state, why, importId))
  }
}

/** @param next the time that comes next, in words; null when none does */
const waitsFor = (name: string, next: string | null): string =>
  `Waits for the schedule of ${name}: ${next ?? 'a time that never comes; correct the schedule'}.`

type Waiting = ReturnType<typeof received.waitingFor>[number]
