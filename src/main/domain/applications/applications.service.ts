import type { Application, NewApplication, Rules } from '../../../contract/applications.ts'
import type { Reader } from '../../storage/open.ts'
import type { Actor } from '../audit/audit.ts'
import { record } from '../audit/audit.service.ts'
import type { Environment } from '../environment.ts'
import { notFound, Refusal } from '../errors.ts'
import type { Candidate } from '../imports/recognition.ts'
import { type ApplicationRow, applications } from './applications.store.ts'
import { rulesOf } from './rules.ts'

export interface ApplicationChange {
  readonly name?: string | undefined
  readonly priority?: Application['priority'] | undefined
  readonly archived?: boolean | undefined
  readonly rules?: Rules | undefined
}

/**
 * Creates an application with the first version of its rules.
 * @returns its GUID
 * @throws Refusal `conflict` when the name is taken
 */
export function createApplication({ store, clock, newId }: Environment, actor: Actor, wanted: NewApplication): string {
  return store.transact((tx) => {
    if (applications.idOfName(tx, wanted.name) !== undefined)
      throw new Refusal('conflict', `An application "${wanted.name}" exists already.`)
    const [guid, at] = [newId(), clock()]
    applications.insert(tx, {
      guid,
      kind: wanted.kind,
      name: wanted.name,
      priority: wanted.priority,
      rules: JSON.stringify(wanted.rules),
      at,
      by: actor.name,
    })
    record(tx, at, actor, {
      action: 'application.created',
      object: { type: 'application', id: guid, name: wanted.name },
      details: { rulesVersion: 1 },
    })
    return guid
  })
}

/**
 * Changes an application. Other rules become a new version; imports that were staged with an older one keep it.
 * @param revision what the caller saw
 * @throws Refusal `not found`, `stale`, or `conflict` when the new name is taken
 */
export function changeApplication(
  { store, clock }: Environment,
  actor: Actor,
  guid: string,
  revision: number,
  change: ApplicationChange,
): void {
  store.transact((tx) => {
    const found = applications.get(tx, guid)
    if (!found) throw notFound('application')
    if (found.revision !== revision)
      throw new Refusal('stale', 'Somebody else changed this application; look at it again.')
    const at = clock()
    const name = change.name ?? found.name
    const taken = applications.idOfName(tx, name)
    if (taken !== undefined && taken !== found.id)
      throw new Refusal('conflict', `An application "${name}" exists already.`)
    const archivedAt =
      change.archived === undefined ? found.archived_at : change.archived ? (found.archived_at ?? at) : null
    applications.update(tx, { id: found.id, name, priority: change.priority ?? found.priority, archivedAt, at })
    const rules = change.rules === undefined ? found.rules : JSON.stringify(change.rules)
    const version = rules === found.rules ? found.rules_version : found.rules_version + 1
    if (version !== found.rules_version)
      applications.addRules(tx, { applicationId: found.id, version, rules, at, by: actor.name })
    record(tx, at, actor, {
      action: 'application.changed',
      object: { type: 'application', id: guid, name },
      details: {
        fields: Object.keys(change).filter((key) => change[key as keyof ApplicationChange] !== undefined),
        rulesVersion: version,
      },
    })
  })
}

/** @throws Refusal `not found` */
export function getApplication(db: Reader, guid: string): Application {
  const row = applications.get(db, guid)
  if (!row) throw notFound('application')
  return view(row)
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

/** All applications by name. */
export const listApplications = (db: Reader): Application[] => applications.all(db).map(view)

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

function view(row: ApplicationRow): Application {
  const after =
    row.summary === null
      ? undefined
      : (JSON.parse(row.summary) as { after: { accounts: number; grants: number } }).after
  return {
    id: row.guid,
    kind: row.kind,
    name: row.name,
    priority: row.priority,
    archived: row.archived_at !== null,
    rulesVersion: row.rules_version,
    rules: rulesOf(row),
    generation: row.current_seq,
    extractAt: row.extract_at === null ? null : new Date(row.extract_at).toISOString(),
    appliedAt: row.applied_at === null ? null : new Date(row.applied_at).toISOString(),
    accounts: after?.accounts ?? 0,
    grants: after?.grants ?? 0,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
    revision: row.revision,
  }
}
