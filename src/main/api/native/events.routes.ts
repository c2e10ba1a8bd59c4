import type { HostEvent } from '../../../contract/events.ts'
import type { Scope } from '../../../contract/scopes.ts'
import { maySeeRequest } from '../../domain/access-requests/reading/may-see-request.service.ts'
import { maySeeEventNamed } from '../../domain/personnel-events/reading/get-event.service.ts'
import { apiSwitch } from '../../domain/settings/api-switch.service.ts'
import { storageFault } from '../../domain/shared/storage-faults.ts'
import type { Actor } from '../../domain/shared/actor.ts'
import { participantOf } from '../../domain/sign-in/participant.ts'
import { type Caller, isPermitted } from '../http/caller.ts'
import { checkApiSwitch } from '../http/api-switch.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

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

/** Whether somebody may hear of an event: as they may read what it is about, object by object. */
function mayHear({ env }: Services, caller: Caller, actor: Actor, event: HostEvent): boolean {
  const scope = scopeOfEvent[event.type]
  if (scope !== null && !isPermitted(caller, scope)) return false
  const db = env.store.reader
  if (event.type === 'request') return maySeeRequest(db, participantOf(db, { caller, actor }), event.id)
  if (event.type === 'personnel-event') return maySeeEventNamed(db, participantOf(db, { caller, actor }), event.id)
  return true
}

export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/events',
    summary: 'Follow what happens, as server-sent events; Last-Event-ID continues after a lost connection',
    access: 'signed-in',
    answers: { status: 200, schema: null, produces: 'text/event-stream' },
    handle({ request, caller, actor, services }) {
      const last = request.headers.get('last-event-id')
      const from = last !== null && /^\d{1,15}$/.test(last) ? Number(last) : null
      const isOn = () => apiSwitch(services.env.store.reader).enabled
      const now = (): Caller | null =>
        checkApiSwitch(caller, '/v1/events', isOn) === null ? services.access.current(caller) : null
      // While the database can't be asked, a stream stays and tells nothing that must be asked for.
      return services.events.respond(from, request.signal, () => {
        const current = orWhileUnknown(now, caller)
        return current && ((event) => orWhileUnknown(() => mayHear(services, current, actor, event), false))
      })
    },
  }),
]

function orWhileUnknown<T>(ask: () => T, unknown: T): T {
  try {
    return ask()
  } catch (error) {
    if (storageFault(error) === undefined) throw error
    return unknown
  }
}
