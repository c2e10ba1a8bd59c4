import { type Participant, participantOf } from '../../domain/sign-in/participant.ts'
import type { RouteContext } from '../http/route.ts'

/** The participant who makes a call. */
export const participantIn = ({
  caller,
  actor,
  services,
}: Pick<RouteContext<undefined, undefined, undefined>, 'caller' | 'actor' | 'services'>): Participant =>
  participantOf(services.env.store.reader, { caller, actor })
