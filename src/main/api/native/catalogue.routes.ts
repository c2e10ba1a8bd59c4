import { z } from 'zod'
import {
  ApproverPreview,
  ApproverPreviewQuery,
  CatalogueItem,
  CataloguePage,
  CatalogueQuery,
  ChangeCatalogueItem,
  EntitlementPage,
  EntitlementQuery,
  Key,
  NewCatalogueItem,
  PrincipalList,
  PrincipalQuery,
  Publish,
  PublishResult,
  TryApprovers,
} from '../../../contract/catalogue.ts'
import { type Entry, getEntry, removeEntry } from '../../domain/catalogue/catalogue.service.ts'
import { rulesOf } from '../../domain/catalogue/entry.ts'
import { changeItem, createItem, itemWith, listCatalogue } from '../../domain/catalogue/items.service.ts'
import { viewItem } from '../../domain/catalogue/item.view.ts'
import { listEntitlements, publish } from '../../domain/catalogue/publishing.service.ts'
import { chainFor } from '../../domain/access-requests/workflow/chains.service.ts'
import { findPrincipals } from '../../domain/roles/find-principals.service.ts'
import { personIn, principalIn, viewPrincipal } from '../../domain/roles/principal.view.ts'
import { findPrincipal } from '../../domain/roles/principals.service.ts'
import { governanceSettings } from '../../domain/settings/governance-settings.service.ts'
import type { Reader } from '../../storage/open.ts'
import { decodeCursor, encodeCursor } from './paging.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Key })
/** What these bodies call the keys of an entry. */
const itemNames = {
  displayName: 'name',
  itemIds: 'contents',
  parallelApproval: 'parallel',
  provisioner: 'provisionerId',
  entitlementOwner: 'ownerId',
}

const classOf = {
  entitlement: 'system-value',
  role: 'object',
  attribute: 'identity-value',
  bundle: 'requestable-item-bundle',
} as const

/** Who would decide about an entry, as things are now. */
function preview(
  db: Reader,
  entry: Entry,
  { personId, action }: z.infer<typeof ApproverPreviewQuery>,
): z.infer<typeof ApproverPreview> {
  const { parallel, provisioner } = rulesOf(entry.body)
  const levels = chainFor(db, {
    entry,
    action,
    requestee: personIn(db, 'personId', personId),
    settings: governanceSettings(db),
  })
  const carriesOut = provisioner === null ? undefined : findPrincipal(db, provisioner)
  return {
    levels: levels.map(({ name, approver }) => ({ word: name, approver: viewPrincipal(db, approver) })),
    parallel,
    provisioner: carriesOut ? viewPrincipal(db, carriesOut) : null,
  }
}

const tag = (revision: number) => ({ etag: `"${revision}"` })

