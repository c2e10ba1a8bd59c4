import { z } from 'zod'
import { PersonHoldings } from '../../../contract/catalogue.ts'
import { Guid } from '../../../contract/common.ts'
import {
  Account,
  AccountPage,
  AccountQuery,
  ChangePerson,
  HolderList,
  MatchAccount,
  MomentQuery,
  PersonDetail,
  PersonPage,
  PersonQuery,
} from '../../../contract/identities.ts'
import { DomainError } from '../../domain/shared/errors.ts'
import {
  clearMatch,
  getAccount,
  listAccounts,
  listHolders,
  matchByHand,
} from '../../domain/identities/accounts.service.ts'
import { getPerson, listPeopleAt, listPeopleNow } from '../../domain/identities/people.service.ts'
import { confirmManager, declineManager } from '../../domain/identities/manager-proposals.service.ts'
import { changePerson } from '../../domain/identities/person-attributes.service.ts'
import { findEntitlement, now } from '../../domain/identities/entitlements.service.ts'
import { participantOf } from '../../domain/sign-in/participant.ts'
import { personHoldings } from './person-holdings.ts'
import { asOfWords, momentOf } from './moment.ts'
import { decodeCursor, decodePosition, encodeCursor, encodePosition } from './paging.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route, type RouteContext } from '../http/route.ts'

const params = z.object({ id: Guid })
const mostHolders = 5000

/** Answers a proposed manager, and shows the person as they are then. */
const answerProposal =
  (answer: typeof confirmManager) =>
  ({ params: { id }, caller, actor, request, services }: RouteContext<typeof params, undefined, undefined>) => {
    const { env } = services
    const author = participantIn({ caller, actor, services })
    answer(env, author, { id, seen: revisionFromIfMatch(request) })
    const changed = getPerson(env.store.reader, author, { moment: now, id })
    return { body: changed, headers: { etag: `"${changed.revision}"` } }
  }

