import type { Reader } from '../../storage/open.ts'
import { applicationReferences, type ApplicationReference } from './application-references.store.ts'

export type { ApplicationReference } from './application-references.store.ts'

/** An application by its row: what other things refer to. @throws Error when there is none */
export function applicationOf(db: Reader, id: number): ApplicationReference {
  const application = applicationReferences.byId(db, id)
  if (!application) throw new Error(`no application ${id}`)
  return application
}

/** An application by its GUID; rosters are none. */
export const findApplication = (db: Reader, guid: string): ApplicationReference | undefined =>
  applicationReferences.byGuid(db, guid)

/** The people who own an application, by row. */
export const ownersOf = (db: Reader, id: number): readonly number[] => applicationReferences.owners(db, id)
