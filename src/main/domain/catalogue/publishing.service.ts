import type { Reader, Writer } from '../../storage/open.ts'
import type { Environment } from '../shared/environment.ts'
import { type FieldError, DomainError } from '../shared/errors.ts'
import { requireRight, type Participant } from '../sign-in/participant.ts'
import type { Principal } from '../roles/principal.ts'
import { longIdOf } from '../roles/principals.service.ts'
import { addEntry, type Entry } from './catalogue.service.ts'
import { type EntitlementFilter, publishable, type PublishableEntitlement } from './publishing.store.ts'

export type { EntitlementFilter, PublishableEntitlement } from './publishing.store.ts'

/** One page of the entitlements that imports brought, by application and path. */
export const listEntitlements = (
  db: Reader,
  filter: EntitlementFilter,
  offset: number,
  limit: number,
): { items: PublishableEntitlement[]; total: number } => ({
  items: publishable.page(db, filter, offset, limit),
  total: publishable.count(db, filter),
})

interface Publication {
  /** Rows of entitlements; null publishes everything that the filter leaves. */
  readonly ids: readonly number[] | null
  readonly filter: EntitlementFilter
  /** Who carries out what was approved: Castellan can't, in another system. */
  readonly provisioner: Principal
  readonly owner: Principal | null
  readonly riskLevel: number | null
  /** As an entry's approvers; null leaves it to the default approvers. */
  readonly approvers: readonly string[] | null
}

const mostAtOnce = 20_000

/**
 * Makes entitlements requestable: each becomes an entry of class `system-value`. What is published already is passed over.
 * @returns the entries that were made
 * @throws DomainError `forbidden`, or `invalid` when nothing is meant, too much at once, or something that is not there
 */
export function publish(env: Environment, participant: Participant, input: Publication): Entry[] {
  requireRight(participant, 'catalogue:write')
  return env.store.transact((tx) => {
    const titleOf = titles(tx)
    return chosenEntitlements(tx, input).map((entitlement) =>
      addEntry(env, tx, participant, {
        key: null,
        class: 'system-value',
        entitlement: entitlement.id,
        body: {
          system: entitlement.application,
          objectType: 'account',
          attributeName: 'entitlement',
          attributeValue: entitlement.path,
          displayName: titleOf(entitlement),
          description: entitlement.description,
          requestable: true,
          provisioner: longIdOf(tx, input.provisioner),
          ...(input.owner === null ? {} : { entitlementOwner: longIdOf(tx, input.owner) }),
          ...(input.riskLevel === null ? {} : { riskLevel: input.riskLevel }),
          ...(input.approvers === null ? {} : { approvers: [...input.approvers] }),
        },
      }),
    )
  })
}

/**
 * What people call an entitlement wherever it is asked for or decided about: its name, and the rest of its path where its
 * application has another one of that name, which nobody could tell from it.
 */
function titles(tx: Writer): (entitlement: PublishableEntitlement) => string {
  const names = new Map<string, ReadonlyMap<string, number>>()
  return ({ name, path, application, applicationId }) => {
    const counts = names.get(applicationId) ?? publishable.names(tx, applicationId)
    names.set(applicationId, counts)
    const rest = path.slice(0, -name.length).replace(/ › $/, '')
    return (counts.get(name) ?? 0) > 1 && rest !== ''
      ? `${name} (${rest}) in ${application}`
      : `${name} in ${application}`
  }
}

/** The entitlements that are meant and not published yet. */
function chosenEntitlements(tx: Writer, { filter, ids }: Publication): PublishableEntitlement[] {
  const wrong = (message: string, ...fields: FieldError[]) => new DomainError('invalid', message, fields)
  const selection = { ...filter, ids }
  if (ids !== null) {
    const existing = new Set(publishable.page(tx, { ...selection, published: null }, 0, mostAtOnce).map(({ id }) => id))
    const unknown = ids.flatMap((id, at) =>
      existing.has(id) ? [] : [{ field: `ids.${at}`, message: `names no entitlement that an import brought: ${id}` }],
    )
    if (unknown.length > 0) throw wrong('Some of these entitlements are not there.', ...unknown)
  }
  const left = { ...selection, published: false }
  const many = publishable.count(tx, left)
  if (many === 0)
    throw wrong('There is nothing to publish.', {
      field: 'ids',
      message: 'names nothing that is not published already',
    })
  if (many > mostAtOnce)
    throw wrong(`${many} entitlements fit, and at most ${mostAtOnce} are published at once.`, {
      field: 'q',
      message: 'narrow it: choose an application, or say more words',
    })
  return publishable.page(tx, left, 0, mostAtOnce)
}
