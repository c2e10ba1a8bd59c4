import { cancelTask } from '../workflow/tasks.service.ts'
import { tasksOf } from '../workflow/approvals.service.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { rulesOf } from '../../catalogue/entry.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import { isPassing, storageFault } from '../../shared/storage-faults.ts'
import { identityOf } from '../../identities/references.service.ts'
import { notify } from '../../notifications/notifications.service.ts'
import { bestEffort } from '../../../storage/best-effort.ts'
import { requirePerson, requireRight, type Participant } from '../../sign-in/participant.ts'
import { mayCancel } from '../reading/visibility.ts'
import { chainFor } from '../workflow/chains.service.ts'
import { type AnsweredFile, filesIn, validateCopies, saveFiles, withoutContents } from './field-files.service.ts'
import { finalizeItem, startItems } from '../workflow/flow.service.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { notificationContext } from '../workflow/messages.ts'
import { getRequest, requestOf } from '../workflow/read-request.service.ts'
import type { Request } from '../model/request.ts'
import { requestObject } from '../workflow/request-objects.ts'
import { requests } from '../workflow/requests.store.ts'
import { runAction, type ActionContext } from '../workflow/action-context.ts'
import {
  validateEndDates,
  resolveRequestInput,
  type ResolvedRequest,
  type CreateRequestInput,
} from './create-input.service.ts'
import type { Reader } from '../../../storage/open.ts'

/** Checks a request against policies before anything is stored. Throws to refuse it. */
export type PolicyMode = (
  db: Reader,
  participant: Participant,
  requestee: number,
  items: ResolvedRequest['items'],
) => void

/**
 * Makes one request for each person (C.1): bundles are unpacked, chains resolved, the first tasks opened.
 * @param guard refuses what policies forbid; null skips the check
 * @throws DomainError `forbidden`, `not-found` for unknown people and items, `invalid` with everything that is wrong
 */
export function createRequests(
  env: Environment,
  participant: Participant,
  input: CreateRequestInput,
  guard: PolicyMode | null,
): Request[] {
  const requester = requirePerson(participant)
  requireRight(participant, 'requests:make')
  try {
    return make(env, participant, { requester, input, guard })
  } catch (error) {
    // A full disk is told by the answer, and the same request may be made again.
    if (!(error instanceof DomainError) && !isPassing(storageFault(error)))
      bestEffort(() => tellFailure(env, requester))
    throw error
  }
}

function make(
  env: Environment,
  participant: Participant,
  {
    requester,
    input,
    guard,
  }: { readonly requester: number; readonly input: CreateRequestInput; readonly guard: PolicyMode | null },
): Request[] {
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const resolved = resolveRequestInput(tx, input)
    validateEndDates(input.items, ctx.at)
    if (guard && ctx.settings.checkRequestsAgainstPolicies)
      for (const person of resolved.people) guard(tx, participant, person, resolved.items)
    const files = filesIn(ctx.settings, input.items)
    validateCopies(files, resolved.people.length)
    const { comment } = input
    return resolved.people.map((requestee) =>
      createOne(ctx, { ...resolved, requester, requestee, comment, files, approvedBefore: false }),
    )
  })
}

/** Tells the requester that nothing of the request was stored (entry 29). */
function tellFailure(env: Environment, requester: number): void {
  env.store.transact((tx) => {
    const { name } = identityOf(tx, requester)
    const comment = 'something went wrong here, and nothing of it was kept. Ask again, or tell an administrator.'
    const says = { requester: name, requestee: '', items: '', request: '', comment, due: '', outcome: '' }
    notify(tx, env.clock(), {
      template: 'CREATE_REQUEST_FAILED',
      people: [requester],
      context: { request: null, task: null, says },
    })
  })
}

/** One person's request, with everything understood. */
interface Making extends Pick<ResolvedRequest, 'items' | 'bundles'> {
  /** Null: Castellan itself asks. */
  readonly requester: number | null
  readonly requestee: number
  readonly comment: string
  readonly files: readonly AnsweredFile[]
  /** True when no decision is needed, since the end was approved with the access. */
  readonly approvedBefore: boolean
}

/** Makes the request of one person in the caller's action. */
export function createOne(ctx: ActionContext, making: Making): Request {
  const { requester, requestee, items, bundles, comment, files, approvedBefore } = making
  const { env, tx, at, settings, actor } = ctx
  const guid = env.newId()
  const id = requests.insert(tx, { guid, idmId: guid, requester, requestee, comment, bundles, at })
  for (const { entry, input } of items) {
    const rules = rulesOf(entry.body)
    const flows = rules.requestWorkflow === null
    requests.insertItem(tx, {
      guid: env.newId(),
      request: id,
      entry: entry.id,
      action: input.action,
      displayName: entry.displayName,
      fields: withoutContents(input.fields),
      chain: flows && !approvedBefore ? chainFor(tx, { entry, action: input.action, requestee, settings }) : [],
      parallel: rules.parallel,
      step: flows ? 'approval' : 'custom-workflow',
      endsAt: input.endsAt ?? null,
    })
  }
  const request = requestOf(tx, id)
  const requestItems = requests.items(tx, id)
  recordAudit(tx, at, actor, {
    action: 'request.made',
    object: requestObject(tx, request),
    details: {
      requestee: identityOf(tx, requestee).guid,
      items: items.map(({ entry, input }) => ({ entry: entry.key, action: input.action })),
    },
  })
  if (comment !== '') appendHistory(ctx, request, [], { action: 'comment', content: comment })
  const wished = requestItems.flatMap(({ id: item }, i) => (items[i] ? [{ id: item, input: items[i].input }] : []))
  saveFiles(ctx, request, wished, files)
  startItems(ctx, request, requestItems)
  return requestOf(tx, id)
}

/**
 * Ends a request before it is decided: open items and tasks are cancelled, what was done stays done.
 * @throws DomainError `not-found`, `forbidden` for others than requester, requestee and administrators, `conflict` when it has ended
 */
export function cancelRequest(env: Environment, participant: Participant, key: string, reason: string): Request {
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const request = getRequest(tx, key)
    if (!mayCancel(participant, request))
      throw new DomainError('forbidden', 'Only who made a request, whom it is for, or an administrator cancels it.')
    if (request.status !== 'in-progress') throw new DomainError('conflict', 'This request has ended already.')
    const open = requests.items(tx, request.id).filter(({ outcome }) => outcome === null)
    // Before the items, so that the last of them does not complete it.
    requests.end(tx, request.id, 'cancelled', ctx.at)
    for (const task of tasksOf(tx, request.id)) if (task.status === 'in-progress') cancelTask(ctx, request, task)
    for (const item of open) finalizeItem(ctx, request, item, { outcome: 'cancelled', verification: 'none' })
    appendHistory(ctx, request, open, { action: 'cancelled', content: reason })
    const parties = [request.requestee, ...(request.requester === null ? [] : [request.requester])]
    notify(tx, ctx.at, {
      template: 'REQUEST_CANCELLED',
      people: parties,
      context: notificationContext(tx, request, open),
    })
    recordAudit(tx, ctx.at, participant.actor, {
      action: 'request.cancelled',
      object: requestObject(tx, request),
      details: { reason },
    })
    return requestOf(tx, request.id)
  })
}
