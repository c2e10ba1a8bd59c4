import { z } from 'zod'
import { AccessModel, AccessModelList, WriteAccessModel } from '../../../contract/access-models.ts'
import { Guid } from '../../../contract/common.ts'
import type { AccessModel as Model } from '../../domain/personnel-events/models/access-model.ts'
import {
  changeModel,
  createModel,
  getModel,
  listModels,
  removeModel,
  viewModel,
} from '../../domain/personnel-events/models/access-models.service.ts'
import type { Reader } from '../../storage/open.ts'
import { type Route, route } from '../http/route.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'

const params = z.object({ id: Guid })
const one = '/v1/access-models/:id'

const answer = (db: Reader, model: Model) => ({
  body: viewModel(db, model),
  headers: { etag: `"${model.revision}"` },
})

export const accessModelRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/access-models',
    summary: 'List access models: the ideal access of each kind of job, and how many hold it',
    access: { scope: 'events:read' },
    answers: { status: 200, schema: AccessModelList },
    handle({ services }) {
      const db = services.env.store.reader
      return { body: { items: listModels(db).map((model) => viewModel(db, model)) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/access-models',
    summary: 'Make an access model',
    access: { scope: 'events:write' },
    body: WriteAccessModel,
    answers: { status: 201, schema: AccessModel },
    handle: (context) =>
      answer(
        context.services.env.store.reader,
        createModel(context.services.env, participantIn(context), context.body),
      ),
  }),
  route({
    method: 'GET',
    path: one,
    summary: 'Read an access model',
    access: { scope: 'events:read' },
    params,
    answers: { status: 200, schema: AccessModel },
    handle({ params: { id }, services }) {
      const db = services.env.store.reader
      return answer(db, getModel(db, id))
    },
  }),
  route({
    method: 'PUT',
    path: one,
    summary: 'Change an access model; the versions before it stay on record',
    access: { scope: 'events:write' },
    params,
    body: WriteAccessModel,
    needsIfMatch: true,
    answers: { status: 200, schema: AccessModel },
    handle(context) {
      const { params: p, body, request, services } = context
      const revision = { id: p.id, seen: revisionFromIfMatch(request) }
      return answer(services.env.store.reader, changeModel(services.env, participantIn(context), revision, body))
    },
  }),
  route({
    method: 'DELETE',
    path: one,
    summary: 'Remove an access model; events that used it keep what they did',
    access: { scope: 'events:write' },
    params,
    needsIfMatch: true,
    answers: { status: 204, schema: null },
    handle(context) {
      const revision = { id: context.params.id, seen: revisionFromIfMatch(context.request) }
      removeModel(context.services.env, participantIn(context), revision)
      return {}
    },
  }),
]
