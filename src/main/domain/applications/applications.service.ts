import { onCommit } from '../../storage/store.ts'
import type { Application, NewApplication, Rules } from '../../../contract/applications.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { type Giver, requireMayGive } from '../authorization/giving.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { type FieldError, notFound, DomainError } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import type { Candidate } from './recognition.ts'
import { applications } from './applications.store.ts'
import { looserIn } from './looser-rules.ts'
import { viewApplication } from './application.view.ts'
import { validateRules } from './validate-rules.ts'
import { owners } from './owners.store.ts'
import { rulesOf } from './rules.ts'
import { nextTime, timeWords } from './schedule.ts'
import { schedules } from './schedules.store.ts'

interface ApplicationChange {
  readonly name?: string | undefined
  readonly priority?: Application['priority'] | undefined
  readonly archived?: boolean | undefined
  /** Everybody who answers for it, by id. */
  readonly owners?: readonly string[] | undefined
  readonly rules?: Rules | undefined
}

/**
 * Creates an application with the first version of its rules.
 * @returns its GUID
 * @throws DomainError `conflict` when the name is taken, `invalid` with everything that is wrong with rules and owners,
 * `forbidden` and `step-up-needed` as `requireMayChange`
 */
export function createApplication(env: Environment, author: Giver, input: NewApplication): string {
  const { store, clock, newId } = env
  const { actor } = author
  const looser = looserIn(null, input.rules)
  requireMayChange(author, { looser, owners: input.owners.length > 0 }, clock())
  return store.transact((tx) => {
    if (applications.idOfName(tx, input.name) !== undefined)
      throw new DomainError('conflict', `An application "${input.name}" exists already.`)
    const ownerIds = validatedOwners(tx, input)
    const [guid, at] = [newId(), clock()]
    const id = applications.insert(tx, {
      guid,
      kind: input.kind,
      name: input.name,
      priority: input.priority,
      rules: JSON.stringify(input.rules),
      at,
      by: actor.name,
    })
    owners.replace(tx, id, ownerIds)
    schedules.mark(tx, id, at)
    recordAudit(tx, at, actor, {
      action: 'application.created',
      object: { type: 'application', id: guid, name: input.name },
      details: {
        rulesVersion: 1,
        ...(input.owners.length > 0 ? { owners: input.owners } : {}),
        ...(looser.length > 0 ? { looser } : {}),
      },
    })
    onCommit(tx, () => env.effects?.applicationChanged(guid))
    return guid
  })
}

interface ChangeApplicationInput {
  readonly id: string
  /** The revision that the caller saw. */
  readonly seen: number
  readonly change: ApplicationChange
}

/**
 * Changes an application. Other rules become a new version; imports that were staged with an older one keep it.
 * @throws DomainError `not-found`, `stale`, `conflict` when the new name is taken, or `invalid`, `forbidden` and
 * `step-up-needed` as for a new one
 */
export function changeApplication(
  env: Environment,
  author: Giver,
  { id: guid, seen, change }: ChangeApplicationInput,
): void {
  const { store, clock } = env
  const { actor } = author
  store.transact((tx) => {
    const before = applications.get(tx, guid)
    if (!before) throw notFound('application')
    expectRevision(before.revision, seen)
    const at = clock()
    const name = change.name ?? before.name
    const idOfName = applications.idOfName(tx, name)
    if (idOfName !== undefined && idOfName !== before.id)
      throw new DomainError('conflict', `An application "${name}" exists already.`)
    const ownerIds = validatedOwners(tx, change)
    const looser =
      change.rules === undefined ? [] : looserIn(before.current_seq === 0 ? null : rulesOf(before), change.rules)
    const owned = owners.of(tx, before.id).map(({ guid: owner }) => owner)
    requireMayChange(author, { looser, owners: !sameMembers(change.owners ?? owned, owned) }, at)
    const archivedAt =
      change.archived === undefined ? before.archived_at : change.archived ? (before.archived_at ?? at) : null
    applications.update(tx, { id: before.id, name, priority: change.priority ?? before.priority, archivedAt, at })
    if (change.owners !== undefined) owners.replace(tx, before.id, ownerIds)
    const rules = change.rules === undefined ? before.rules : JSON.stringify(change.rules)
    const version = rules === before.rules ? before.rules_version : before.rules_version + 1
    if (version !== before.rules_version)
      applications.addRules(tx, { applicationId: before.id, version, rules, at, by: actor.name })
    if (change.rules !== undefined && isOtherSchedule(change.rules, rulesOf(before))) schedules.mark(tx, before.id, at)
    recordAudit(tx, at, actor, {
      action: 'application.changed',
      object: { type: 'application', id: guid, name },
      details: {
        fields: Object.keys(change).filter((key) => change[key as keyof ApplicationChange] !== undefined),
        rulesVersion: version,
        ...(change.owners === undefined ? {} : { owners: [...change.owners] }),
        ...(looser.length > 0 ? { looser } : {}),
      },
    })
    onCommit(tx, () => env.effects?.applicationChanged(guid))
  })
}

