import type { Reader } from '../../../storage/open.ts'
import { identityOf } from '../../identities/references.service.ts'
import type { NotificationContext } from '../../notifications/notifications.service.ts'
import type { Request, RequestItem } from '../model/request.ts'
import { instant } from '../../shared/instant.ts'

/** What a message says about a request and some of its items. */
export function notificationContext(
  db: Reader,
  request: Request,
  items: readonly Pick<RequestItem, 'displayName'>[],
  more: { readonly task?: number; readonly due?: number; readonly outcome?: string } = {},
): NotificationContext {
  const nameOf = (identity: number | null) => (identity === null ? 'Castellan' : identityOf(db, identity).name)
  return {
    request: request.id,
    task: more.task ?? null,
    says: {
      requester: nameOf(request.requester),
      requestee: nameOf(request.requestee),
      items: items.map(({ displayName }) => displayName).join(', '),
      request: request.key,
      comment: request.comment,
      due: more.due === undefined ? '' : instant(more.due).slice(0, 10),
      outcome: more.outcome ?? '',
    },
  }
}
