import type { AccessModel as ModelView, WriteAccessModel } from '../../../../contract/access-models.ts'
import type { Reader } from '../../../storage/open.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { requireMayGive } from '../../authorization/giving.ts'
import { applicationOf } from '../../applications/application-references.service.ts'
import { findEntitlement } from '../../identities/entitlements.service.ts'
import { personIn, viewPersonOrNull } from '../../roles/principal.view.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError, notFound } from '../../shared/errors.ts'
import { expectRevision } from '../../shared/expect-revision.ts'
import { instant } from '../../shared/instant.ts'
import { type Participant, requireRight } from '../../sign-in/participant.ts'
import type { AccessModel } from './access-model.ts'
import { accessModels } from './access-models.store.ts'
import { enrolled } from './enrolled.store.ts'

export const listModels = (db: Reader): AccessModel[] => accessModels.all(db)

/** @throws DomainError `not-found` */
export function getModel(db: Reader, guid: string): AccessModel {
  const model = accessModels.byGuid(db, guid)
  if (!model) throw notFound('access-model')
  return model
}

/**
 * A model as `/v1` shows it: beside each entitlement how many of those who meet the conditions hold it, which is what says
 * whether the model is still right.
 */
export function viewModel(db: Reader, model: AccessModel): ModelView {
  const people = enrolled.count(db, model.conditions)
  const holders = enrolled.holders(db, model.conditions)
  return {
    id: model.guid,
    name: model.name,
    description: model.description,
    owner: viewPersonOrNull(db, model.owner),
    enabled: model.isEnabled,
    enrolment: model.enrolment,
    conditions: model.conditions.map(({ attribute, values }) => ({ attribute, values: [...values] })),
    entitlements: accessModels.ideal(db, model.id).map(({ entitlement, application, access }) => {
      const { name, path } = findEntitlement(db, entitlement)
      const { guid: applicationId, name: applicationName } = applicationOf(db, application)
      return {
        id: entitlement,
        applicationId,
        application: applicationName,
        name,
        path,
        access,
        holders: holders.get(entitlement) ?? 0,
      }
    }),
    people,
    updatedAt: instant(model.updatedAt),
    revision: model.revision,
  }
}

interface ModelRevision {
  readonly id: string
  readonly seen: number
}

/**
 * Makes an access model. Whoever writes one says what new people get.
 * @throws DomainError `forbidden`, `conflict` for a name that is taken, `invalid` with everything that is wrong
 */
export function createModel(env: Environment, participant: Participant, input: WriteAccessModel): AccessModel {
  return env.store.transact((tx) => {
    requireMayWrite(env, participant)
    refuseTwin(tx, input.name, null)
    const guid = env.newId()
    const { stored, ideal } = validated(tx, input, env.clock())
    const id = accessModels.insert(tx, guid, stored)
    accessModels.setIdeal(tx, id, 0, ideal)
    audit(env, participant, { tx, guid, name: input.name, what: 'created' })
    return getModel(tx, guid)
  })
}

/** Puts another content in the place of a model's, as its next version. @throws DomainError as `createModel`, and `stale` */
export function changeModel(
  env: Environment,
  participant: Participant,
  { id, seen }: ModelRevision,
  input: WriteAccessModel,
): AccessModel {
  return env.store.transact((tx) => {
    requireMayWrite(env, participant)
    const model = getModel(tx, id)
    expectRevision(model.revision, seen)
    refuseTwin(tx, input.name, model.id)
    const { stored, ideal } = validated(tx, input, env.clock())
    accessModels.update(tx, model.id, stored)
    accessModels.setIdeal(tx, model.id, model.revision + 1, ideal)
    audit(env, participant, { tx, guid: id, name: input.name, what: 'changed' })
    return getModel(tx, id)
  })
}

/** @throws DomainError `forbidden`, `not-found`, `stale` */
export function removeModel(env: Environment, participant: Participant, { id, seen }: ModelRevision): void {
  env.store.transact((tx) => {
    requireMayWrite(env, participant)
    const model = getModel(tx, id)
    expectRevision(model.revision, seen)
    accessModels.remove(tx, model.id, env.clock())
    audit(env, participant, { tx, guid: id, name: model.name, what: 'removed' })
  })
}

function requireMayWrite(env: Environment, participant: Participant): void {
  requireRight(participant, 'events:write')
  requireMayGive(participant, { kind: 'decider' }, env.clock())
}

function refuseTwin(db: Reader, name: string, self: number | null): void {
  const twin = accessModels.all(db).find((model) => model.name.toLowerCase() === name.toLowerCase())
  if (twin && twin.id !== self) throw new DomainError('conflict', `There is an access model ${twin.name} already.`)
}

function validated(db: Reader, input: WriteAccessModel, at: number) {
  const known = accessModels.entitlements(
    db,
    input.entitlements.map(({ id }) => id),
  )
  const errors = input.entitlements.flatMap(({ id }, i) =>
    known.has(id) ? [] : [{ field: `entitlements.${i}.id`, message: 'names no entitlement' }],
  )
  if (errors.length > 0) throw new DomainError('invalid', 'This access model is not valid.', errors)
  const { name, description, enabled: isEnabled, enrolment, conditions } = input
  const owner = input.ownerId === null ? null : personIn(db, 'ownerId', input.ownerId)
  return {
    stored: { name, description, owner, isEnabled, enrolment, conditions, at },
    ideal: new Map(input.entitlements.map(({ id, access }) => [id, access])),
  }
}

function audit(
  env: Environment,
  { actor }: Participant,
  {
    tx,
    guid,
    name,
    what,
  }: {
    readonly tx: Parameters<typeof recordAudit>[0]
    readonly guid: string
    readonly name: string
    readonly what: string
  },
): void {
  recordAudit(tx, env.clock(), actor, {
    action: `access-model.${what}`,
    object: { type: 'access-model', id: guid, name },
    details: {},
  })
}
