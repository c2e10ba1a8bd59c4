import { getApplication, listApplications } from '../../domain/applications/applications.service.ts'
import { newestImport } from '../../domain/imports/history/history.service.ts'
import { type Route, route } from '../http/route.ts'
import { viewApplication } from './application.ts'
import { offsetOf, paged } from './paging.ts'
import { ById, listOf, PageQuery, pageSize, VendorApplication } from './wire.ts'

export const applicationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/applications',
    summary: 'List applications by name',
    access: { scope: 'applications:read' },
    query: PageQuery,
    answers: { status: 200, schema: listOf(VendorApplication) },
    handle({ query: { page }, services: { env } }) {
      const { reader } = env.store
      const all = listApplications(reader)
      const shown = all.slice(offsetOf(page), offsetOf(page) + pageSize)
      const items = shown.map((application) => viewApplication(application, newestImport(reader, application.id)))
      return { body: paged(items, all.length, page) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/applications/:id',
    summary: 'Read one application with its connector and its last import',
    access: { scope: 'applications:read' },
    params: ById,
    answers: { status: 200, schema: VendorApplication },
    handle: ({ params: { id }, services: { env } }) => ({
      body: viewApplication(getApplication(env.store.reader, id), newestImport(env.store.reader, id)),
    }),
  }),
]
