import type { Import } from '../../../contract/imports.ts'
import { getApplication } from '../../domain/applications/applications.service.ts'
import { fileGroupNames, importMetrics, listHistory } from '../../domain/imports/history/history.service.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { viewSummary } from './application.ts'
import { viewImport, viewImportDetail } from './application-import.ts'
import { offsetOf, paged } from './paging.ts'
import { receiveUpload } from './upload.ts'
import {
  ById,
  CancelRequest,
  ImportListQuery,
  listOf,
  pageSize,
  StageRequest,
  UploadQuery,
  VendorImport,
  VendorImportDetail,
} from './wire.ts'

function detail({ env, imports }: Services, shown: Import): VendorImportDetail {
  const { reader } = env.store
  return viewImportDetail(shown, {
    application: viewSummary(getApplication(reader, shown.application.id)),
    log: imports.log(shown.id),
    fileGroups: fileGroupNames(reader, shown.id),
    metrics: importMetrics(reader, shown.id),
  })
}

const created = (services: Services, importRun: Import) => ({
  body: detail(services, importRun),
  headers: { location: `/api/application-imports/${importRun.id}` },
})

export const applicationImportRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/application-imports',
    summary: 'List imports: pending ones first, then by when their build began, newest first',
    access: { scope: 'imports:read' },
    query: ImportListQuery,
    answers: { status: 200, schema: listOf(VendorImport) },
    handle({ query: { page, applicationId }, services: { env } }) {
      const { reader } = env.store
      const { items, total } = listHistory(reader, applicationId ?? null, { offset: offsetOf(page), limit: pageSize })
      const ids = [...new Set(items.map(({ application }) => application.id))]
      const summaries = new Map(ids.map((id) => [id, viewSummary(getApplication(reader, id))]))
      const shown = items.flatMap((item) => {
        const application = summaries.get(item.application.id)
        return application ? [viewImport(item, application)] : []
      })
      return { body: paged(shown, total, page) }
    },
  }),
  route({
    method: 'GET',
    path: '/api/application-imports/:id',
    summary: 'Read one import with its log, files and figures',
    access: { scope: 'imports:read' },
    params: ById,
    answers: { status: 200, schema: VendorImportDetail },
    handle: ({ params: { id }, services }) => ({ body: detail(services, services.imports.get(id)) }),
  }),
  route({
    method: 'POST',
    path: '/api/application-imports/stage',
    summary: 'Import the newest files of an application from the watched folder',
    access: { scope: 'imports:stage' },
    body: StageRequest,
    answers: { status: 201, schema: VendorImportDetail },
    handle: async ({ body: { applicationId }, actor, services }) =>
      created(services, await services.onRequest.stage(actor, applicationId)),
  }),
  route({
    method: 'POST',
    path: '/api/application-imports/upload',
    summary: 'Import files that are sent along: one part for each file group, named by the group’s id',
    access: { scope: 'imports:stage' },
    query: UploadQuery,
    rawBody: 'multipart/form-data',
    answers: { status: 201, schema: VendorImportDetail },
    async handle({ query: { applicationId }, request, actor, services }) {
      const upload = await receiveUpload(request, applicationId, services)
      try {
        services.onRequest.validate(upload.applicationId, upload.files)
        await upload.save()
        return created(services, services.onRequest.upload(actor, upload.applicationId, upload.files))
      } finally {
        await upload.discard()
      }
    },
  }),
  route({
    method: 'POST',
    path: '/api/application-imports/cancel',
    summary: 'Stop an import; nothing of it stays',
    access: { scope: 'imports:stage' },
    body: CancelRequest,
    answers: { status: 200, schema: VendorImportDetail },
    handle({ body: { applicationImportId }, actor, services }) {
      const stopped = services.imports.cancel(actor, applicationImportId)
      // A waiting import has ended already; the vendor's answer to this call is the same for both.
      return { body: { ...detail(services, stopped), status: 'Canceling' } }
    },
  }),
]
