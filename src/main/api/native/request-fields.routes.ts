import { z } from 'zod'
import { RequestField, RequestFieldList, WriteRequestField } from '../../../contract/catalogue.ts'
import { Guid } from '../../../contract/common.ts'
import { viewField, viewFields } from '../../domain/catalogue/item.view.ts'
import { createField, listFields, removeField, updateField } from '../../domain/catalogue/request-fields.service.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Guid })
const tag = (revision: number) => ({ etag: `"${revision}"` })

export const requestFieldRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/request-fields',
    summary: 'List the questions that requests ask',
    access: { scope: 'catalogue:read' },
    answers: { status: 200, schema: RequestFieldList },
    handle({ services }) {
      const db = services.env.store.reader
      return { body: { items: viewFields(db, listFields(db)) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/request-fields',
    summary: 'Make a question',
    access: { scope: 'requests:manage' },
    body: WriteRequestField,
    answers: { status: 201, schema: RequestField },
    handle({ body, ...context }) {
      const { env } = context.services
      const field = viewField(env.store.reader, createField(env, participantIn(context), body))
      return { body: field, headers: { location: `/v1/request-fields/${field.id}`, ...tag(field.revision) } }
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/request-fields/:id',
    summary: 'Change a question',
    access: { scope: 'requests:manage' },
    params,
    body: WriteRequestField,
    needsIfMatch: true,
    answers: { status: 200, schema: RequestField },
    handle({ params: { id }, body, request, ...context }) {
      const { env } = context.services
      const field = viewField(
        env.store.reader,
        updateField(env, participantIn(context), { key: id, revision: revisionFromIfMatch(request), input: body }),
      )
      return { body: field, headers: tag(field.revision) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/request-fields/:id',
    summary: 'Take a question out of use; what was answered stays',
    access: { scope: 'requests:manage' },
    params,
    needsIfMatch: true,
    answers: { status: 204, schema: null },
    handle({ params: { id }, request, ...context }) {
      const { env } = context.services
      removeField(env, participantIn(context), id, revisionFromIfMatch(request))
      return {}
    },
  }),
]
