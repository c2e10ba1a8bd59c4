import { z } from 'zod'
import { Guid } from '../../../contract/common.ts'
import {
  AssignFile,
  FileInspection,
  ReceivedFile,
  ReceivedFilePage,
  ReceivedFileQuery,
  InspectQuery,
  TriedRules,
  TryRules,
  UploadQuery,
} from '../../../contract/files.ts'
import { DomainError } from '../../domain/shared/errors.ts'
import { decodeCursor, encodeCursor, newestFirst } from './paging.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Guid })

export const fileRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/files',
    summary: 'List every file that was seen, with what became of it and why',
    access: { scope: 'imports:read' },
    query: ReceivedFileQuery,
    answers: { status: 200, schema: ReceivedFilePage },
    handle({ query, services }) {
      const page = { before: decodeCursor(query.cursor, newestFirst), limit: query.limit }
      const { items, total, next } = services.intake.list(
        { state: query.state, application: query.applicationId, readable: query.readable },
        page,
      )
      return { body: { items, total, ...encodeCursor(next) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/files',
    summary: 'Upload a file: the body is its bytes, the query its name. It is staged when an application knows it',
    access: { scope: 'imports:stage' },
    query: UploadQuery,
    rawBody: 'application/octet-stream',
    answers: { status: 201, schema: ReceivedFile },
    async handle({ query, request, caller, actor, services }) {
      if (request.body === null) throw new DomainError('invalid', 'The body is empty; send the bytes of the file.')
      const copy = await services.keepPrivately(request.body)
      const arrived = {
        origin: caller.kind === 'token' || caller.kind === 'operator' ? 'api' : 'window',
        path: query.name,
        name: query.name,
        size: copy.size,
        sha256: copy.sha256,
        modifiedAt: query.modifiedAt === undefined ? services.env.clock() : Date.parse(query.modifiedAt),
      } as const
      const trigger = caller.kind === 'token' || caller.kind === 'operator' ? 'API' : 'Manual'
      const file = query.sample
        ? services.intake.addSample(actor, arrived)
        : services.intake.receive(actor, { ...arrived, trigger, applicationId: query.applicationId })
      return { body: file, headers: { location: `/v1/files/${file.id}` } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/files/:id/inspection',
    summary: 'See how a file is written, its first rows, and a draft of rules for it',
    access: { scope: 'imports:stage' },
    params,
    query: InspectQuery,
    answers: { status: 200, schema: FileInspection },
    handle: ({ params: { id }, query, services }) => ({ body: services.inspection.inspect(id, query) }),
  }),
  route({
    method: 'POST',
    path: '/v1/files/:id/try-rules',
    summary: 'Try rules that are not saved on the first rows of a file: all that is wrong, and what each row would say',
    access: { scope: 'imports:stage' },
    params,
    body: TryRules,
    answers: { status: 200, schema: TriedRules },
    handle: ({ params: { id }, body, services }) => ({ body: services.inspection.try(id, body.fileGroup) }),
  }),
  route({
    method: 'POST',
    path: '/v1/files/:id/assign',
    summary: 'Say whose file it is',
    access: { scope: 'imports:stage' },
    params,
    body: AssignFile,
    answers: { status: 200, schema: ReceivedFile },
    handle: ({ params: { id }, body, actor, services }) => ({
      body: services.intake.assign(actor, id, body.applicationId),
    }),
  }),
]
