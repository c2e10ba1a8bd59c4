import {
  ChangePersonnelEventSettings,
  CurrentPersonnelEventSettings,
} from '../../../contract/personnel-event-settings.ts'
import {
  changePersonnelEventSettings,
  personnelEventSettings,
} from '../../domain/settings/personnel-event-settings.service.ts'
import { type Route, route } from '../http/route.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'

const settingsPath = '/v1/settings/personnel-events'

export const personnelEventSettingRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: settingsPath,
    summary: 'Read how personnel events run: who must answer, lead days, holidays',
    access: { scope: 'events:read' },
    answers: { status: 200, schema: CurrentPersonnelEventSettings },
    handle({ services }) {
      const settings = personnelEventSettings(services.env.store.reader)
      return { body: settings, headers: { etag: `"${settings.revision}"` } }
    },
  }),
  route({
    method: 'PATCH',
    path: settingsPath,
    summary: 'Change how personnel events run',
    access: { scope: 'requests:manage' },
    body: ChangePersonnelEventSettings,
    needsIfMatch: true,
    answers: { status: 200, schema: CurrentPersonnelEventSettings },
    handle(context) {
      const { body, request, services } = context
      const settings = changePersonnelEventSettings(
        services.env,
        participantIn(context),
        revisionFromIfMatch(request),
        body,
      )
      return { body: settings, headers: { etag: `"${settings.revision}"` } }
    },
  }),
]
