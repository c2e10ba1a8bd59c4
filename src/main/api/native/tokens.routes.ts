import { z } from 'zod'
import { Guid, PageQuery } from '../../../contract/common.ts'
import {
  NewToken,
  RevealedToken,
  RevokeToken,
  RotateToken,
  Token,
  TokenCallPage,
  TokenPage,
  TokenQuery,
} from '../../../contract/tokens.ts'
import { listCalls } from '../../domain/sign-in/tokens/call-log.ts'
import {
  createToken,
  getToken,
  listTokens,
  revokeToken,
  rotateToken,
} from '../../domain/sign-in/tokens/tokens.service.ts'
import { decodeCursor, encodeCursor, newestFirst } from './paging.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Guid })

export const tokenRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/tokens',
    summary: 'List tokens, newest first; never their secrets',
    access: { scope: 'tokens:read' },
    query: TokenQuery,
    answers: { status: 200, schema: TokenPage },
    handle({ query, services: { env } }) {
      const before = decodeCursor(query.cursor, newestFirst)
      const { items, total, next } = listTokens(env, { state: query.state ?? null, before, limit: query.limit })
      return { body: { items, total, ...encodeCursor(next) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/tokens',
    summary: 'Create a token; this answer alone holds its secret',
    revealsSecret: true,
    access: { scope: 'tokens:manage' },
    body: NewToken,
    answers: { status: 201, schema: RevealedToken },
    handle({ body, caller, actor, services: { env } }) {
      const revealed = createToken(env, { caller, actor }, body)
      return { body: revealed, headers: { location: `/v1/tokens/${revealed.token.id}` } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/tokens/:id',
    summary: 'Read one token',
    access: { scope: 'tokens:read' },
    params,
    answers: { status: 200, schema: Token },
    handle({ params: { id }, services: { env } }) {
      const token = getToken(env, id)
      return { body: token, headers: { etag: `"${token.revision}"` } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/tokens/:id/rotate',
    summary:
      'Put a successor in its place; the old one works on for the overlap, at most a day. For its owner and the operator',
    revealsSecret: true,
    access: { scope: 'tokens:manage' },
    params,
    body: RotateToken,
    answers: { status: 201, schema: RevealedToken },
    handle({ params: { id }, body, caller, actor, services: { env } }) {
      const revealed = rotateToken(env, { caller, actor }, id, body.overlapHours)
      return { body: revealed, headers: { location: `/v1/tokens/${revealed.token.id}` } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/tokens/:id/revoke',
    summary: 'End a token, from the next request on',
    access: { scope: 'tokens:manage' },
    params,
    body: RevokeToken,
    answers: { status: 200, schema: Token },
    handle: ({ params: { id }, body, caller, actor, services: { env } }) => ({
      body: revokeToken(env, { caller, actor }, id, body.reason),
    }),
  }),
  route({
    method: 'GET',
    path: '/v1/tokens/:id/calls',
    summary: 'List what a token called, newest first',
    access: { scope: 'tokens:read' },
    params,
    query: PageQuery,
    answers: { status: 200, schema: TokenCallPage },
    handle({ params: { id }, query, services: { env } }) {
      const { items, total, next } = listCalls(env, id, decodeCursor(query.cursor, newestFirst), query.limit)
      return { body: { items, total, ...encodeCursor(next) } }
    },
  }),
]
