import {
  AccessChangesPage,
  AccessChangesQuery,
  AccessPage,
  AccessQuery,
  HeldEntitlementPage,
  HeldEntitlementQuery,
} from '../../../contract/access.ts'
import { lengthOfLog } from '../../domain/audit/audit.service.ts'
import { compareAccess, countOf } from '../../domain/identities/access/access-changes.service.ts'
import { viewGrants } from '../../domain/identities/access/access-grant.view.ts'
import { type AccessPlace, listAccess } from '../../domain/identities/access/access-list.service.ts'
import { listHeldEntitlements } from '../../domain/identities/access/held-entitlements.service.ts'
import { type Moment, now } from '../../domain/identities/entitlements.service.ts'
import { DomainError } from '../../domain/shared/errors.ts'
import { type Route, route } from '../http/route.ts'
import { asOfWords, momentOf, readMoment } from './moment.ts'
import { decodeCursor, encodeCursor } from './paging.ts'

export const accessRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/access',
    summary: 'Who has, or had, access: by entitlement, application, person, account, department or title',
    access: { scope: 'identities:read' },
    query: AccessQuery,
    answers: { status: 200, schema: AccessPage },
    handle({ query, services: { env } }) {
      const moment = momentOf(query)
      const db = env.store.reader
      const asked = { moment, now: env.clock(), place: decodePlace(query.cursor), limit: query.limit }
      const { rows, next, ...list } = listAccess(db, query, asked)
      const items = viewGrants(db, moment, rows)
      const logPosition = lengthOfLog(db)
      return { body: { ...list, items, ...encodePlace(next), asOf: asOfWords(moment), logPosition } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/access/entitlements',
    summary: 'List the entitlements that applications have, or had, with how many accounts hold each',
    access: { scope: 'identities:read' },
    query: HeldEntitlementQuery,
    answers: { status: 200, schema: HeldEntitlementPage },
    handle({ query, services: { env } }) {
      const { applicationId: application, q: words, privileged, limit } = query
      const offset = decodeCursor(query.cursor, 0)
      const asked = { application, words, privileged, offset, limit }
      const { items, total } = listHeldEntitlements(env.store.reader, momentOf(query), asked)
      return { body: { items, total, ...encodeCursor(items.length === limit ? offset + limit : null) } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/access/changes',
    summary: 'Compare access at two moments: what was gained, lost and changed between them',
    access: { scope: 'identities:read' },
    query: AccessChangesQuery,
    answers: { status: 200, schema: AccessChangesPage },
    handle({ query, services: { env } }) {
      const db = env.store.reader
      const kind = query.by === 'recorded' ? 'known' : 'true'
      const from = { kind, at: readMoment(query.from) } as const
      const to: Moment = query.to === undefined ? now : { kind, at: readMoment(query.to) }
      if (to.kind !== 'now' && to.at < from.at)
        throw new DomainError('invalid', 'The second moment must not be before the first.', [
          { field: 'to', message: 'is before the first moment' },
        ])
      const offset = decodeCursor(query.cursor, 0)
      const { items, basis, about, ...counts } = compareAccess(db, { ...query, from, to, offset })
      const body = {
        items,
        total: countOf(counts, query.change),
        ...encodeCursor(items.length === query.limit ? offset + items.length : null),
        ...counts,
        about,
        from: asOfWords(from),
        to: asOfWords(to),
        basis,
        logPosition: lengthOfLog(db),
      }
      return { body }
    },
  }),
]

/** Opaque to clients. */
const encodePlace = (place: AccessPlace | null): { next?: string } =>
  place === null ? {} : { next: Buffer.from(JSON.stringify(place)).toString('base64url') }

/** @throws DomainError `invalid` for a cursor that this server didn't write */
function decodePlace(cursor: string | undefined): AccessPlace | null {
  if (cursor === undefined) return null
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as AccessPlace
    if (place.kind === 'offset' && Number.isSafeInteger(place.offset) && place.offset >= 0) return place
    if (place.kind === 'after' && Number.isSafeInteger(place.application) && Number.isSafeInteger(place.entitlement))
      return { ...place, userName: String(place.userName) }
  } catch {
    // It is told below.
  }
  throw new DomainError('invalid', 'The cursor is not valid. Leave it out to start again.', [
    { field: 'cursor', message: 'is not valid' },
  ])
}
