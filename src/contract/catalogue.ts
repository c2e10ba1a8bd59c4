import { z } from 'zod'
import { Guid, Instant, PageQuery, pageOf } from './common.ts'

/** The id by which `/openidm` knows something: a GUID unless a script chose another. */
export const Key = z.string().min(1).max(255)

/** A person or a role, by the long id that every API shares: `managed/user/222`, `managed/role/2007`. */
export const LongId = z.string().min(1).max(300)
export const PrincipalRef = z.object({
  id: LongId,
  kind: z.enum(['person', 'role']),
  name: z.string(),
  /** For links into People; null for a role. */
  personId: Guid.nullable(),
})
export type PrincipalRef = z.infer<typeof PrincipalRef>

export const PrincipalQuery = z.object({
  q: z.string().max(200).optional(),
  kind: z.enum(['person', 'role']).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
/** Somebody to choose, with what tells them from others of their name: title and department; empty for a role. */
export const PrincipalChoice = PrincipalRef.extend({ about: z.string() })
export type PrincipalChoice = z.infer<typeof PrincipalChoice>
export const PrincipalList = z.object({ items: z.array(PrincipalChoice) })

export const inputTypes = ['text', 'radio', 'select', 'typeahead', 'checkbox', 'datepicker', 'file'] as const
/** A question that a request asks beside its item. */
export const RequestField = z.object({
  id: Guid,
  name: z.string(),
  description: z.string(),
  inputType: z.enum(inputTypes),
  inputOptions: z.array(z.string()),
  /** What a typeahead searches, as `managed/user`. */
  objectType: z.string().nullable(),
  required: z.boolean(),
  /** How many items ask it. */
  items: z.number().int(),
  revision: z.number().int(),
})
export type RequestField = z.infer<typeof RequestField>
export const RequestFieldList = z.object({ items: z.array(RequestField) })
export const WriteRequestField = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(500).default(''),
  inputType: z.enum(inputTypes),
  inputOptions: z.array(z.string().trim().min(1).max(200)).max(100).default([]),
  objectType: z.string().max(100).nullable().default(null),
  required: z.boolean().default(false),
})
export type WriteRequestField = z.infer<typeof WriteRequestField>

/** One entry of the chain: the word that names an approver, and whom it means where that is fixed. */
export const ChainWord = z.object({ word: z.string(), meaning: PrincipalRef.nullable() })

/** What can be asked for: an entitlement of an application, a role, an attribute's value, or a bundle of them. */
export const CatalogueItem = z.object({
  id: Key,
  kind: z.enum(['entitlement', 'role', 'attribute', 'bundle', 'other']),
  name: z.string(),
  description: z.string(),
  requestable: z.boolean(),
  /** Why it can't be requested, in words; null when it can. */
  why: z.string().nullable(),
  riskLevel: z.number().int().nullable(),
  application: z.object({ id: Guid, name: z.string() }).nullable(),
  owner: PrincipalRef.nullable(),
  provisioner: PrincipalRef.nullable(),
  /** Null: the default approvers decide. */
  approvers: z.array(ChainWord).nullable(),
  removalApprovers: z.array(ChainWord).nullable(),
  parallel: z.boolean(),
  requestFields: z.array(z.string()),
  workflow: z.string().nullable(),
  /** Of a bundle. */
  contents: z.array(z.object({ id: Key, name: z.string() })),
  updatedAt: Instant,
  revision: z.number().int(),
})
export type CatalogueItem = z.infer<typeof CatalogueItem>
export const CataloguePage = pageOf(CatalogueItem)
export const CatalogueQuery = PageQuery.extend({
  q: z.string().max(200).optional(),
  kind: z.enum(['entitlement', 'role', 'attribute', 'bundle']).optional(),
  applicationId: Guid.optional(),
  requestable: z.stringbool().optional(),
})

const Words = z.array(z.string().trim().min(1).max(300)).max(20).nullable()
/** What of an entry is decided here; further keys that a script wrote stay. Null clears. */
export const ChangeCatalogueItem = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  description: z.string().trim().max(2000).optional(),
  requestable: z.boolean().optional(),
  riskLevel: z.number().int().min(1).max(10).nullable().optional(),
  ownerId: LongId.nullable().optional(),
  provisionerId: LongId.nullable().optional(),
  approvers: Words.optional(),
  removalApprovers: Words.optional(),
  parallel: z.boolean().optional(),
  requestFields: z.array(z.string()).max(50).optional(),
  /** Of a bundle. */
  contents: z.array(Key).min(1).max(200).optional(),
})
export type ChangeCatalogueItem = z.infer<typeof ChangeCatalogueItem>

/** What somebody holds now: the roles that Castellan keeps, and the items of the catalogue. */
export const PersonHoldings = z.object({
  person: PrincipalRef,
  roles: z.array(PrincipalRef),
  items: z.array(CatalogueItem),
})
export type PersonHoldings = z.infer<typeof PersonHoldings>

/** A role that Castellan keeps, made requestable in one step; or a bundle. */
export const NewCatalogueItem = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('role'),
    name: z.string().trim().min(1).max(200),
    description: z.string().trim().max(2000).default(''),
  }),
  z.strictObject({
    kind: z.literal('bundle'),
    name: z.string().trim().min(1).max(200),
    description: z.string().trim().max(2000).default(''),
    contents: z.array(Key).min(1).max(200),
  }),
])
export type NewCatalogueItem = z.infer<typeof NewCatalogueItem>

/** Who would have to decide, level by level, if somebody asked for it. */
export const ApproverPreview = z.object({
  levels: z.array(z.object({ word: z.string(), approver: PrincipalRef })),
  parallel: z.boolean(),
  provisioner: PrincipalRef.nullable(),
})
export const ApproverPreviewQuery = z.object({ personId: LongId, action: z.enum(['add', 'remove']).default('add') })
/** The same for an item as somebody is about to change it; nothing is changed. */
export const TryApprovers = z.strictObject({
  ...ApproverPreviewQuery.shape,
  change: ChangeCatalogueItem.pick({
    ownerId: true,
    provisionerId: true,
    approvers: true,
    removalApprovers: true,
    parallel: true,
  }),
})

/** An entitlement that imports brought, and the entry that publishes it. */
export const Entitlement = z.object({
  id: z.number().int(),
  application: z.object({ id: Guid, name: z.string() }),
  name: z.string(),
  path: z.string(),
  description: z.string(),
  privileged: z.boolean(),
  holders: z.number().int(),
  itemId: Key.nullable(),
})
export type Entitlement = z.infer<typeof Entitlement>
export const EntitlementPage = pageOf(Entitlement)
const EntitlementFilter = z.object({
  applicationId: Guid.optional(),
  q: z.string().max(200).optional(),
  published: z.stringbool().optional(),
})
export const EntitlementQuery = PageQuery.extend(EntitlementFilter.shape)

/** Makes entitlements requestable, one by one or everything that a filter leaves. */
export const Publish = z.strictObject({
  /** Null publishes everything that the filter leaves. */
  ids: z.array(z.number().int().positive()).min(1).max(20_000).nullable(),
  applicationId: Guid.optional(),
  q: z.string().max(200).optional(),
  /** Who carries out what was approved. */
  provisionerId: LongId,
  ownerId: LongId.nullable().default(null),
  riskLevel: z.number().int().min(1).max(10).nullable().default(null),
  approvers: Words.default(null),
})
export type Publish = z.infer<typeof Publish>
export const PublishResult = z.object({ items: z.array(Key) })
