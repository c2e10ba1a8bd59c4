import type { RequestItem } from '../model/request.ts'
import type { ActionContext } from '../workflow/action-context.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { requestOf } from '../workflow/read-request.service.ts'
import { requests } from '../workflow/requests.store.ts'

/** Somebody who looked says that a claim is not true. */
export function contradictByHand(ctx: ActionContext, item: RequestItem): void {
  requests.verify(ctx.tx, item.id, { verification: 'contradicted', at: ctx.at, evidence: null })
  appendHistory(ctx, requestOf(ctx.tx, item.requestId), [item], {
    action: 'contradicted',
    content: 'Whoever verified it found it not carried out.',
  })
}
