import { z } from 'zod'
import { Application, ApplicationList, ApplicationPatch, NewApplication } from '../../../contract/applications.ts'
import { Guid } from '../../../contract/common.ts'
import {
  changeApplication,
  createApplication,
  getApplication,
  listApplications,
} from '../../domain/applications/applications.service.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Guid })
const etag = (revision: number) => ({ etag: `"${revision}"` })

export const applicationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/applications',
    summary: 'List applications by name',
    access: { scope: 'applications:read' },
    answers: { status: 200, schema: ApplicationList },
    handle: ({ services }) => ({ body: { items: listApplications(services.env.store.reader) } }),
  }),
  route({
    method: 'POST',
    path: '/v1/applications',
    summary: 'Create an application with its rules',
    access: { scope: 'applications:write' },
    body: NewApplication,
    answers: { status: 201, schema: Application },
    handle({ body, caller, actor, services }) {
      const id = createApplication(services.env, participantIn({ caller, actor, services }), body)
      services.events.emit({ type: 'application', id })
      const application = getApplication(services.env.store.reader, id)
      return { body: application, headers: { location: `/v1/applications/${id}`, ...etag(application.revision) } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/applications/:id',
    summary: 'Read one application',
    access: { scope: 'applications:read' },
    params,
    answers: { status: 200, schema: Application },
    handle({ params: { id }, services }) {
      const application = getApplication(services.env.store.reader, id)
      return { body: application, headers: etag(application.revision) }
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/applications/:id',
    summary: 'Change an application; other rules become a new version. Needs If-Match',
    needsIfMatch: true,
    access: { scope: 'applications:write' },
    params,
    body: ApplicationPatch,
    answers: { status: 200, schema: Application },
    handle({ params: { id }, body, request, caller, actor, services }) {
      changeApplication(services.env, participantIn({ caller, actor, services }), {
        id,
        seen: revisionFromIfMatch(request),
        change: body,
      })
      services.events.emit({ type: 'application', id })
      const changed = getApplication(services.env.store.reader, id)
      return { body: changed, headers: etag(changed.revision) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/applications/:id/take-waiting',
    summary: 'Take the files that have arrived for an application now, without waiting for its schedule',
    access: { scope: 'imports:stage' },
    params,
    answers: { status: 200, schema: Application },
    handle({ params: { id }, actor, services }) {
      const changed = services.scheduled.runNow(actor, id)
      return { body: changed, headers: etag(changed.revision) }
    },
  }),
]
