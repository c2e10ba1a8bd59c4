import { z } from 'zod'
import { Key } from '../../../contract/catalogue.ts'
import {
  AccessRequest,
  AccessRequestDetail,
  AccessRequestPage,
  AccessRequestQuery,
  AddAttachment,
  AddComment,
  AttachmentContent,
  CancelRequest,
  CreatedAccessRequests,
  NewAccessRequest,
  OutOfBandPage,
  RequestPreview,
} from '../../../contract/requests.ts'
import { AttachmentInfo, HistoryEntry } from '../../../contract/request-parts.ts'
import { PageQuery } from '../../../contract/common.ts'
import { refuseViolations } from '../../domain/access-requests/submission/policy-check.service.ts'
import { emptyFilter } from '../../domain/access-requests/model/list-filter.ts'
import {
  attachFile,
  removeAttachment,
  readAttachment,
} from '../../domain/access-requests/reading/attachments.service.ts'
import { addComment } from '../../domain/access-requests/reading/comments.service.ts'
import { requestDetail } from '../../domain/access-requests/reading/detail.service.ts'
import { preparePreview } from '../../domain/access-requests/submission/preview.service.ts'
import { cancelRequest, createRequests } from '../../domain/access-requests/submission/requests.service.ts'
import { listRequests } from '../../domain/access-requests/workflow/read-request.service.ts'
import type { CreateRequestInput } from '../../domain/access-requests/submission/create-input.service.ts'
import { viewAttachment, viewHistory, viewRequest } from '../../domain/access-requests/reading/request.view.ts'
import { listOutOfBand } from '../../domain/access-requests/verification/verification.service.ts'
import { requireRight, participantOf } from '../../domain/sign-in/participant.ts'
import { instant } from '../../domain/shared/instant.ts'
import { personIn } from '../../domain/roles/principal.view.ts'
import { decodeCursor, encodeCursor } from './paging.ts'
import { mapInSlices } from '../http/in-slices.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Key })
const fileParams = z.object({ id: Key, fileName: z.string().min(1).max(255) })

const inputOf = ({ people, items, comment: words }: z.infer<typeof NewAccessRequest>): CreateRequestInput => ({
  people,
  items: items.map(({ itemId, action, fields, endsAt }) => ({
    itemId,
    action,
    fields,
    endsAt: endsAt === null ? null : Date.parse(endsAt),
  })),
  comment: words,
})