export const catalogueRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/catalogue',
    summary: 'List what can be asked for: entitlements, roles, attributes and bundles, by name',
    access: { scope: 'catalogue:read' },
    query: CatalogueQuery,
    answers: { status: 200, schema: CataloguePage },
    handle({ query, services }) {
      const db = services.env.store.reader
      const offset = decodeCursor(query.cursor, 0)
      const question = {
        words: query.q ?? null,
        class: query.kind === undefined ? null : classOf[query.kind],
        application: query.applicationId ?? null,
        requestable: query.requestable ?? null,
      }
      const { items, total } = listCatalogue(db, question, offset, query.limit)
      const next = items.length === query.limit ? offset + items.length : null
      return { body: { items: items.map((item) => viewItem(db, item)), total, ...encodeCursor(next) } }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/catalogue',
    summary: 'Make a role that can be asked for, or a bundle',
    access: { scope: 'catalogue:write' },
    body: NewCatalogueItem,
    fieldNames: itemNames,
    answers: { status: 201, schema: CatalogueItem },
    handle({ body, ...context }) {
      const { env } = context.services
      const item = viewItem(env.store.reader, createItem(env, participantIn(context), body))
      return {
        body: item,
        headers: { location: `/v1/catalogue/${encodeURIComponent(item.id)}`, ...tag(item.revision) },
      }
    },
  }),
  route({
    method: 'POST',
    path: '/v1/catalogue/publish',
    summary: 'Make entitlements of applications requestable: some, or everything that a filter leaves',
    access: { scope: 'catalogue:write' },
    body: Publish,
    fieldNames: itemNames,
    answers: { status: 200, schema: PublishResult },
    handle({ body, ...context }) {
      const { env } = context.services
      const db = env.store.reader
      const entries = publish(env, participantIn(context), {
        ids: body.ids,
        filter: { application: body.applicationId ?? null, words: body.q ?? null, published: false },
        provisioner: principalIn(db, 'provisionerId', body.provisionerId),
        owner: body.ownerId === null ? null : principalIn(db, 'ownerId', body.ownerId),
        riskLevel: body.riskLevel,
        approvers: body.approvers,
      })
      return { body: { items: entries.map(({ key }) => key) } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/catalogue/:id',
    summary: 'Read one item of the catalogue',
    access: { scope: 'catalogue:read' },
    params,
    answers: { status: 200, schema: CatalogueItem },
    handle({ params: { id }, services }) {
      const db = services.env.store.reader
      const item = viewItem(db, getEntry(db, id))
      return { body: item, headers: tag(item.revision) }
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/catalogue/:id',
    summary: 'Change what an item is called, who approves and carries it out, and what it asks',
    access: { scope: 'catalogue:write' },
    params,
    body: ChangeCatalogueItem,
    fieldNames: itemNames,
    needsIfMatch: true,
    answers: { status: 200, schema: CatalogueItem },
    handle({ params: { id }, body, request, ...context }) {
      const { env } = context.services
      const item = viewItem(
        env.store.reader,
        changeItem(env, participantIn(context), { key: id, revision: revisionFromIfMatch(request), change: body }),
      )
      return { body: item, headers: tag(item.revision) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/catalogue/:id',
    summary: 'Take an item out of the catalogue; requests under way keep it',
    access: { scope: 'catalogue:write' },
    params,
    needsIfMatch: true,
    answers: { status: 204, schema: null },
    handle({ params: { id }, request, ...context }) {
      removeEntry(context.services.env, participantIn(context), id, revisionFromIfMatch(request))
      return {}
    },
  }),
  route({
    method: 'GET',
    path: '/v1/catalogue/:id/approvers',
    summary: 'See who would have to decide if a person asked for it now',
    access: { scope: 'catalogue:read' },
    params,
    query: ApproverPreviewQuery,
    answers: { status: 200, schema: ApproverPreview },
    handle: ({ params: { id }, query, services: { env } }) => ({
      body: preview(env.store.reader, getEntry(env.store.reader, id), query),
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/catalogue/:id/approvers',
    summary: 'See who would have to decide if an item were changed so; nothing is changed',
    access: { scope: 'catalogue:write' },
    params,
    body: TryApprovers,
    fieldNames: { ownerId: 'change.ownerId', provisionerId: 'change.provisionerId' },
    answers: { status: 200, schema: ApproverPreview },
    handle: ({ params: { id }, body, services: { env } }) => ({
      body: preview(env.store.reader, itemWith(env.store.reader, getEntry(env.store.reader, id), body.change), body),
    }),
  }),
  route({
    method: 'GET',
    path: '/v1/entitlements',
    summary: 'List the entitlements that imports brought, and which are published',
    access: { scope: 'catalogue:write' },
    query: EntitlementQuery,
    answers: { status: 200, schema: EntitlementPage },
    handle({ query, services }) {
      const db = services.env.store.reader
      const offset = decodeCursor(query.cursor, 0)
      const filter = {
        application: query.applicationId ?? null,
        words: query.q ?? null,
        published: query.published ?? null,
      }
      const { items, total } = listEntitlements(db, filter, offset, query.limit)
      const views = items.map(({ applicationId, application, entry, ...rest }) => ({
        ...rest,
        application: { id: applicationId, name: application },
        itemId: entry,
      }))
      return {
        body: { items: views, total, ...encodeCursor(items.length === query.limit ? offset + items.length : null) },
      }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/principals',
    summary: 'Find people and roles by name, for choosing an approver or an owner',
    access: { scope: 'requests:make' },
    query: PrincipalQuery,
    answers: { status: 200, schema: PrincipalList },
    handle: ({ query: { q, kind, limit }, services }) => ({
      body: { items: findPrincipals(services.env.store.reader, { words: q ?? '', kind: kind ?? null, limit }) },
    }),
  }),
]
