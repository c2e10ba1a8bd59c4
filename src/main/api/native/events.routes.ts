import type { HostEvent } from '../../../contract/events.ts'
import type { Scope } from '../../../contract/scopes.ts'
import { apiSwitch } from '../../domain/settings/api-switch.service.ts'
import { isPermitted } from '../http/caller.ts'
import { checkApiSwitch } from '../http/api-switch.ts'
import { type Route, route } from '../http/route.ts'

/** Who may read what an event is about may know of it. */
const scopeOfEvent = {
  import: 'imports:read',
  progress: 'imports:read',
  folder: 'imports:read',
  application: 'applications:read',
  request: 'requests:make',
  workflow: 'requests:manage',
} as const satisfies Record<HostEvent['type'], Scope>

export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/events',
    summary: 'Follow what happens, as server-sent events; Last-Event-ID continues after a lost connection',
    access: 'signed-in',
    answers: { status: 200, schema: null, produces: 'text/event-stream' },
    handle({ request, caller, services }) {
      const last = request.headers.get('last-event-id')
      const from = last !== null && /^\d{1,15}$/.test(last) ? Number(last) : null
      const isOn = () => apiSwitch(services.env.store.reader).enabled
      const mayGoOn = () => checkApiSwitch(caller, '/v1/events', isOn) === null && services.access.stillHolds(caller)
      const mayKnow = (type: HostEvent['type']) => isPermitted(caller, scopeOfEvent[type])
      return services.events.respond(from, request.signal, mayGoOn, mayKnow)
    },
  }),
]