export const peopleRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/people',
    summary: 'List people by name, now or as of a date',
    access: { scope: 'identities:read' },
    query: PersonQuery.extend(MomentQuery.shape),
    answers: { status: 200, schema: PersonPage },
    handle({ query, services }) {
      const moment = momentOf(query)
      const { reader } = services.env.store
      if (query.leavers && query.news)
        throw new DomainError('invalid', 'Leavers and roster differences are two separate lists.', [
          { field: 'leavers', message: 'excludes roster differences' },
        ])
      if (moment.kind === 'now') {
        const { items, total, next } = listPeopleNow(reader, {
          words: query.q,
          department: query.department,
          news: query.news,
          leavers: query.leavers,
          after: decodePosition(query.cursor),
          limit: query.limit,
        })
        return { body: { items, total, ...encodePosition(next) } }
      }
      if (query.news)
        throw new DomainError('invalid', 'Roster differences are only available as of now.', [
          { field: 'news', message: 'excludes another time' },
        ])
      if (query.leavers)
        throw new DomainError('invalid', 'Leavers with accounts are only available as of now.', [
          { field: 'leavers', message: 'excludes another time' },
        ])
      const offset = decodeCursor(query.cursor, 0)
      const { items, total } = listPeopleAt(reader, moment, {
        words: query.q,
        department: query.department,
        offset,
        limit: query.limit,
      })
      return { body: { items, total, ...encodeCursor(items.length === query.limit ? offset + items.length : null) } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/people/:id',
    summary: 'See a person with every account and grant, now or as of a date, each with where it comes from',
    access: { scope: 'identities:read' },
    params,
    query: MomentQuery,
    answers: { status: 200, schema: PersonDetail },
    handle({ params: { id }, query, caller, actor, services }) {
      const author = participantIn({ caller, actor, services })
      const person = getPerson(services.env.store.reader, author, { moment: momentOf(query), id })
      return { body: person, headers: { etag: `"${person.revision}"` } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/people/:id/held',
    summary: 'See the roles that Castellan keeps and the items of the catalogue that a person holds now',
    access: { scope: 'requests:make' },
    params,
    answers: { status: 200, schema: PersonHoldings },
    handle({ params: { id }, caller, actor, services }) {
      const db = services.env.store.reader
      return { body: personHoldings(db, participantOf(db, { caller, actor }), id) }
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/people/:id',
    summary: 'Set attributes of a person in the place of what rosters say, or take that back with null',
    needsIfMatch: true,
    access: { scope: 'identities:write' },
    params,
    body: ChangePerson,
    answers: { status: 200, schema: PersonDetail },
    handle({ params: { id }, body, caller, actor, request, services }) {
      const { env } = services
      const author = participantIn({ caller, actor, services })
      changePerson(env, author, { id, seen: revisionFromIfMatch(request), change: body })
      const changed = getPerson(env.store.reader, author, { moment: now, id })
      return { body: changed, headers: { etag: `"${changed.revision}"` } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/people/:id/manager/confirm',
    summary: 'Confirm, as a second person, the manager that somebody proposed',
    needsIfMatch: true,
    needsStepUp: true,
    access: { scope: 'identities:write' },
    params,
    answers: { status: 200, schema: PersonDetail },
    handle: answerProposal(confirmManager),
  }),
  route({
    method: 'POST',
    path: '/v1/people/:id/manager/decline',
    summary: 'Decline the manager that somebody proposed, or withdraw one’s own proposal',
    needsIfMatch: true,
    access: { scope: 'identities:write' },
    params,
    answers: { status: 200, schema: PersonDetail },
    handle: answerProposal(declineManager),
  }),
  route({
    method: 'GET',
    path: '/v1/accounts',
    summary: 'List accounts; match=none lists those that belong to nobody known',
    access: { scope: 'identities:read' },
    query: AccountQuery.extend(MomentQuery.shape),
    answers: { status: 200, schema: AccountPage },
    handle({ query, services }) {
      const { applicationId, match, q, limit } = query
      const after = decodeCursor(query.cursor, 0)
      const filter = { applicationId, match, words: q, after, limit }
      const { items, total, next } = listAccounts(services.env.store.reader, momentOf(query), filter)
      return { body: { items, total, ...encodeCursor(next) } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/accounts/:id',
    summary: 'Read one account',
    access: { scope: 'identities:read' },
    params,
    query: MomentQuery,
    answers: { status: 200, schema: Account },
    handle({ params: { id }, query, services }) {
      const account = getAccount(services.env.store.reader, momentOf(query), id)
      return { body: account, headers: { etag: `"${account.revision}"` } }
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/accounts/:id/match',
    summary: 'Say whose account it is; null means deliberately nobody’s. No rule changes it until it is cleared',
    needsIfMatch: true,
    access: { scope: 'identities:write' },
    params,
    body: MatchAccount,
    answers: { status: 200, schema: Account },
    handle({ params: { id }, body, actor, request, services: { env } }) {
      const decided = matchByHand(env, actor, { id, seen: revisionFromIfMatch(request), ...body })
      return { body: decided, headers: { etag: `"${decided.revision}"` } }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/accounts/:id/match',
    summary: 'Take a choice by hand back; the rules decide again at the next import',
    needsIfMatch: true,
    access: { scope: 'identities:write' },
    params,
    answers: { status: 200, schema: Account },
    handle({ params: { id }, actor, request, services: { env } }) {
      const cleared = clearMatch(env, actor, { id, seen: revisionFromIfMatch(request) })
      return { body: cleared, headers: { etag: `"${cleared.revision}"` } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/entitlements/:entitlementId/holders',
    summary: 'Who has, or had, an entitlement',
    access: { scope: 'identities:read' },
    params: z.object({ entitlementId: z.coerce.number().int().positive() }),
    query: MomentQuery,
    answers: { status: 200, schema: HolderList },
    handle({ params: { entitlementId }, query, services }) {
      const moment = momentOf(query)
      const db = services.env.store.reader
      const entitlement = findEntitlement(db, entitlementId)
      return {
        body: { entitlement, asOf: asOfWords(moment), items: listHolders(db, moment, entitlementId, mostHolders) },
      }
    },
  }),
]
