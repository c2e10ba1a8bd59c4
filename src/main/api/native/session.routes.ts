import { instant } from '../../domain/shared/instant.ts'
import { FirstRunCode, KeptSignIn, OpenedSession, OpenSession, Session, StepUp } from '../../../contract/session.ts'
import { DomainError } from '../../domain/shared/errors.ts'
import type { SignIn } from '../../domain/sign-in/access.service.ts'
import type { SessionGrant } from '../../domain/sign-in/sessions.service.ts'
import { type Caller, channelOf, viewSession } from '../http/caller.ts'
import { newRequestId, problemResponse } from '../http/problem.ts'
import { type Answer, type Route, route } from '../http/route.ts'

const challenge = { 'www-authenticate': 'Bearer realm="castellan"' }

/** Why a sign-in was refused is not said: user, password, code, disabled look alike. */
function refusal(outcome: Exclude<SignIn, SessionGrant>, requestId = newRequestId()): Response {
  if (outcome.kind === 'refused') {
    return problemResponse(
      { status: 401, code: 'sign-in-refused', title: 'That did not prove who you are.', headers: challenge },
      requestId,
    )
  }
  const seconds = outcome.retryAfterSeconds
  return problemResponse(
    {
      status: 429,
      code: 'too-many-attempts',
      title: 'Too many attempts. Wait a little.',
      detail: `Try again in ${seconds} seconds.`,
      headers: { 'retry-after': String(seconds) },
    },
    requestId,
  )
}

const noSession = (requestId = newRequestId()): Response =>
  problemResponse(
    { status: 401, code: 'unauthorized', title: 'There is no session here. Sign in.', headers: challenge },
    requestId,
  )

/** Not 401: the session is good, only the password was not. */
const wrongPassword = (requestId = newRequestId()): Response =>
  problemResponse({ status: 403, code: 'wrong-password', title: 'That is not your password.' }, requestId)

/** A locked session may use these, so they are public to the router and look for the session themselves. */
export const sessionRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/session',
    summary: 'Sign in: with user and password, a one-time code, or nothing in the window’s first run',
    revealsSecret: true,
    access: 'public',
    body: OpenSession,
    answers: { status: 201, schema: OpenedSession },
    async handle({ body, caller, actor, services: { access, env } }): Promise<Answer | Response> {
      const channel = channelOf(caller)
      const outcome =
        'code' in body
          ? await access.signInWithCode(body.code, channel)
          : 'username' in body
            ? await access.signIn(body.username, body.password, channel)
            : await access.openWindowSession(channel)
      if (outcome.kind !== 'opened') return refusal(outcome, actor.requestId)
      const keptSignIn = outcome.kept
        ? { kept: { code: outcome.kept.code, expiresAt: instant(outcome.kept.expiresAt) } }
        : {}
      return { body: { ...viewSession(env, outcome.caller, outcome.endsAt), token: outcome.token, ...keptSignIn } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/session',
    summary: 'Say who is signed in, and whether the session is locked',
    access: 'public',
    answers: { status: 200, schema: Session },
    handle({ caller, actor, services: { access, env } }) {
      const session = access.currentSession(caller)
      if (!session) return noSession(actor.requestId)
      return { body: viewSession(env, session.caller, session.endsAt) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Sign out',
    access: 'public',
    answers: { status: 204, schema: null },
    async handle({ caller, actor, services: { access } }) {
      if (!access.currentSession(caller)) return noSession(actor.requestId)
      await access.signOut(caller)
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/v1/session/step-up',
    summary: 'Give the password again: unlocks, and allows for five minutes what needs a fresh password',
    access: 'public',
    body: StepUp,
    answers: { status: 200, schema: Session },
    async handle({ body, caller, actor, services: { access, env } }) {
      if (!access.currentSession(caller)) return noSession(actor.requestId)
      const outcome = await access.stepUp(caller, body.password)
      if (outcome !== 'done') {
        return outcome.kind === 'refused' ? wrongPassword(actor.requestId) : refusal(outcome, actor.requestId)
      }
      const session = access.currentSession(caller)
      return session ? { body: viewSession(env, session.caller, session.endsAt) } : noSession(actor.requestId)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/session/lock',
    summary: 'Lock this session; the password opens it again',
    access: 'signed-in',
    answers: { status: 204, schema: null },
    async handle({ caller, services: { access } }) {
      await access.lock(caller)
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/v1/session/keep',
    summary: 'Stay signed in on this machine: a code for its key store, through the window only',
    revealsSecret: true,
    access: 'signed-in',
    answers: { status: 201, schema: KeptSignIn },
    async handle({ caller, services: { access } }) {
      const { code, expiresAt } = await access.keepSignedIn(caller)
      return { body: { code, expiresAt: instant(expiresAt) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/session/codes',
    summary: 'Make the one-time code that opens the first run in a browser; for the operator of this machine alone',
    revealsSecret: true,
    access: 'signed-in',
    answers: { status: 201, schema: FirstRunCode },
    handle({ caller, actor, services: { access } }) {
      requireOperator(caller)
      const code = access.createOneTimeCode(actor)
      if (code === null) throw new DomainError('conflict', 'There is an owner: open the address and sign in.')
      return { body: { code } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/session/lock-all',
    summary: 'Lock everybody’s session, as when the machine is locked; for the operator of this machine alone',
    access: 'signed-in',
    answers: { status: 204, schema: null },
    handle({ caller, services: { access } }) {
      requireOperator(caller)
      access.lockAll()
      return {}
    },
  }),
]

function requireOperator(caller: Caller): void {
  if (caller.kind !== 'operator') throw new DomainError('forbidden', 'This is for the operator of this machine alone.')
}
