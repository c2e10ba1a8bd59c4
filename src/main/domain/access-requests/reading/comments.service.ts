import { runAction } from '../workflow/action-context.ts'
import type { Reader } from '../../../storage/open.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import type { Participant } from '../../sign-in/participant.ts'
import { requireMayComment, seesAny, type Visibility } from './visibility.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { history, type HistoryEntry } from '../workflow/history.store.ts'
import { itemRows } from '../workflow/item-keys.ts'
import { getRequest } from '../workflow/read-request.service.ts'
import { requests } from '../workflow/requests.store.ts'
import { requestObject } from '../workflow/request-objects.ts'

export type { HistoryEntry } from '../workflow/history.store.ts'

interface NewComment {
  readonly requestId: string
  /** The items it is about, by the ids of their entries; empty means all. */
  readonly itemIds: readonly string[]
  readonly comment: string
  /** Kept from requester and requestee. */
  readonly isHidden: boolean
}

/** Adds a comment to a request, also after its end. @throws DomainError `not-found`, `forbidden`, `invalid` */
export function addComment(env: Environment, participant: Participant, input: NewComment): HistoryEntry {
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const request = getRequest(tx, input.requestId)
    const sight = requireMayComment(tx, participant, request)
    if (input.comment.trim() === '')
      throw new DomainError('invalid', 'A comment must not be empty.', [{ field: 'comment', message: 'is required' }])
    if (input.isHidden && !sight.hidden)
      throw new DomainError('forbidden', 'What requester and requestee don’t see is for those who decide.')
    const items = itemRows(tx, request, input.itemIds)
    const id = appendHistory(
      ctx,
      request,
      items.map((item) => ({ id: item })),
      { action: 'comment', content: input.comment, task: null, hidden: input.isHidden },
    )
    requests.touch(tx, request.id)
    recordAudit(tx, ctx.at, participant.actor, {
      action: 'request.commented',
      object: requestObject(tx, request),
      details: { hidden: input.isHidden },
    })
    return history.list(tx, request.id).find((entry) => entry.id === id) as HistoryEntry
  })
}

/** The history of a request as somebody sees it: hidden lines and those of foreign items left out. */
export const historyOf = (db: Reader, request: number, sight: Visibility): HistoryEntry[] =>
  history.list(db, request).filter(({ hidden, items }) => (!hidden || sight.hidden) && seesAny(sight, items))
