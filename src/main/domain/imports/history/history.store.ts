import type { Reader } from '../../../storage/open.ts'
import { query } from '../../../storage/query.ts'
import { type ImportWithNames, withNames } from '../model/imports.store.ts'

type Select = Parameters<Parameters<typeof query>[0]>[0]

/** What waits comes first, then the rest by when it began, newest first. */
const inOrder = (q: Select) =>
  withNames(q)
    .orderBy((e) => e.case().when('i.state', 'in', ['queued', 'staged']).then(0).else(1).end())
    .orderBy((e) => e.fn.coalesce('i.started_at', 'i.finished_at', 'i.created_at'), 'desc')
    .orderBy('i.id', 'desc')

const page = query((q, p: { offset: number; limit: number }) => inOrder(q).limit(p.limit).offset(p.offset))
const pageOfApplication = query((q, p: { application: string; offset: number; limit: number }) =>
  inOrder(q).where('a.guid', '=', p.application).limit(p.limit).offset(p.offset),
)
const countAll = query((q, _: Record<never, never>) =>
  q.selectFrom('import').select((e) => e.fn.countAll<number>().as('n')),
)
const countOfApplication = query((q, p: { application: string }) =>
  q
    .selectFrom('import as i')
    .innerJoin('source as s', 's.id', 'i.source_id')
    .innerJoin('application as a', 'a.id', 's.application_id')
    .where('a.guid', '=', p.application)
    .select((e) => e.fn.countAll<number>().as('n')),
)
const newestOf = query((q, p: { application: string }) =>
  withNames(q).where('a.guid', '=', p.application).orderBy('i.id', 'desc').limit(1),
)

/** Imports for clients that count pages. */
export const history = {
  page: (db: Reader, application: string | null, offset: number, limit: number): ImportWithNames[] =>
    application === null ? page.all(db, { offset, limit }) : pageOfApplication.all(db, { application, offset, limit }),
  count: (db: Reader, application: string | null): number =>
    (application === null ? countAll.get(db, {}) : countOfApplication.get(db, { application }))?.n ?? 0,
  /** The last import that was made for an application, whatever became of it. */
  newestOf: (db: Reader, application: string): ImportWithNames | undefined => newestOf.get(db, { application }),
}
