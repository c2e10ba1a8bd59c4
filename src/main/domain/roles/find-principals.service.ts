import type { PrincipalRef } from '../../../contract/catalogue.ts'
import type { Reader } from '../../storage/open.ts'
import { listPeopleNow } from '../identities/people.service.ts'
import { findIdentity } from '../identities/references.service.ts'
import { everybody } from './role.ts'
import { group, person } from './principal.ts'
import { viewPrincipal } from './principal.view.ts'
import { listRoles } from './roles.service.ts'

/** People and roles whose name has these words, for choosing somebody. Roles first: they are few. */
export function findPrincipals(
  db: Reader,
  { words, kind, limit }: { words: string; kind: 'person' | 'role' | null; limit: number },
): PrincipalRef[] {
  const wanted = words.trim().toLowerCase()
  const roles =
    kind === 'person'
      ? []
      : [...listRoles(db, 'managed'), ...listRoles(db, 'internal')]
          .filter(({ name, idm_id: id }) => id !== everybody && name.toLowerCase().includes(wanted))
          .map(({ id }) => viewPrincipal(db, group(id)))
  const question = { words: wanted || undefined, after: { name: '', id: 0 }, limit }
  const people =
    kind === 'role'
      ? []
      : listPeopleNow(db, question).items.flatMap(({ id }) => {
          const found = findIdentity(db, id)
          return found ? [viewPrincipal(db, person(found.id))] : []
        })
  return [...roles, ...people].slice(0, limit)
}
