import type { HostEvent } from '../../../contract/events.ts'
import type { Scope } from '../../../contract/scopes.ts'
import { apiSwitch } from '../../domain/settings/api-switch.service.ts'
import { storageFault } from '../../domain/shared/storage-faults.ts'
import { isPermitted } from '../http/caller.ts'
import { checkApiSwitch } from '../http/api-switch.ts'
import { type Route, route } from '../http/route.ts'

/** Who may read what an event is about may know of it; null is for everybody who is signed in. */
const scopeOfEvent = {
  import: 'imports:read',
  progress: 'imports:read',
  folder: 'imports:read',
  application: 'applications:read',
  request: 'requests:make',
  'personnel-event': 'requests:make',
  workflow: 'requests:manage',
  storage: null,
} as const satisfies Record<HostEvent['type'], Scope | null>

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
      const isStillAllowed = () =>
        checkApiSwitch(caller, '/v1/events', isOn) === null && services.access.stillHolds(caller)
      const mayGoOn = () => orWhileUnknown(isStillAllowed)
      const mayKnow = (type: HostEvent['type']) => {
        const scope = scopeOfEvent[type]
        return scope === null || isPermitted(caller, scope)
      }
      return services.events.respond(from, request.signal, mayGoOn, mayKnow)
    },
  }),
]

/** While the database can't be asked, a stream stays as it is; the next heartbeat asks again. */
function orWhileUnknown(ask: () => boolean): boolean {
  try {
    return ask()
  } catch (error) {
    if (storageFault(error) === undefined) throw error
    return true
  }
}
