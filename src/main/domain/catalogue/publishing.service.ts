import type { Reader } from '../../storage/open.ts'
import type { Environment } from '../environment.ts'
import { Refusal } from '../errors.ts'
import { mustHave, type Participant } from '../roles/participant.ts'
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

export interface Publication {
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
 * @throws Refusal `forbidden`, or `invalid` when nothing is meant
 */
export function publish(env: Environment, who: Participant, wish: Publication): Entry[] {
  mustHave(who, 'catalogue:write')
  return env.store.transact((tx) => {
    const found = publishable.page(tx, { ...wish.filter, published: false }, 0, mostAtOnce)
    const wanted = wish.ids === null ? undefined : new Set(wish.ids)
    const chosen = wanted ? found.filter(({ id }) => wanted.has(id)) : found
    if (chosen.length === 0)
      throw new Refusal('invalid', 'Nothing is left to publish.', [
        { field: 'ids', message: 'names nothing that is not published already' },
      ])
    return chosen.map((one) =>
      addEntry(env, tx, who, {
        key: null,
        class: 'system-value',
        entitlement: one.id,
        body: {
          system: one.application,
          objectType: 'account',
          attributeName: 'entitlement',
          attributeValue: one.path,
          displayName: `${one.name} in ${one.application}`,
          description: one.description,
          requestable: true,
          provisioner: longIdOf(tx, wish.provisioner),
          ...(wish.owner === null ? {} : { entitlementOwner: longIdOf(tx, wish.owner) }),
          ...(wish.riskLevel === null ? {} : { riskLevel: wish.riskLevel }),
          ...(wish.approvers === null ? {} : { approvers: [...wish.approvers] }),
        },
      }),
    )
  })
}
