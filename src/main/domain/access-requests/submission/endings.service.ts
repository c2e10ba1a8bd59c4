import { systemContext, runAction } from '../workflow/action-context.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { requestOf } from '../workflow/read-request.service.ts'
import { createOne } from './requests.service.ts'
import { requests } from '../workflow/requests.store.ts'
import { instant } from '../../shared/instant.ts'

/**
 * Removes access whose last day has come: one removal for each item, made by Castellan and approved when the access
 * was given with its end.
 * @returns how many removals were made
 */
export function requestDueRemovals(env: Environment): number {
  const now = env.clock()
  if (requests.dueToEnd(env.store.reader, now).length === 0) return 0
  return runAction(env, systemContext, (ctx) => {
    const { tx } = ctx
    const due = requests.dueToEnd(tx, now)
    for (const item of due) {
      const request = requestOf(tx, item.requestId)
      const entry = entryOf(tx, item.entryId)
      const input = { itemId: entry.key, action: 'remove', fields: {} } as const
      const words = `The access that was given until ${instant(item.endsAt ?? now).slice(0, 10)} ends.`
      const removal = createOne(ctx, {
        requester: null,
        requestee: request.requestee,
        items: [{ entry, input }],
        bundles: [],
        comment: words,
        files: [],
        approvedBefore: true,
      })
      requests.endBy(tx, item.id, removal.id)
      appendHistory(ctx, request, [item], { action: 'ended', content: words })
    }
    return due.length
  })
}
