import { AuditPage, AuditVerification } from '../../../contract/audit.ts'
import { PageQuery } from '../../../contract/common.ts'
import { listEntries, verify } from '../../domain/audit/audit.service.ts'
import { decodeCursor, encodeCursor, newestFirst } from './paging.ts'
import { type Route, route } from './route.ts'

export const auditRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/audit',
    summary: 'List audit entries, newest first',
    access: { scope: 'audit:read' },
    query: PageQuery,
    answers: { status: 200, schema: AuditPage },
    handle({ query, services }) {
      const { items, total, next } = listEntries(
        services.env.store.reader,
        decodeCursor(query.cursor, newestFirst),
        query.limit,
      )
      return { body: { items, total, ...encodeCursor(next) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/audit/verify',
    summary: 'Walk the whole chain and say whether it holds',
    access: { scope: 'audit:read' },
    answers: { status: 200, schema: AuditVerification },
    handle: ({ services }) => ({ body: verify(services.env.store.reader) }),
  }),
]
