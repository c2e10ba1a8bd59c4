import { z } from 'zod'
import { Key } from '../../../contract/catalogue.ts'
import { Guid } from '../../../contract/common.ts'
import {
  AccountViolationPage,
  AccountViolationQuery,
  DecideViolation,
  Findings,
  Policy,
  PolicyList,
  PolicyWhatIf,
  Violation,
  ViolationPage,
  ViolationQuery,
  WritePolicy,
} from '../../../contract/policies.ts'
import { findItem } from '../../domain/catalogue/catalogue.service.ts'
import { notFound } from '../../domain/shared/errors.ts'
import { listAccountViolations } from '../../domain/policies/account-violations.service.ts'
import { standings, unownedAtLastScan } from '../../domain/policies/scans/scan-runs.service.ts'
import { checkPolicies } from '../../domain/policies/check.service.ts'
import { viewFinding } from '../../domain/policies/finding.view.ts'
import {
  createPolicy,
  getPolicy,
  listPolicies,
  type PolicyInput,
  removePolicy,
  updatePolicy,
} from '../../domain/policies/policies.service.ts'
import { viewPolicy } from '../../domain/policies/policy.view.ts'
import { changesOf } from '../../domain/policies/profile.service.ts'
import { decideViolation, listViolations } from '../../domain/policies/violations.service.ts'
import { personIn, principalIn } from '../../domain/roles/principal.view.ts'
import type { Reader } from '../../storage/open.ts'
import { decodeCursor, encodeCursor } from './paging.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Key })

/** @param remediationProcess what a script wrote beside it, which stays */
const inputOf = (
  db: Reader,
  { ownerId, expression, ...input }: z.infer<typeof WritePolicy>,
  remediationProcess = '',
): PolicyInput => ({
  ...input,
  // Written as text, as a policy stores it.
  expression: JSON.stringify(expression),
  owner: ownerId === null ? null : principalIn(db, 'ownerId', ownerId),
  remediationProcess,
})
const tag = (revision: number) => ({ etag: `"${revision}"` })

export const policyRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/policies',
    summary: 'List policies with how many people violate each',
    access: { scope: 'policies:read' },
    answers: { status: 200, schema: PolicyList },
    handle({ services }) {
      const db = services.env.store.reader
      const standingOf = standings(db)
      return { body: { items: listPolicies(db).map((policy) => viewPolicy(db, policy, standingOf)) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/policies',
    summary: 'Make a policy',
    access: { scope: 'policies:manage' },
    body: WritePolicy,
    answers: { status: 201, schema: Policy },
    handle({ body, ...context }) {
      const { env } = context.services
      const db = env.store.reader
      const policy = viewPolicy(db, createPolicy(env, participantIn(context), inputOf(db, body)))
      return { body: policy, headers: { location: `/v1/policies/${policy.id}`, ...tag(policy.revision) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/policies/what-if',
    summary: 'See what somebody violates, or would with some items. Nothing is stored',
    access: { scope: 'policies:read' },
    body: PolicyWhatIf,
    answers: { status: 200, schema: Findings },
    handle({ body, services }) {
      const db = services.env.store.reader
      const items = body.items.map(({ itemId, action }) => {
        const entry = findItem(db, itemId)
        if (!entry) throw notFound(`requestable item ${itemId}`)
        return { entry, action }
      })
      const findings = checkPolicies(db, personIn(db, 'personId', body.personId), changesOf(db, items))
      return { body: { items: findings.map((finding) => viewFinding(db, finding)) } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/policies/violations',
    summary: 'List violations, newest first',
    access: { scope: 'policies:read' },
    query: ViolationQuery,
    answers: { status: 200, schema: ViolationPage },
    handle({ query, services }) {
      const db = services.env.store.reader
      const offset = decodeCursor(query.cursor, 0)
      const question = {
        status: query.status ?? null,
        policy: query.policyId === undefined ? null : getPolicy(db, query.policyId).id,
        identity: query.personId === undefined ? null : personIn(db, 'personId', query.personId),
      }
      const { items, total } = listViolations(db, { question, now: services.env.clock(), offset, limit: query.limit })
      return { body: { items, total, ...encodeCursor(items.length === query.limit ? offset + items.length : null) } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/policies/account-violations',
    summary: 'List accounts that nobody is known to own and that violate a policy by themselves, newest first',
    access: { scope: 'policies:read' },
    query: AccountViolationQuery,
    answers: { status: 200, schema: AccountViolationPage },
    handle({ query: { cursor, limit, policyId }, services }) {
      const db = services.env.store.reader
      const offset = decodeCursor(cursor, 0)
      const policy = policyId === undefined ? null : getPolicy(db, policyId).id
      const { items, total } = listAccountViolations(db, policy, { offset, limit })
      const next = encodeCursor(items.length === limit ? offset + items.length : null)
      return { body: { items, total, accounts: unownedAtLastScan(db), ...next } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/policies/violations/:id/decide',
    summary: 'Grant an exception until a day, or dismiss a violation of somebody else',
    access: { scope: 'policies:manage' },
    params: z.object({ id: Guid }),
    body: DecideViolation,
    needsIfMatch: true,
    answers: { status: 200, schema: Violation },
    handle({ params: { id }, body, request, ...context }) {
      const { env } = context.services
      const decision = body.decision === 'cancel' ? body : { ...body, until: Date.parse(body.until) }
      return {
        body: decideViolation(env, participantIn(context), {
          guid: id,
          revision: revisionFromIfMatch(request),
          decision,
        }),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/policies/:id',
    summary: 'Read one policy',
    access: { scope: 'policies:read' },
    params,
    answers: { status: 200, schema: Policy },
    handle({ params: { id }, services }) {
      const db = services.env.store.reader
      const policy = viewPolicy(db, getPolicy(db, id))
      return { body: policy, headers: tag(policy.revision) }
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/policies/:id',
    summary: 'Change a policy',
    access: { scope: 'policies:manage' },
    params,
    body: WritePolicy,
    needsIfMatch: true,
    answers: { status: 200, schema: Policy },
    handle({ params: { id }, body, request, ...context }) {
      const { env } = context.services
      const db = env.store.reader
      const revision = revisionFromIfMatch(request)
      const input = inputOf(db, body, getPolicy(db, id).remediationProcess)
      const policy = viewPolicy(db, updatePolicy(env, participantIn(context), { key: id, revision, input }))
      return { body: policy, headers: tag(policy.revision) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/policies/:id',
    summary: 'Take a policy out of use; its violations stay on record, and open ones end with it',
    access: { scope: 'policies:manage' },
    params,
    needsIfMatch: true,
    answers: { status: 204, schema: null },
    handle({ params: { id }, request, ...context }) {
      removePolicy(context.services.env, participantIn(context), id, revisionFromIfMatch(request))
      return {}
    },
  }),
]
