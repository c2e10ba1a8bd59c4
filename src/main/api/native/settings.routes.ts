import { ApiSwitch, SetApiSwitch } from '../../../contract/api-switch.ts'
import { apiSwitch, setApiSwitch } from '../../domain/settings/api-switch.service.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

export const settingsRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/settings/api',
    summary: 'Say whether the API for scripts is on',
    access: { scope: 'settings:read' },
    answers: { status: 200, schema: ApiSwitch },
    handle({ services: { env } }) {
      const state = apiSwitch(env.store.reader)
      return { body: state, headers: { etag: `"${state.revision}"` } }
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/settings/api',
    summary: 'Switch the API for scripts on or off, from the next request on. Needs If-Match',
    needsIfMatch: true,
    access: { scope: 'settings:write' },
    body: SetApiSwitch,
    answers: { status: 200, schema: ApiSwitch },
    handle({ body, request, actor, services: { env } }) {
      const set = setApiSwitch(env, actor, revisionFromIfMatch(request), body.enabled)
      return { body: set, headers: { etag: `"${set.revision}"` } }
    },
  }),
]
