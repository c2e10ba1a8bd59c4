import type { PrincipalChoice } from '../../../contract/catalogue.ts'
import { foldSearch } from '../../storage/fold.ts'
import type { Reader } from '../../storage/open.ts'
import { listPeopleNow } from '../identities/people.service.ts'
import { findIdentity } from '../identities/references.service.ts'
import { everybody } from '../authorization/internal-roles.ts'
import { rolePrincipal, personPrincipal } from './principal.ts'
import { viewPrincipal } from './principal.view.ts'
import { listRoles } from './roles.service.ts'

/** People and roles whose name has these words, for choosing somebody. Roles first: they are few. */
export function findPrincipals(
  db: Reader,
  { words, kind, limit }: { words: string; kind: 'person' | 'role' | null; limit: number },
): PrincipalChoice[] {
  const wanted = foldSearch(words.trim())
  const roles =
    kind === 'person'
      ? []
      : [...listRoles(db, 'managed'), ...listRoles(db, 'internal')]
          .filter(({ name, idm_id: id }) => id !== everybody && foldSearch(name).includes(wanted))
          .map(({ id }) => ({ ...viewPrincipal(db, rolePrincipal(id)), about: '' }))
  const question = { words: wanted || undefined, after: { name: '', id: 0 }, limit }
  const people =
    kind === 'role'
      ? []
      : listPeopleNow(db, question).items.flatMap(({ id, title, department }) => {
          const identity = findIdentity(db, id)
          const about = [title, department].filter(Boolean).join(' · ')
          return identity ? [{ ...viewPrincipal(db, personPrincipal(identity.id)), about }] : []
        })
  return [...roles, ...people].slice(0, limit)
}
