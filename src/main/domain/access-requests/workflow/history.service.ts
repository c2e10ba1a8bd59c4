import type { HistoryAction } from '../model/request.ts'
import type { ActionContext } from './action-context.ts'
import { history } from './history.store.ts'

/** Takes something down in the history of a request. */
export function appendHistory(
  ctx: ActionContext,
  request: { readonly id: number; readonly key: string },
  items: readonly { readonly id: number }[],
  {
    action,
    content,
    task = null,
    hidden = false,
  }: {
    readonly action: HistoryAction
    readonly content: string
    readonly task?: number | null
    readonly hidden?: boolean
  },
): number {
  const { tx, at, identity } = ctx
  ctx.events.push({ type: 'request', id: request.key })
  return history.add(tx, request.id, {
    at,
    identity: isOurs(action) ? null : identity,
    action,
    content,
    items: items.map(({ id }) => id),
    hidden,
    task,
  })
}

/** What Castellan does by itself, whoever set it going. */
const isOurs = (action: HistoryAction): boolean => action === 'pending' || action.startsWith('auto-')
