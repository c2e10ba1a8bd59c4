import { getPersonNow, listPeopleByPage } from '../../domain/identities/people-pages.service.ts'
import { type Route, route } from '../http/route.ts'
import { viewIdentity } from './identity.ts'
import { offsetOf, paged } from './paging.ts'
import { ById, listOf, PageQuery, pageSize, VendorIdentity } from './wire.ts'

export const identityRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/identities',
    summary: 'List identities by last name, then first name',
    access: { scope: 'identities:read' },
    query: PageQuery,
    answers: { status: 200, schema: listOf(VendorIdentity) },
    handle({ query: { page }, services: { env } }) {
      const { items, total } = listPeopleByPage(env.store.reader, { offset: offsetOf(page), limit: pageSize })
      return { body: paged(items.map(viewIdentity), total, page) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/identities/:id',
    summary: 'Read one identity',
    access: { scope: 'identities:read' },
    params: ById,
    answers: { status: 200, schema: VendorIdentity },
    handle: ({ params: { id }, services: { env } }) => ({ body: viewIdentity(getPersonNow(env.store.reader, id)) }),
  }),
]
