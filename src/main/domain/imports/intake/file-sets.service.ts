import type { FileGroup } from '../../../../contract/applications.ts'
import type { Import } from '../../../../contract/imports.ts'
import type { Reader, Writer } from '../../../storage/open.ts'
import { candidates, scheduleOf } from '../../applications/applications.service.ts'
import type { Candidate } from '../../applications/recognition.ts'
import type { Actor } from '../../shared/actor.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound } from '../../shared/errors.ts'
import type { Imports, NewImport } from '../imports.service.ts'
import { type FileState, received } from './intake.store.ts'
import { stageFiles } from './stage-files.service.ts'
import { extractTime } from '../reading/name-date.ts'

/** The outcome of staging the waiting files of an application. */
export interface FileSet {
  /** What happened, in words. */
  readonly outcome: string
  readonly importId: string | null
}

interface FileSetsContext {
  readonly env: Environment
  readonly imports: Imports
}

interface ArrivedInput {
  readonly actor: Actor
  readonly owner: Candidate
  readonly trigger: NewImport['trigger']
  /** The row of the file that arrived. */
  readonly arrived: number
}

type WaitingFile = ReturnType<typeof received.waitingFor>[number]

/**
 * The application of a file is known: it is staged with the newest file of every other required group, or says what it
 * waits for. Runs in the transaction that received the file.
 */
export function fileArrived(ctx: FileSetsContext, tx: Writer, { actor, owner, trigger, arrived }: ArrivedInput): void {
  const file = received.byId(tx, arrived)
  if (!file?.sha256) return
  const open = received.openImportWith(tx, owner.sourceId, file.sha256)
  if (open) {
    received.setState(tx, arrived, {
      state: 'duplicate',
      why: 'The same bytes are staged already.',
      importGuid: open.guid,
    })
    return
  }
  const schedule = trigger === 'Scheduled' ? scheduleOf(tx, owner.applicationGuid) : null
  if (schedule !== null) {
    received.setState(tx, arrived, waitsForTime(owner.applicationName, schedule.words))
    return
  }
  const { chosen, missing } = chooseFiles(tx, owner.sourceId)
  if (missing.length > 0) received.setState(tx, arrived, waitsForFiles(owner, missing))
  else stageChosen(ctx, { actor, owner, trigger, chosen })
}

/** The schedule of an application changed: its waiting files say what they now wait for. */
export function explainWaiting({ env }: FileSetsContext, applicationId: string): void {
  env.store.transact((tx) => {
    const owner = candidates(tx).find(({ applicationGuid }) => applicationGuid === applicationId)
    const schedule = scheduleOf(tx, applicationId)
    if (!owner || schedule === null) return
    for (const { id } of received.waitingFor(tx, owner.sourceId))
      received.setState(tx, id, waitsForTime(owner.applicationName, schedule.words))
  })
}

/** Stages the waiting files of an application now. @throws DomainError `not-found` */
export function stageWaiting(ctx: FileSetsContext, actor: Actor, applicationId: string): FileSet {
  return ctx.env.store.transact((tx) => {
    const owner = candidates(tx).find(({ applicationGuid }) => applicationGuid === applicationId)
    if (!owner) throw notFound('application')
    const { chosen, missing } = chooseFiles(tx, owner.sourceId)
    if (chosen.length === 0) return { outcome: 'No file had arrived.', importId: null }
    if (missing.length > 0) {
      for (const { id } of chosen) received.setState(tx, id, waitsForFiles(owner, missing))
      return { outcome: `Nothing was taken: ${missing.join(' and ')} had not arrived.`, importId: null }
    }
    const staged = stageChosen(ctx, { actor, owner, trigger: 'Scheduled', chosen })
    const names = chosen.map(({ name }) => name).join(' and ')
    const same = staged.state === 'duplicate' ? ' It holds the same bytes as the current import.' : ''
    return { outcome: `Took ${names}.${same}`, importId: staged.id }
  })
}

/** The newest waiting file of each group, and the names of required groups that have none. */
function chooseFiles(db: Reader, sourceId: number): { chosen: WaitingFile[]; missing: string[] } {
  const groups = candidates(db)
    .filter((candidate) => candidate.sourceId === sourceId)
    .map(({ group }) => group)
  const waiting = received.waitingFor(db, sourceId).filter(({ sha256 }) => sha256 !== null)
  const chosen = groups.flatMap((group) => {
    const [first, ...others] = waiting.filter((file) => file.file_group === group.id)
    return first ? [others.reduce((newest, file) => (isLater(file, newest, group) ? file : newest), first)] : []
  })
  const missing = groups.filter(({ id, required }) => required && !chosen.some((file) => file.file_group === id))
  return { chosen, missing: missing.map(({ name }) => name) }
}

/** By the days in their names, where the rules look there; otherwise the one that came last is first already. */
const isLater = (file: WaitingFile, than: WaitingFile, group: FileGroup): boolean =>
  group.extractDate !== null && timeOf(file, group) > timeOf(than, group)

const timeOf = ({ name, modified_at: modifiedAt }: WaitingFile, group: FileGroup): number =>
  extractTime({ name, modifiedAt }, group)

interface ChosenInput {
  readonly actor: Actor
  readonly owner: Candidate
  readonly trigger: NewImport['trigger']
  readonly chosen: readonly WaitingFile[]
}

const stageChosen = (ctx: FileSetsContext, { actor, owner, trigger, chosen }: ChosenInput): Import =>
  stageFiles(ctx, {
    actor,
    application: { guid: owner.applicationGuid, name: owner.applicationName, sourceId: owner.sourceId },
    trigger,
    files: chosen.map((file) => ({
      row: file.id,
      origin: file.origin,
      path: file.path,
      name: file.name,
      group: file.file_group ?? '',
      size: file.size,
      sha256: file.sha256 ?? '',
      modifiedAt: file.modified_at,
      promisedRows: file.promised_rows,
    })),
    why: `Taken as an import of ${owner.applicationName}.`,
  })

/** @param next the next time, in words; null when there is none */
const waitsForTime = (name: string, next: string | null): FileState => ({
  state: 'recognised',
  why: `Waits for the schedule of ${name}: ${next ?? 'a time that never comes; correct the schedule'}.`,
})

const waitsForFiles = (owner: Candidate, missing: readonly string[]): FileState => ({
  state: 'recognised',
  why: `Waits for ${missing.join(' and ')} of ${owner.applicationName}.`,
})
