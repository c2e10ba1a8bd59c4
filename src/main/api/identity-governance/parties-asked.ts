import { findIdentity } from '../../domain/identities/references.service.ts'
import type { Principal } from '../../domain/roles/principal.ts'
import { findPrincipal } from '../../domain/roles/principals.service.ts'
import type { Reader } from '../../storage/open.ts'

// A list asked for somebody unknown is empty: row -1 is nobody.

/** A person or a role that a filter names; one who is not there has no tasks. */
export const principalNamed = (db: Reader, id: string | null): Principal | null =>
  id === null ? null : (findPrincipal(db, id) ?? { kind: 'identity', id: -1 })

export const personNamed = (db: Reader, id: string | null): number | null =>
  id === null ? null : (findIdentity(db, id.replace(/^managed\/user\//, ''))?.id ?? -1)
