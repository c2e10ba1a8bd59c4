import { AuditPage, AuditVerification, VerifyAudit } from '../../../contract/audit.ts'
import { PageQuery } from '../../../contract/common.ts'
import { listEntries } from '../../domain/audit/audit.service.ts'
import { decodeCursor, encodeCursor, newestFirst } from './paging.ts'
import { type Route, route } from '../http/route.ts'

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
    summary: 'Prove the log: the chain, its checkpoints and those kept elsewhere, and the facts that were applied',
    access: { scope: 'audit:read' },
    body: VerifyAudit.prefault({}),
    answers: { status: 200, schema: AuditVerification },
    async handle({ body, services: { audit } }) {
      return { body: await audit.verify(body.against.map(({ name, text }) => ({ where: name, text }))) }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/audit/export',
    summary: 'Export the whole log for somebody without Castellan: entries, public key, signed checkpoints',
    access: { scope: 'audit:read' },
    answers: { status: 200, schema: null, produces: 'application/jsonl' },
    handle({ caller, actor, services: { audit } }) {
      const { lines } = audit.export({ caller, actor })
      const headers = {
        'content-type': 'application/jsonl',
        'x-request-id': actor.requestId ?? '',
        'content-disposition': 'attachment; filename="castellan-audit.jsonl"',
      }
      return new Response(streamOf(lines), { headers })
    },
  }),
]

/** Made as fast as it is read, so that a long log never lies in memory. */
function streamOf(lines: Iterable<string>): ReadableStream<Uint8Array> {
  const iterator = lines[Symbol.iterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull(controller) {
      const next = iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
  })
}
