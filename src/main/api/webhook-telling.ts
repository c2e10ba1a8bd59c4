import { viewAccessRequestDetail } from './permission-assist/access-request.ts'
import { getRequestedItem } from '../domain/personnel-events/items/request-items.service.ts'
import type { Json } from '../domain/shared/canonical-json.ts'
import type { Telling } from '../domain/webhooks/follow-changes.service.ts'

/** What requester and requestee see: what is hidden from them leaves this program least of all. */
const sight = { everything: true, hidden: false, speaks: false, items: new Set<number>() }

/** Tells access requests as `/api` shows them. @param apiAddress where the listener answers; null while nothing listens */
export const tellingOf = (apiAddress: () => string | null): Telling => ({
  describe: (db, item, at) => viewAccessRequestDetail(db, getRequestedItem(db, item), { sight, at }) as unknown as Json,
  callback(item, delivery) {
    const address = apiAddress()
    return address === null ? null : `${address}/api/access-requests/${item}/callbacks/${delivery}`
  },
})
