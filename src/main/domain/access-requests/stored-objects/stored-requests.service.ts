import { runAction, type ActionContext } from '../workflow/action-context.ts'
import { tasksOf } from '../workflow/approvals.service.ts'
import { withdrawItem } from '../workflow/tasks.service.ts'
import type { Json } from '../../shared/canonical-json.ts'
import { type Difference, differences } from '../../audit/differences.ts'
import { findItem } from '../../catalogue/catalogue.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import { requireRight, type Participant } from '../../sign-in/participant.ts'
import { finalizeItem, settleAdditions } from '../workflow/flow.service.ts'
import { itemMeant } from '../workflow/item-keys.ts'
import { getRequest, requestOf } from '../workflow/read-request.service.ts'
import { changedInItem, requireNotParty, onlyCancels, requireDirectRequest } from './direct-writes.ts'
import { isPartyTo, type Outcome, type Request, type RequestStatus } from '../model/request.ts'
import { requests } from '../workflow/requests.store.ts'
import { repository } from './repository.store.ts'
import { expectRevision } from '../../shared/expect-revision.ts'
import { auditStored } from './audit-stored.ts'

/** A stored request as a client writes it; what is absent stays, or has its default when it is new. */
export interface StoredRequest {
  readonly requester: number | null
  readonly requestee: number
  readonly status?: RequestStatus | undefined
  readonly comment?: string | undefined
  readonly items: readonly {
    readonly itemId: string
    readonly action: 'add' | 'remove'
    readonly fields?: { readonly [name: string]: Json } | undefined
    readonly timesApproved?: number | undefined
    readonly outcome?: Outcome | null | undefined
  }[]
}

/**
 * Writes a request as it is said to be, without taking a step of the flow: no task, no message. Outcomes are final, and
 * nobody writes their own requests, here as elsewhere: they may end them. What is ended waits for nobody any more.
 * @param seen the revision that the caller saw; null asks for none
 * @returns the request and whether it is new
 * @throws DomainError `forbidden`, `stale`, `invalid`, `conflict`
 */
export function putRequest(
  env: Environment,
  participant: Participant,
  {
    key,
    revision: expected,
    input,
  }: { readonly key: string; readonly revision: number | null; readonly input: StoredRequest },
): { request: Request; isNew: boolean } {
  requireRight(participant, 'repository:manage')
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const before = requests.byKey(tx, key)
    if (before) expectRevision(before.revision, expected)
    if (!before && repository.isUsed(tx, 'request', key))
      throw new DomainError('conflict', `The id ${key} was used before.`)
    if (!before) requireNotParty(input, participant)
    const id = before?.id ?? insert(ctx, key, input)
    const request = requestOf(tx, id)
    if (before && (before.requester !== input.requester || before.requestee !== input.requestee))
      throw new DomainError('invalid', 'A request stays with who made it and whom it is for.', [
        { field: before.requester === input.requester ? 'requestee' : 'requester', message: 'can’t be changed' },
      ])
    const items = writeItems(ctx, participant, request, input.items)
    const now = requestOf(tx, id)
    // What was read as under way ends with its last item, though it says so still.
    const status = input.status === undefined || input.status === request.status ? now.status : input.status
    const comment = input.comment ?? now.comment
    const written = { status, comment }
    const ofParty = differences({ status: now.status, comment: now.comment }, written)
    if (isPartyTo(request, participant.identity) && !onlyCancels(ofParty)) throw requireDirectRequest()
    const completedAt = status === 'in-progress' ? null : (now.completedAt ?? ctx.at)
    repository.setRequest(tx, id, { comment, status, completedAt })
    // Not before the status is written: what ends the request gives nobody anything.
    if (before) settleAdditions(ctx, request)

    // Work that the data contradicts stays open: its item has its outcome.
    if (request.status === 'in-progress' && status !== 'in-progress')
      for (const { id: item, outcome } of requests.items(tx, id)) if (outcome === null) withdrawItem(ctx, request, item)
    auditStored(ctx, {
      type: 'request',
      id: key,
      what: before ? 'written' : 'made',
      details: {
        changed: differences({ status: request.status, comment: now.comment }, written),
        items,
      },
    })
    return { request: requestOf(tx, id), isNew: before === undefined }
  })
}

/** Writes what is said of the items of a request. @returns what changed, for the audit log */
function writeItems(
  ctx: ActionContext,
  participant: Participant,
  request: Request,
  items: StoredRequest['items'],
): { item: string; changed: Difference[] }[] {
  const { tx } = ctx
  const written: { item: string; changed: Difference[] }[] = []
  for (const change of items) {
    const item = itemMeant(tx, requests.items(tx, request.id), change.itemId)
    if (!item)
      throw new DomainError('invalid', 'An item can’t be added to a request.', [
        { field: 'items', message: `${change.itemId} is not among them` },
      ])
    const { fields, timesApproved, outcome = item.outcome } = change
    const differs = changedInItem(item, { fields, timesApproved, outcome })
    if (isPartyTo(request, participant.identity) && !onlyCancels(differs)) throw requireDirectRequest()
    if (differs.length > 0) written.push({ item: item.displayName, changed: differs })
    if (fields !== undefined) requests.setFields(tx, item.id, fields)
    if (timesApproved !== undefined) requests.setTimesApproved(tx, item.id, timesApproved)
    if (outcome === item.outcome) continue
    if (item.outcome !== null || outcome === null) throw new DomainError('conflict', 'An outcome is final.')
    finalizeItem(ctx, request, item, { outcome, verification: 'none', set: { by: participant.identity } })
  }
  return written
}

function insert({ tx, env, at }: ActionContext, key: string, input: StoredRequest): number {
  const id = requests.insert(tx, {
    guid: env.newId(),
    idmId: key,
    requester: input.requester,
    requestee: input.requestee,
    comment: input.comment ?? '',
    bundles: [],
    at,
  })
  const requestees = new Set<number>()
  for (const [i, { itemId, action, fields }] of input.items.entries()) {
    const entry = findItem(tx, itemId)
    if (!entry || requestees.has(entry.id))
      throw new DomainError('invalid', 'This request is not valid.', [
        {
          field: `items.${i}.itemId`,
          message: entry ? `names ${entry.displayName} twice` : `${itemId} can’t be requested`,
        },
      ])
    requestees.add(entry.id)
    requests.insertItem(tx, {
      guid: env.newId(),
      request: id,
      entry: entry.id,
      action,
      displayName: entry.displayName,
      fields: fields ?? {},
      chain: [],
      parallel: false,
      step: 'custom-workflow',
      endsAt: null,
    })
  }
  return id
}

/** Removes a request with its tasks. The rows stay as tombstones. @throws DomainError `forbidden`, `not-found`, `stale` */
export function deleteRequest(
  env: Environment,
  participant: Participant,
  key: string,
  expected: number | null,
): Request {
  requireRight(participant, 'repository:manage')
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const request = getRequest(tx, key)
    requireNotParty(request, participant)
    expectRevision(request.revision, expected)
    for (const { id } of tasksOf(tx, request.id)) repository.remove(tx, 'approval_task', id, ctx.at)
    repository.remove(tx, 'request', request.id, ctx.at)
    auditStored(ctx, { type: 'request', id: key, what: 'removed' })
    return request
  })
}
