import { Home } from '../../../contract/home.ts'
import { homeOf } from '../../domain/home/home.service.ts'
import { mapInSlices } from '../http/in-slices.ts'
import { type Route, route } from '../http/route.ts'
import { participantIn } from './participant-in.ts'

export const homeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/home',
    summary: 'What waits for the caller, what is overdue, and what is not as it should be; only of what they may see',
    access: 'signed-in',
    answers: { status: 200, schema: Home },
    async handle(context) {
      const { env } = context.services
      const asked = { now: env.clock(), inSlices: mapInSlices }
      return { body: await homeOf(env.store.reader, participantIn(context), asked) }
    },
  }),
]
