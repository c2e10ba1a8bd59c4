import { ClockStatus } from '../../../contract/clock.ts'
import { acceptClock } from '../../domain/access-requests/workflow/accept-clock.service.ts'
import { instant } from '../../domain/shared/instant.ts'
import { clockIsBehind, rightsTime } from '../../domain/shared/rights-time.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

function status({ env: { store, clock } }: Services): ClockStatus {
  const now = clock()
  return {
    now: instant(now),
    highest: instant(rightsTime(store.reader, now)),
    behindSeconds: Math.round(clockIsBehind(store.reader, now) / 1000),
  }
}

export const clockRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/clock',
    summary: 'Say whether the clock of this computer was set back',
    access: 'signed-in',
    answers: { status: 200, schema: ClockStatus },
    handle: ({ services }) => ({ body: status(services) }),
  }),
  route({
    method: 'POST',
    path: '/v1/clock/accept',
    summary:
      'Say that the clock is right and was ahead before. What had ended stays ended, and everybody signs in again',
    access: { scope: 'settings:write' },
    answers: { status: 200, schema: ClockStatus },
    handle({ services, caller, actor }) {
      acceptClock(services.env, { caller, actor })
      return { body: status(services) }
    },
  }),
]
