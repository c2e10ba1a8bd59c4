import { z } from 'zod'
import { Guid, PageQuery } from '../../../contract/common.ts'
import {
  ApplyImport,
  Change,
  ChangePage,
  ChangeQuery,
  HoldChange,
  ReleaseDoubts,
  Import,
  ImportLog,
  ImportPage,
  ImportQuery,
  RejectedRowPage,
  RestoreTo,
  StageUpload,
} from '../../../contract/imports.ts'
import { decodeCursor, encodeCursor, newestFirst } from './paging.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Guid })

export const importRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/imports',
    summary: 'List imports, newest first',
    access: { scope: 'imports:read' },
    query: ImportQuery,
    answers: { status: 200, schema: ImportPage },
    handle({ query, services }) {
      const page = { before: decodeCursor(query.cursor, newestFirst), limit: query.limit }
      const { items, total, next } = services.imports.list(
        { application: query.applicationId, state: query.state },
        page,
      )
      return { body: { items, total, ...encodeCursor(next) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/imports',
    summary: 'Stage files that were uploaded before',
    access: { scope: 'imports:stage' },
    body: StageUpload,
    answers: { status: 201, schema: Import },
    handle: ({ body, actor, services }) => {
      const file = services.intake.assign(actor, body.fileId, body.applicationId)
      const id = file.importId ?? ''
      return { body: services.imports.get(id), headers: { location: `/v1/imports/${id}` } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/imports/:id',
    summary: 'Read one import',
    access: { scope: 'imports:read' },
    params,
    answers: { status: 200, schema: Import },
    handle: ({ params: { id }, services }) => {
      const importRun = services.imports.get(id)
      return { body: importRun, headers: { etag: `"${importRun.revision}"` } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/imports/:id/changes',
    summary: 'Read the preview: what the import changes, in the order of accounts',
    access: { scope: 'imports:read' },
    params,
    query: ChangeQuery,
    answers: { status: 200, schema: ChangePage },
    handle({ params: { id }, query, services }) {
      const after = decodeCursor(query.cursor, 0)
      const { items, total } = services.imports.changes(id, {
        after,
        limit: query.limit,
        kind: query.kind ?? null,
        words: query.q?.trim() || null,
        onlyHeld: query.held ?? null,
      })
      return {
        body: { items, total, ...encodeCursor(items.length === query.limit ? (items.at(-1)?.id ?? null) : null) },
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/imports/:id/changes/:changeId',
    summary: 'Read one change of the preview',
    access: { scope: 'imports:read' },
    params: z.object({ id: Guid, changeId: z.coerce.number().int().positive() }),
    answers: { status: 200, schema: Change },
    handle: ({ params: { id, changeId }, services }) => ({ body: services.imports.change(id, changeId) }),
  }),
  route({
    method: 'POST',
    path: '/v1/imports/:id/holds',
    summary: 'Hold a change back, in this import and in later ones, until it is released',
    access: { scope: 'imports:apply' },
    params,
    body: HoldChange,
    answers: { status: 201, schema: Import },
    handle: ({ params: { id }, body, actor, services }) => ({
      body: services.imports.hold(actor, id, body.changeId, body.reason),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/v1/imports/:id/holds/:changeId',
    summary: 'Release a change that was held back',
    access: { scope: 'imports:apply' },
    params: z.object({ id: Guid, changeId: z.coerce.number().int().positive() }),
    answers: { status: 200, schema: Import },
    handle: ({ params: { id, changeId }, actor, services }) => ({
      body: services.imports.release(actor, id, changeId),
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/imports/:id/release-doubts',
    summary: 'Let everything pass that rows which could not be read may contradict',
    access: { scope: 'imports:apply' },
    params,
    body: ReleaseDoubts,
    answers: { status: 200, schema: Import },
    handle: ({ params: { id }, body, actor, services }) => ({
      body: services.imports.releaseDoubts(actor, id, body.reason),
    }),
  }),
  route({
    method: 'GET',
    path: '/v1/imports/:id/rejected-rows',
    summary: 'Read the rows that were not used, with their reasons',
    access: { scope: 'imports:read' },
    params,
    query: PageQuery,
    answers: { status: 200, schema: RejectedRowPage },
    handle({ params: { id }, query, services }) {
      const { items, total } = services.imports.rejected(id, decodeCursor(query.cursor, 0), query.limit)
      return {
        body: { items, total, ...encodeCursor(items.length === query.limit ? (items.at(-1)?.id ?? null) : null) },
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/imports/:id/log',
    summary: 'Read what happened to an import, line by line',
    access: { scope: 'imports:read' },
    params,
    answers: { status: 200, schema: ImportLog },
    handle: ({ params: { id }, services }) => ({ body: { items: services.imports.log(id) } }),
  }),
  route({
    method: 'POST',
    path: '/v1/imports/:id/apply',
    summary: 'Approve the preview that has this digest; it is applied in the background',
    access: { scope: 'imports:apply' },
    params,
    body: ApplyImport,
    answers: { status: 202, schema: Import },
    handle: ({ params: { id }, body, actor, services }) => ({
      body: services.imports.apply(actor, id, body.digest, body.override?.reason ?? null),
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/imports/:id/stage-again',
    summary:
      'Read the files again by the rules as they are now: a new preview, or a new import for one that was refused',
    access: { scope: 'imports:stage' },
    params,
    answers: { status: 202, schema: Import },
    handle: ({ params: { id }, actor, services }) => {
      const again = services.imports.stageAgain(actor, id)
      return { body: again, headers: { location: `/v1/imports/${again.id}` } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/imports/:id/cancel',
    summary: 'Stop an import; nothing of it stays',
    access: { scope: 'imports:stage' },
    params,
    answers: { status: 202, schema: Import },
    handle: ({ params: { id }, actor, services }) => ({ body: services.imports.cancel(actor, id) }),
  }),
  route({
    method: 'POST',
    path: '/v1/imports/:id/undo',
    summary: 'Stage the way back to the generation before this one',
    needsStepUp: true,
    access: { scope: 'imports:apply' },
    params,
    answers: { status: 201, schema: Import },
    handle: ({ params: { id }, actor, services }) => {
      const undo = services.imports.undo(actor, id)
      return { body: undo, headers: { location: `/v1/imports/${undo.id}` } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/imports/restore',
    summary: 'Stage the way back to any earlier generation of an application',
    needsStepUp: true,
    access: { scope: 'imports:apply' },
    body: RestoreTo,
    answers: { status: 201, schema: Import },
    handle: ({ body, actor, services }) => {
      const restore = services.imports.restore(actor, body.applicationId, body.generation)
      return { body: restore, headers: { location: `/v1/imports/${restore.id}` } }
    },
  }),
]
