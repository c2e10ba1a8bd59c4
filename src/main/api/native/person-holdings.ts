import type { PersonHoldings } from '../../../contract/catalogue.ts'
import { listItems } from '../../domain/catalogue/catalogue.service.ts'
import { viewItem } from '../../domain/catalogue/item.view.ts'
import { notFound } from '../../domain/shared/errors.ts'
import { findIdentity } from '../../domain/identities/references.service.ts'
import { heldItemsAmong } from '../../domain/access-requests/workflow/holdings.service.ts'
import { mayShowAccessOf } from '../../domain/access-requests/workflow/people-visibility.ts'
import { hasRight, type Participant } from '../../domain/sign-in/participant.ts'
import { rolePrincipal } from '../../domain/roles/principal.ts'
import { viewPerson, viewPrincipal } from '../../domain/roles/principal.view.ts'
import { everybody } from '../../domain/authorization/internal-roles.ts'
import { membershipsOf } from '../../domain/roles/roles.service.ts'
import type { Reader } from '../../storage/open.ts'

/**
 * What somebody holds that Castellan keeps or that can be asked for. One sees it of oneself, of who reports to one, and
 * of everybody with the right to see people or requests.
 * @throws DomainError `not-found`
 */
export function personHoldings(db: Reader, participant: Participant, id: string): PersonHoldings {
  const identity = findIdentity(db, id)?.id
  const may = (of: number) => hasRight(participant, 'identities:read') || mayShowAccessOf(db, participant, of)
  // A caller who cannot see a person does not learn whether that person exists.
  if (identity === undefined || !may(identity)) throw notFound('person')
  const items = listItems(db)
  const held = heldItemsAmong(db, identity, items)
  const roles = new Map(
    membershipsOf(db, identity)
      .filter(({ idmId }) => idmId !== everybody)
      .map(({ roleId }) => [roleId, viewPrincipal(db, rolePrincipal(roleId))]),
  )
  return {
    person: viewPerson(db, identity),
    roles: [...roles.values()].sort((a, b) => a.name.localeCompare(b.name, 'en')),
    items: items.filter(({ id }) => held.has(id)).map((item) => viewItem(db, item)),
  }
}
