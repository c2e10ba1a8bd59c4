import { z } from 'zod'
import { ApprovalTask } from './approvals.ts'
import { Key, LongId, PrincipalRef } from './catalogue.ts'
import { GivenInstant, Instant, pageOf, PageQuery } from './common.ts'
import { Finding } from './policies.ts'
import { AttachmentInfo, comment, FieldValue, HistoryEntry, RequestItem, Upload } from './request-parts.ts'

export const AccessRequest = z.object({
  id: Key,
  /** Null: Castellan itself, when access reached its end. */
  requester: PrincipalRef.nullable(),
  requestee: PrincipalRef,
  status: z.enum(['in-progress', 'complete', 'cancelled']),
  /** Its status in plain words. */
  statusText: z.string(),
  comment: z.string(),
  items: z.array(RequestItem),
  requestedAt: Instant,
  completedAt: Instant.nullable(),
  revision: z.number().int(),
})
export type AccessRequest = z.infer<typeof AccessRequest>

export const AccessRequestPage = pageOf(AccessRequest)

export const AccessRequestQuery = PageQuery.extend({
  /** `mine`: those that one made or receives from; `all` needs requests:read. */
  whose: z.enum(['mine', 'all']).default('mine'),
  status: z.enum(['active', 'closed', 'complete', 'cancelled']).optional(),
  /** Only with an item that somebody says was done and no data shows yet, or the data contradicts. */
  verification: z.enum(['claimed', 'contradicted']).optional(),
  requesterId: LongId.optional(),
  requesteeId: LongId.optional(),
  itemId: Key.optional(),
  /** Words that fit who asked, for whom, or an item of the catalogue by its name; each must. The newest 5,000 are found. */
  q: z.string().max(200).optional(),
})

export const AccessRequestDetail = z.object({
  request: AccessRequest,
  tasks: z.array(ApprovalTask),
  history: z.array(HistoryEntry),
  attachments: z.array(AttachmentInfo),
  may: z.object({ cancel: z.boolean(), comment: z.boolean(), hide: z.boolean() }),
})
export type AccessRequestDetail = z.infer<typeof AccessRequestDetail>

export const NewAccessRequest = z.strictObject({
  people: z.array(LongId).min(1).max(500),
  items: z
    .array(
      z.strictObject({
        itemId: Key,
        action: z.enum(['add', 'remove']).default('add'),
        fields: z.record(z.string(), FieldValue).default({}),
        endsAt: GivenInstant.nullable().default(null),
      }),
    )
    .min(1)
    .max(200),
  comment: comment.default(''),
})
export type NewAccessRequest = z.infer<typeof NewAccessRequest>

export const CreatedAccessRequests = z.object({ items: z.array(AccessRequest) })

/** Before it is sent: who would decide, what it would violate, and who has it already. */
export const RequestPreview = z.object({
  people: z.array(
    z.object({
      person: PrincipalRef,
      findings: z.array(Finding),
      items: z.array(
        z.object({
          itemId: Key,
          name: z.string(),
          held: z.boolean(),
          /** An open request asks the same. */
          alreadyRequested: z.boolean(),
          levels: z.array(z.object({ word: z.string(), approver: PrincipalRef })),
          provisioner: PrincipalRef.nullable(),
        }),
      ),
    }),
  ),
  /** The questions that the items ask. */
  fields: z.array(z.object({ itemId: Key, names: z.array(z.string()) })),
})
export type RequestPreview = z.infer<typeof RequestPreview>

export const CancelRequest = z.strictObject({ reason: comment.default('') })

export const AddComment = z.strictObject({
  comment: comment.min(1),
  items: z.array(Key).max(200).default([]),
  hidden: z.boolean().default(false),
})

export const AddAttachment = Upload.extend({ items: z.array(Key).max(200).default([]) })

export const AttachmentContent = AttachmentInfo.extend({ content: z.string() })

/** Access that appeared in an application without a request. */
export const OutOfBandGrant = z.object({
  application: z.object({ id: z.string(), name: z.string() }),
  accountId: z.string(),
  userName: z.string(),
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  itemId: Key,
  item: z.string(),
  since: Instant,
  importId: z.string(),
  /** True when rows of the extract before could not be read: then it may have been there before. */
  mayBeOlder: z.boolean(),
})

export const OutOfBandPage = pageOf(OutOfBandGrant)