export const requestRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/requests',
    summary: 'List requests, newest first: one’s own, or all',
    access: { scope: 'requests:make' },
    query: AccessRequestQuery,
    answers: { status: 200, schema: AccessRequestPage },
    handle({ query, caller, actor, services }) {
      const db = services.env.store.reader
      const participant = participantOf(db, { caller, actor })
      if (query.whose === 'all') requireRight(participant, 'requests:read')
      const offset = decodeCursor(query.cursor, 0)
      const { items, total } = listRequests(
        db,
        {
          ...emptyFilter,
          party: query.whose === 'mine' ? (participant.identity ?? -1) : null,
          status: query.status ?? null,
          verification: query.verification ?? null,
          requester: query.requesterId === undefined ? null : personIn(db, 'requesterId', query.requesterId),
          requestee: query.requesteeId === undefined ? null : personIn(db, 'requesteeId', query.requesteeId),
          item: query.itemId ?? null,
          words: query.q ?? null,
          offset,
          limit: query.limit,
        },
        true,
      )
      const next = items.length === query.limit ? offset + items.length : null
      return {
        body: { items: items.map((request) => viewRequest(db, request)), total: total ?? 0, ...encodeCursor(next) },
      }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/requests',
    summary: 'Ask for access: one request for each person. A policy may refuse it',
    access: { scope: 'requests:make' },
    body: NewAccessRequest,
    answers: { status: 201, schema: CreatedAccessRequests },
    handle({ body, caller, actor, services: { env } }) {
      const db = env.store.reader
      const participant = participantOf(db, { caller, actor })
      const requests = createRequests(env, participant, inputOf(body), refuseViolations)
      return { body: { items: requests.map((request) => viewRequest(db, request)) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/requests/preview',
    summary: 'See who would decide a request and what it would violate, before it is made. Nothing is stored',
    access: { scope: 'requests:make' },
    body: NewAccessRequest,
    answers: { status: 200, schema: RequestPreview },
    async handle({ body, caller, actor, services }) {
      const db = services.env.store.reader
      const preview = preparePreview(db, participantOf(db, { caller, actor }), inputOf(body))
      return { body: { people: await mapInSlices(preview.people, preview.previewPerson), fields: preview.fields } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/requests/out-of-band',
    summary: 'List access that appeared in an application without a request, newest first',
    access: { scope: 'requests:read' },
    query: PageQuery,
    answers: { status: 200, schema: OutOfBandPage },
    handle({ query, services }) {
      const offset = decodeCursor(query.cursor, 0)
      const { items, total } = listOutOfBand(services.env.store.reader, offset, query.limit)
      const views = items.map((access) => ({
        application: { id: access.applicationId, name: access.application },
        accountId: access.accountId,
        userName: access.userName,
        person: access.personId === null ? null : { id: access.personId, name: access.person ?? '' },
        itemId: access.entryId,
        item: access.item,
        since: instant(access.since),
        importId: access.importId,
        mayBeOlder: access.mayBeOlder === 1,
      }))
      return {
        body: { items: views, total, ...encodeCursor(items.length === query.limit ? offset + items.length : null) },
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/requests/:id',
    summary: 'Read a request with its tasks, history and files, as far as one may see them',
    access: { scope: 'requests:make' },
    params,
    answers: { status: 200, schema: AccessRequestDetail },
    handle({ params: { id }, caller, actor, services }) {
      const db = services.env.store.reader
      const detail = requestDetail(db, participantOf(db, { caller, actor }), id)
      return { body: detail, headers: { etag: `"${detail.request.revision}"` } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/requests/:id/cancel',
    summary: 'End a request before it is decided; what was done stays done',
    access: { scope: 'requests:make' },
    params,
    body: CancelRequest,
    answers: { status: 200, schema: AccessRequest },
    handle({ params: { id }, body, caller, actor, services: { env } }) {
      const participant = participantOf(env.store.reader, { caller, actor })
      return { body: viewRequest(env.store.reader, cancelRequest(env, participant, id, body.reason)) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/requests/:id/comments',
    summary: 'Say something about a request; hidden comments are kept from requester and requestee',
    access: { scope: 'requests:make' },
    params,
    body: AddComment,
    answers: { status: 201, schema: HistoryEntry },
    handle({ params: { id }, body, caller, actor, services: { env } }) {
      const participant = participantOf(env.store.reader, { caller, actor })
      const comment = { requestId: id, itemIds: body.items, comment: body.comment, isHidden: body.hidden }
      return { body: viewHistory(env.store.reader, addComment(env, participant, comment)) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/requests/:id/files',
    summary: 'Attach a file, as Base64',
    access: { scope: 'requests:make' },
    params,
    body: AddAttachment,
    answers: { status: 201, schema: AttachmentInfo },
    handle({ params: { id }, body: { items, ...file }, caller, actor, services: { env } }) {
      const participant = participantOf(env.store.reader, { caller, actor })
      return {
        body: viewAttachment(
          env.store.reader,
          attachFile(env, participant, { requestId: id, itemIds: items, ...file }),
        ),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/requests/:id/files/:fileName',
    summary: 'Read an attached file, as Base64',
    access: { scope: 'requests:make' },
    params: fileParams,
    answers: { status: 200, schema: AttachmentContent },
    handle({ params: { id, fileName }, caller, actor, services }) {
      const db = services.env.store.reader
      const { attachment, bytes } = readAttachment(db, participantOf(db, { caller, actor }), id, fileName)
      return { body: { ...viewAttachment(db, attachment), content: bytes.toString('base64') } }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/requests/:id/files/:fileName',
    summary: 'Take an attached file away: who attached it, or an administrator',
    access: { scope: 'requests:make' },
    params: fileParams,
    answers: { status: 204, schema: null },
    handle({ params: { id, fileName }, caller, actor, services: { env } }) {
      removeAttachment(env, participantOf(env.store.reader, { caller, actor }), id, fileName)
      return {}
    },
  }),
]
