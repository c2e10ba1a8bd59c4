import { OpenedSample, SampleStatus } from '../../../contract/sample.ts'
import { recordAudit } from '../../domain/audit/audit.service.ts'
import type { Actor } from '../../domain/shared/actor.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import { DomainError } from '../../domain/shared/errors.ts'
import { type Caller, channelOf } from '../http/caller.ts'
import { type Route, route } from '../http/route.ts'

export const sampleRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/sample',
    summary: 'Say whether there is a sample workspace, and whether this is it',
    access: 'signed-in',
    answers: { status: 200, schema: SampleStatus },
    handle: ({ services: { sample } }) => ({ body: sample.status() }),
  }),
  route({
    method: 'POST',
    path: '/v1/sample',
    summary: 'Try the sample workspace: make it where there is none, and open a session in it; signing out leaves it',
    access: 'signed-in',
    revealsSecret: true,
    answers: { status: 201, schema: OpenedSample },
    async handle({ caller, actor, services: { sample, env } }) {
      requirePerson(caller)
      const opened = await sample.open(channelOf(caller))
      recordSample(env, actor, 'sample.opened')
      return { body: opened }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/sample',
    summary: 'Remove the sample workspace with everything in it',
    access: 'signed-in',
    answers: { status: 204, schema: null },
    async handle({ caller, actor, services: { sample, env } }) {
      requirePerson(caller)
      await sample.remove()
      recordSample(env, actor, 'sample.removed')
      return {}
    },
  }),
]

function requirePerson(caller: Caller): void {
  if (caller.kind === 'token')
    throw new DomainError('forbidden', 'The sample workspace is for people, not for scripts.')
}

function recordSample({ store, clock }: Environment, actor: Actor, action: string): void {
  store.transact((tx) => recordAudit(tx, clock(), actor, { action, object: { type: 'workspace', id: 'sample' } }))
}