/**
 * What lets more imports through is for those who may apply imports; who answers for an application may be asked to decide.
 * @throws DomainError `step-up-needed`, `forbidden`
 */
function requireMayChange(
  author: Giver,
  { looser, owners: otherOwners }: { readonly looser: readonly string[]; readonly owners: boolean },
  now: number,
): void {
  if (looser.length > 0) requireMayGive(author, { kind: 'automatic-import' }, now)
  if (otherOwners) requireMayGive(author, { kind: 'decider' }, now)
}

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).symmetricDifference(new Set(b)).size === 0

/** A new schedule counts from now on: earlier times of it are not made up for. */
const isOtherSchedule = (a: Rules, b: Rules): boolean => JSON.stringify(a.schedule) !== JSON.stringify(b.schedule)

/** @returns the rows of the owners @throws DomainError `invalid` with everything that is wrong, each beside its field */
function validatedOwners(
  tx: Writer,
  { rules, owners: ownerGuids }: Pick<ApplicationChange, 'rules' | 'owners'>,
): number[] {
  const errors: FieldError[] =
    rules === undefined ? [] : validateRules(rules).map(({ field, message }) => ({ field: `rules.${field}`, message }))
  const ids = new Set<number>()
  for (const [at, guid] of (ownerGuids ?? []).entries()) {
    const id = owners.identityId(tx, guid)
    if (id === undefined) errors.push({ field: `owners.${at}`, message: 'is nobody that Castellan knows' })
    else ids.add(id)
  }
  if (errors.length > 0) {
    const count = errors.length === 1 ? 'One thing is' : `${errors.length} things are`
    throw new DomainError('invalid', `${count} not right yet.`, errors)
  }
  return [...ids]
}

/** @throws DomainError `not-found` */
export function getApplication(db: Reader, guid: string): Application {
  const row = applications.get(db, guid)
  if (!row) throw notFound('application')
  return viewApplication(row, owners.of(db, row.id), schedules.lookedAt(db, row.id), schedules.last(db, row.id))
}

/** What importing needs to know of an application. */
export interface ApplicationForImport {
  readonly id: number
  readonly guid: string
  readonly name: string
  readonly archived: boolean
  readonly sourceId: number
  readonly currentSeq: number
  readonly ruleVersionId: number
  readonly rules: Rules
}

/** The application of an import; undefined when there is none. */
export function applicationForImport(db: Reader, guid: string): ApplicationForImport | undefined {
  const row = applications.get(db, guid)
  if (!row) return undefined
  const { id, name, source_id, current_seq, rule_version_id } = row
  const archived = row.archived_at !== null
  return {
    id,
    guid,
    name,
    archived,
    sourceId: source_id,
    currentSeq: current_seq,
    ruleVersionId: rule_version_id,
    rules: rulesOf(row),
  }
}

/** When the files of an application are taken; null on arrival. The words name the next time, if there is one. */
export function scheduleOf(db: Reader, guid: string): { readonly words: string | null } | null {
  const row = applications.get(db, guid)
  const { schedule } = row ? rulesOf(row) : { schedule: null }
  if (!row || schedule === null) return null
  const next = nextTime(schedule, schedules.lookedAt(db, row.id) ?? row.updated_at)
  return { words: next === null ? null : timeWords(next, schedule.timeZone) }
}

/** All applications by name. */
export function listApplications(db: Reader): Application[] {
  const answering = Map.groupBy(owners.all(db), ({ application_id }) => application_id)
  return applications
    .all(db)
    .map((row) =>
      viewApplication(row, answering.get(row.id) ?? [], schedules.lookedAt(db, row.id), schedules.last(db, row.id)),
    )
}

/** The file groups that may take an arriving file: those of applications that are not archived. */
export function candidates(db: Reader): Candidate[] {
  return applications
    .all(db)
    .filter(({ archived_at }) => archived_at === null)
    .flatMap((row) =>
      rulesOf(row).fileGroups.map((group) => ({
        sourceId: row.source_id,
        applicationGuid: row.guid,
        applicationName: row.name,
        group,
      })),
    )
}
