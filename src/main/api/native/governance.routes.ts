import { z } from 'zod'
import { ChangeGovernanceSettings, CurrentGovernanceSettings } from '../../../contract/governance.ts'
import { DelegationList, NewDelegation } from '../../../contract/delegations.ts'
import {
  NotificationTemplate,
  NotificationTemplateList,
  OutboxPage,
  OutboxQuery,
  WriteNotificationTemplate,
} from '../../../contract/notifications.ts'
import {
  createDelegation,
  endDelegation,
  listDelegations,
} from '../../domain/access-requests/workflow/delegations.service.ts'
import { DomainError } from '../../domain/shared/errors.ts'
import { instant } from '../../domain/shared/instant.ts'
import { listOutbox, viewTemplate } from '../../domain/notifications/message.view.ts'
import { changeTemplate, listTemplates } from '../../domain/notifications/notifications.service.ts'
import { templateNames } from '../../domain/notifications/templates.ts'
import { hasRight, requirePerson, type Participant } from '../../domain/sign-in/participant.ts'
import { personIn, principalIn, viewPerson, viewPrincipal } from '../../domain/roles/principal.view.ts'
import { findPrincipal } from '../../domain/roles/principals.service.ts'
import { changeGovernanceSettings, governanceSettings } from '../../domain/settings/governance-settings.service.ts'
import type { Reader } from '../../storage/open.ts'
import { decodeCursor, encodeCursor, newestFirst } from './paging.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const forGood = Number.MAX_SAFE_INTEGER

/** The settings, with the names of those whom they name. */
function viewSettings(db: Reader, settings: ReturnType<typeof governanceSettings>) {
  const principalView = (id: string) => {
    const principal = findPrincipal(db, id)
    return principal ? viewPrincipal(db, principal) : null
  }
  return CurrentGovernanceSettings.parse({
    ...settings,
    chain: settings.defaultApprovers.map((word) => ({
      word,
      meaning: word.includes('/') ? principalView(word) : null,
    })),
    group: principalView(settings.defaultApproverGroup),
  })
}

/** One's own delegations; all of them for who administers requests. */
function delegationsOf(db: Reader, participant: Participant, now: number) {
  const visible = listDelegations(db, now).filter(
    ({ identity, delegate: other }) =>
      hasRight(participant, 'requests:read') || identity === participant.identity || other === participant.identity,
  )
  return {
    items: visible.map(({ id, identity, delegate: other, fromAt, toAt }) => ({
      id,
      person: viewPerson(db, identity),
      delegate: viewPerson(db, other),
      from: instant(fromAt),
      until: toAt >= forGood ? null : instant(toAt),
    })),
  }
}

export const governanceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/settings/governance',
    summary: 'Read how requests are decided',
    access: { scope: 'requests:read' },
    answers: { status: 200, schema: CurrentGovernanceSettings },
    handle({ services }) {
      const settings = governanceSettings(services.env.store.reader)
      return { body: viewSettings(services.env.store.reader, settings), headers: { etag: `"${settings.revision}"` } }
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/settings/governance',
    summary: 'Change how requests are decided',
    access: { scope: 'requests:manage' },
    body: ChangeGovernanceSettings,
    needsIfMatch: true,
    answers: { status: 200, schema: CurrentGovernanceSettings },
    handle({ body, request, caller, actor, services }) {
      const { env } = services
      const db = env.store.reader
      const group = body.defaultApproverGroup
      if (group !== undefined && principalIn(db, 'defaultApproverGroup', group).kind !== 'role')
        throw new DomainError('invalid', 'The default group is a role.', [
          { field: 'defaultApproverGroup', message: 'must be a role' },
        ])
      const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
      const settings = changeGovernanceSettings(
        env,
        participantIn({ caller, actor, services }),
        revisionFromIfMatch(request),
        change,
      )
      return { body: viewSettings(db, settings), headers: { etag: `"${settings.revision}"` } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/delegations',
    summary: 'List delegations',
    access: { scope: 'requests:decide' },
    answers: { status: 200, schema: DelegationList },
    handle(context) {
      const { env } = context.services
      return { body: delegationsOf(env.store.reader, participantIn(context), env.clock()) }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/delegations',
    summary: 'Create a delegation: new tasks go to the delegate',
    access: { scope: 'requests:decide' },
    body: NewDelegation,
    answers: { status: 201, schema: DelegationList },
    handle({ body, ...context }) {
      const { env } = context.services
      const db = env.store.reader
      const participant = participantIn(context)
      const now = env.clock()
      createDelegation(env, participant, {
        identity: body.personId === undefined ? requirePerson(participant) : personIn(db, 'personId', body.personId),
        delegate: personIn(db, 'delegateId', body.delegateId),
        fromAt: body.from === undefined ? now : Date.parse(body.from),
        toAt: body.until === null ? forGood : Date.parse(body.until),
      })
      return { body: delegationsOf(db, participant, now) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/delegations/:id',
    summary: 'End a delegation now; tasks that were made stay where they are',
    access: { scope: 'requests:decide' },
    params: z.object({ id: z.coerce.number().int().positive() }),
    answers: { status: 204, schema: null },
    handle({ params: { id }, ...context }) {
      endDelegation(context.services.env, participantIn(context), id)
      return {}
    },
  }),
  route({
    method: 'GET',
    path: '/v1/notification-templates',
    summary: 'List the messages that people get',
    access: { scope: 'requests:read' },
    answers: { status: 200, schema: NotificationTemplateList },
    handle: ({ services }) => ({ body: { items: listTemplates(services.env.store.reader).map(viewTemplate) } }),
  }),
  route({
    method: 'PUT',
    path: '/v1/notification-templates/:name',
    summary: 'Change a message',
    access: { scope: 'requests:manage' },
    params: z.object({ name: z.enum(templateNames) }),
    body: WriteNotificationTemplate,
    needsIfMatch: true,
    answers: { status: 200, schema: NotificationTemplate },
    handle({ params: { name }, body, request, actor, services: { env } }) {
      const template = viewTemplate(
        changeTemplate(env, actor, { name, revision: revisionFromIfMatch(request), input: body }),
      )
      return { body: template, headers: { etag: `"${template.revision}"` } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/outbox',
    summary: 'List what was to be said to people, newest first, and whether it was sent',
    access: { scope: 'requests:read' },
    query: OutboxQuery,
    answers: { status: 200, schema: OutboxPage },
    handle({ query, services }) {
      const { items, total, next } = listOutbox(
        services.env.store.reader,
        decodeCursor(query.cursor, newestFirst),
        query.limit,
      )
      return { body: { items, total, ...encodeCursor(next) } }
    },
  }),
]
