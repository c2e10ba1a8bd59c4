import { runAction, type ActionContext } from '../workflow/action-context.ts'
import { tasksOf } from '../workflow/approvals.service.ts'
import { withdrawItem } from '../workflow/tasks.service.ts'
import type { Json } from '../../shared/canonical-json.ts'
import { type Difference, differences } from '../../audit/differences.ts'
import { findItem } from '../../catalogue/catalogue.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import { requireRight, type Participant } from '../../sign-in/participant.ts'
import { finalizeItem } from '../workflow/flow.service.ts'
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
 * @throws Refusal `forbidden`, `stale`, `invalid`, `conflict`
 */
export function putRequest(
  env: Environment,
  who: Participant,
  {
    key,
    revision: seen,
    input: wish,
  }: { readonly key: string; readonly revision: number | null; readonly input: StoredRequest },
): { request: Request; isNew: boolean } {
  requireRight(who, 'repository:manage')
  return runAction(env, who, (turn) => {
    const { tx } = turn
    const before = requests.byKey(tx, key)
    if (before) expectRevision(before.revision, seen)
    if (!before && repository.isUsed(tx, 'request', key))
      throw new DomainError('conflict', `The id ${key} was used before.`)
    if (!before) requireNotParty(wish, who)
    const id = before?.id ?? insert(turn, key, wish)
    const request = requestOf(tx, id)
    if (before && (before.requester !== wish.requester || before.requestee !== wish.requestee))
      throw new DomainError('invalid', 'A request stays with who made it and whom it is for.', [
        { field: before.requester === wish.requester ? 'requestee' : 'requester', message: 'can’t be changed' },
      ])
    const items: { item: string; changed: Difference[] }[] = []
    for (const change of wish.items) {
      const item = itemMeant(tx, requests.items(tx, id), change.itemId)
      if (!item)
        throw new DomainError('invalid', 'An item can’t be added to a request.', [
          { field: 'items', message: `${change.itemId} is not among them` },
        ])
      const { fields, timesApproved, outcome = item.outcome } = change
      const differs = changedInItem(item, { fields, timesApproved, outcome })
      if (isPartyTo(request, who.identity) && !onlyCancels(differs)) throw requireDirectRequest()
      if (differs.length > 0) items.push({ item: item.displayName, changed: differs })
      if (fields !== undefined) requests.setFields(tx, item.id, fields)
      if (timesApproved !== undefined) requests.setTimesApproved(tx, item.id, timesApproved)
      if (outcome === item.outcome) continue
      if (item.outcome !== null || outcome === null) throw new DomainError('conflict', 'An outcome is final.')
      finalizeItem(turn, request, item, { outcome, verification: 'none', set: { by: who.identity } })
    }
    const now = requestOf(tx, id)
    // What was read as under way ends with its last item, though it says so still.
    const status = wish.status === undefined || wish.status === request.status ? now.status : wish.status
    const comment = wish.comment ?? now.comment
    const written = { status, comment }
    const ofParty = differences({ status: now.status, comment: now.comment }, written)
    if (isPartyTo(request, who.identity) && !onlyCancels(ofParty)) throw requireDirectRequest()
    const completedAt = status === 'in-progress' ? null : (now.completedAt ?? turn.at)
    repository.setRequest(tx, id, { comment, status, completedAt })
    // Work that the data contradicts stays open: its item has its outcome.
    if (request.status === 'in-progress' && status !== 'in-progress')
      for (const { id: item, outcome } of requests.items(tx, id))
        if (outcome === null) withdrawItem(turn, request, item)
    auditStored(turn, {
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

function insert({ tx, env, at }: ActionContext, key: string, wish: StoredRequest): number {
  const id = requests.insert(tx, {
    guid: env.newId(),
    idmId: key,
    requester: wish.requester,
    requestee: wish.requestee,
    comment: wish.comment ?? '',
    bundles: [],
    at,
  })
  const asked = new Set<number>()
  for (const [i, { itemId, action, fields }] of wish.items.entries()) {
    const entry = findItem(tx, itemId)
    if (!entry || asked.has(entry.id))
      throw new DomainError('invalid', 'This request will not do.', [
        {
          field: `items.${i}.itemId`,
          message: entry ? `names ${entry.displayName} twice` : `${itemId} can’t be requested`,
        },
      ])
    asked.add(entry.id)
    requests.insertItem(tx, {
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

/** Takes a request out of sight with its tasks; the rows stay. @throws Refusal `forbidden`, `not found`, `stale` */
export function deleteRequest(env: Environment, who: Participant, key: string, seen: number | null): Request {
  requireRight(who, 'repository:manage')
  return runAction(env, who, (turn) => {
    const { tx } = turn
    const request = getRequest(tx, key)
    requireNotParty(request, who)
    expectRevision(request.revision, seen)
    for (const { id } of tasksOf(tx, request.id)) repository.remove(tx, 'approval_task', id, turn.at)
    repository.remove(tx, 'request', request.id, turn.at)
    auditStored(turn, { type: 'request', id: key, what: 'removed' })
    return request
  })
}
