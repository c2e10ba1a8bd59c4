import type { PersonnelEvent } from '../../domain/personnel-events/model/event.ts'
import { viewEventDetail } from '../../domain/personnel-events/reading/event.view.ts'
import type { RouteContext } from '../http/route.ts'
import { participantIn } from './participant-in.ts'

type Context = Pick<RouteContext<undefined, undefined, undefined>, 'caller' | 'actor' | 'services'>

/** The event as it is after the call, with its revision as ETag. */
export function answerEvent(context: Context, event: PersonnelEvent) {
  const detail = viewEventDetail(context.services.env, participantIn(context), event)
  return { body: detail, headers: { etag: `"${detail.event.revision}"` } }
}
