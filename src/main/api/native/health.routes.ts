import { type Route, route } from '../http/route.ts'

export const healthRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/health',
    summary: 'Say that it answers, in one word',
    access: 'public',
    answers: { status: 200, schema: null, produces: 'text/plain' },
    handle: ({ actor }) =>
      new Response('ok', { headers: { 'content-type': 'text/plain', 'x-request-id': actor.requestId ?? '' } }),
  }),
]
