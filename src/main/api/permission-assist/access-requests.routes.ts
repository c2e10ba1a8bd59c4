import { requireVisible, type Visibility } from '../../domain/access-requests/reading/visibility.ts'
import { findApplication } from '../../domain/applications/application-references.service.ts'
import { findIdentity } from '../../domain/identities/references.service.ts'
import { getRequestedItem, listRequestedItems } from '../../domain/personnel-events/items/request-items.service.ts'
import type { ItemStatus } from '../../domain/personnel-events/items/item-status.ts'
import type { Action } from '../../domain/catalogue/item-action.ts'
import { participantOf } from '../../domain/sign-in/participant.ts'
import { type Route, route } from '../http/route.ts'
import { viewAccessRequest, viewAccessRequestDetail } from './access-request.ts'
import { offsetOf, paged } from './paging.ts'
import { noteCallback } from '../../domain/webhooks/callback.service.ts'
import { Callback, CallbackAddress, Noted, wordsOfCallback } from './callback-wire.ts'
import { RequestListQuery, VendorRequestDetail, VendorRequestList } from './request-wire.ts'
import { ById, pageSize } from './wire.ts'

/** A row that no table has: a filter by something unknown finds nothing. */
const nothing = -1

export const accessRequestRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/access-requests',
    summary: 'List access requests, newest first: one for each item that was asked for',
    access: { scope: 'requests:read' },
    query: RequestListQuery,
    answers: { status: 200, schema: VendorRequestList },
    handle({ query: { page, identityId, applicationId, status, type }, services: { env } }) {
      const db = env.store.reader
      const { items, total } = listRequestedItems(
        db,
        {
          identity: identityId === undefined ? null : (findIdentity(db, identityId)?.id ?? nothing),
          application: applicationId === undefined ? null : (findApplication(db, applicationId)?.id ?? nothing),
          status: status === undefined ? null : (status.toLowerCase() as ItemStatus),
          action: type === undefined ? null : (type.toLowerCase() as Action),
          party: null,
        },
        { offset: offsetOf(page), limit: pageSize },
      )
      return {
        body: paged(
          items.map((item) => viewAccessRequest(db, item)),
          total,
          page,
        ),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/access-requests/:id',
    summary: 'Read one access request with its privileges, its history and who must answer',
    access: { scope: 'requests:read' },
    params: ById,
    answers: { status: 200, schema: VendorRequestDetail },
    handle({ params: { id }, caller, actor, services: { env } }) {
      const db = env.store.reader
      const item = getRequestedItem(db, id)
      const sight: Visibility = requireVisible(db, participantOf(db, { caller, actor }), item.request)
      return { body: viewAccessRequestDetail(db, item, { sight, at: env.clock() }) }
    },
  }),
  route({
    method: 'POST',
    path: '/api/access-requests/:id/callbacks/:delivery',
    summary: 'Answer a delivery of a webhook: what it says stands in the activity of the access request',
    access: { scope: 'requests:decide' },
    params: CallbackAddress,
    body: Callback,
    answers: { status: 200, schema: Noted },
    handle({ params: { id, delivery }, body, caller, actor, services: { env } }) {
      const participant = participantOf(env.store.reader, { caller, actor })
      noteCallback(env, participant, { item: id, delivery, words: wordsOfCallback(body) })
      return { body: { noted: true } }
    },
  }),
]
