import { z } from 'zod'
import { Guid } from '../../../contract/common.ts'
import { ChangeUser, NewUser, OneTimeLink, SetPassword, User, UserPage, UserQuery } from '../../../contract/users.ts'
import { changeUser, createUser, createUserLink, getUser, listUsers } from '../../domain/sign-in/users.service.ts'
import { setPassword } from '../../domain/sign-in/user-password.service.ts'
import { channelOf } from '../http/caller.ts'
import { decodeCursor, encodeCursor } from './paging.ts'
import { revisionFromIfMatch } from './revision.ts'
import { instant } from '../../domain/shared/instant.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Guid })

export const userRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/users',
    summary: 'List users',
    access: { scope: 'users:read' },
    query: UserQuery,
    answers: { status: 200, schema: UserPage },
    handle({ query, services: { env } }) {
      const after = decodeCursor(query.cursor, 0)
      const { items, total, next } = listUsers(env, { words: query.q ?? null, after, limit: query.limit })
      return { body: { items, total, ...encodeCursor(next) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users',
    summary: 'Create a user; the first one is an owner and ends the first run',
    access: { scope: 'users:manage' },
    body: NewUser,
    answers: { status: 201, schema: User },
    async handle({ body, caller, actor, services: { env } }) {
      const user = await createUser(env, { caller, actor }, body)
      return { body: user, headers: { location: `/v1/users/${user.id}`, etag: `"${user.revision}"` } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/users/:id',
    summary: 'Read one user',
    access: { scope: 'users:read' },
    params,
    answers: { status: 200, schema: User },
    handle({ params: { id }, services: { env } }) {
      const user = getUser(env, id)
      return { body: user, headers: { etag: `"${user.revision}"` } }
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/users/:id',
    summary: 'Change a user’s name, roles or identity, or disable them: sessions and tokens end at once',
    needsIfMatch: true,
    access: { scope: 'users:manage' },
    params,
    body: ChangeUser,
    answers: { status: 200, schema: User },
    handle({ params: { id }, body, caller, actor, request, services: { env } }) {
      const user = changeUser(env, { caller, actor }, { id, seen: revisionFromIfMatch(request), change: body })
      return { body: user, headers: { etag: `"${user.revision}"` } }
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/users/:id/password',
    summary: 'Set a password: one’s own with the present one, others’ with the right to manage them, and by no token',
    needsIfMatch: true,
    access: 'signed-in',
    params,
    body: SetPassword,
    answers: { status: 204, schema: null },
    async handle({ params: { id }, body, caller, actor, request, services: { access, env } }) {
      const isRight = (username: string, password: string) => access.isPassword(username, password, channelOf(caller))
      await setPassword(env, { caller, actor }, { id, seen: revisionFromIfMatch(request), ...body }, isRight)
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/:id/link',
    summary: 'Make a one-time link that signs a user in; for the operator of this machine alone',
    revealsSecret: true,
    access: { scope: 'users:manage' },
    params,
    answers: { status: 201, schema: OneTimeLink },
    handle({ params: { id }, caller, actor, services: { access, env } }) {
      const { code, expiresAt } = createUserLink(env, { caller, actor }, id, access.link)
      return { body: { code, expiresAt: instant(expiresAt) } }
    },
  }),
]
