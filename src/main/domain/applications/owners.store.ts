import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'

const all = query((q, _: Record<never, never>) =>
  q
    .selectFrom('application_owner as o')
    .innerJoin('identity as i', 'i.id', 'o.identity_id')
    .leftJoin('person_now as p', 'p.identity_id', 'o.identity_id')
    .select((e) => ['o.application_id', 'i.guid', e.fn.coalesce('p.full_name', e.val('')).as('name')])
    .orderBy('p.sort_name')
    .orderBy('i.id'),
)
const of = query((q, p: { applicationId: number }) =>
  q
    .selectFrom('application_owner as o')
    .innerJoin('identity as i', 'i.id', 'o.identity_id')
    .leftJoin('person_now as p', 'p.identity_id', 'o.identity_id')
    .where('o.application_id', '=', p.applicationId)
    .select((e) => ['o.application_id', 'i.guid', e.fn.coalesce('p.full_name', e.val('')).as('name')])
    .orderBy('p.sort_name')
    .orderBy('i.id'),
)
const identity = query((q, p: { guid: string }) => q.selectFrom('identity').select('id').where('guid', '=', p.guid))
const clear = query((q, p: { applicationId: number }) =>
  q.deleteFrom('application_owner').where('application_id', '=', p.applicationId),
)
const add = query((q, p: { applicationId: number; identityId: number }) =>
  q.insertInto('application_owner').values({ application_id: p.applicationId, identity_id: p.identityId }),
)

export interface OwnerRow {
  readonly application_id: number
  readonly guid: string
  readonly name: string
}

/** Who answers for applications. */
export const owners = {
  all: (db: Reader): OwnerRow[] => all.all(db, {}),
  of: (db: Reader, applicationId: number): OwnerRow[] => of.all(db, { applicationId }),
  identityId: (db: Reader, guid: string): number | undefined => identity.get(db, { guid })?.id,
  replace(tx: Writer, applicationId: number, identityIds: readonly number[]): void {
    clear.run(tx, { applicationId })
    for (const identityId of identityIds) add.run(tx, { applicationId, identityId })
  },
}
