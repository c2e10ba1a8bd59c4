import { z } from 'zod'
import { Key, LongId, PrincipalRef } from './catalogue.ts'
import { GivenInstant, Instant, PageQuery, pageOf } from './common.ts'
import { Finding } from './policies.ts'

export const RequestAction = z.enum(['add', 'change', 'remove', 'suspend', 'restore'])
export const RequestOutcome = z.enum(['provisioned', 'not provisioned', 'denied', 'cancelled'])
export const Verification = z.enum(['none', 'claimed', 'proved', 'contradicted'])

/** Where the data shows that something was done, or that it was not. */
export const Evidence = z.object({
  import: z.string(),
  generation: z.number().int(),
  extractAt: Instant,
  grant: z.object({ userName: z.string(), file: z.string().nullable(), line: z.number().int() }).optional(),
})

/** An answer to a request field: text, a choice or several, a date, or an upload. */
export const FieldValue = z.union([
  z.string().max(20_000),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string().max(500)).max(100),
  z.strictObject({ fileName: z.string().max(255), fileType: z.string().max(200), content: z.string() }),
])

/** An answer to a question of an item, as it was given and as people read it. */
export const Answer = z.object({ name: z.string(), value: z.unknown(), words: z.string() })
export type Answer = z.infer<typeof Answer>

export const RequestItem = z.object({
  itemId: Key,
  name: z.string(),
  action: RequestAction,
  riskLevel: z.number().int().nullable(),
  fields: z.array(Answer),
  /** Who decides, level by level. */
  chain: z.array(z.object({ word: z.string(), approver: PrincipalRef })),
  parallel: z.boolean(),
  timesApproved: z.number().int(),
  step: z.enum(['approval', 'provisioning', 'custom workflow', 'script', 'done']),
  outcome: RequestOutcome.nullable(),
  outcomeAt: Instant.nullable(),
  verification: Verification,
  verifiedAt: Instant.nullable(),
  evidence: Evidence.nullable(),
  /** The day on which the access is taken back. */
  endsAt: Instant.nullable(),
})
export type RequestItem = z.infer<typeof RequestItem>

export const AccessRequest = z.object({
  id: Key,
  /** Null: Castellan itself, when access reached its end. */
  requester: PrincipalRef.nullable(),
  requestee: PrincipalRef,
  status: z.enum(['in-progress', 'complete', 'cancelled']),
  /** Where it stands, in plain words. */
  words: z.string(),
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

export const HistoryEntry = z.object({
  at: Instant,
  /** Null: Castellan itself. */
  who: PrincipalRef.nullable(),
  action: z.string(),
  content: z.string(),
  /** Names of the items it is about; empty means all. */
  items: z.array(z.string()),
  hidden: z.boolean(),
})
export const AttachmentInfo = z.object({
  fileName: z.string(),
  fileType: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  items: z.array(z.string()),
  owner: PrincipalRef.nullable(),
  at: Instant,
})

export const TaskDecision = z.enum(['approved', 'rejected', 'provisioned', 'not provisioned'])
/** Something put to somebody: to decide, or to carry out. */
export const ApprovalTask = z.object({
  id: Key,
  requestId: Key,
  kind: z.enum(['approval', 'provisioning']),
  status: z.enum(['in-progress', 'complete', 'cancelled']),
  requester: PrincipalRef.nullable(),
  requestee: PrincipalRef,
  approver: PrincipalRef,
  /** Whom the chain named, when somebody else has it now. */
  original: PrincipalRef.nullable(),
  delegated: z.boolean(),
  adviser: PrincipalRef.nullable(),
  level: z.number().int(),
  levels: z.number().int(),
  items: z.array(
    z.object({
      itemId: Key,
      name: z.string(),
      action: RequestAction,
      riskLevel: z.number().int().nullable(),
      outcome: TaskDecision.or(z.literal('cancelled')).nullable(),
      comment: z.string(),
    }),
  ),
  comment: z.string(),
  requestedAt: Instant,
  createdAt: Instant,
  dueAt: Instant,
  expired: z.boolean(),
  completedAt: Instant.nullable(),
  completedBy: PrincipalRef.nullable(),
  recordedBy: PrincipalRef.nullable(),
  /** Why the caller may not decide it, in words; null when they may. */
  whyNot: z.string().nullable(),
  revision: z.number().int(),
})
export type ApprovalTask = z.infer<typeof ApprovalTask>
export const ApprovalTaskPage = pageOf(ApprovalTask)
export const ApprovalTaskQuery = PageQuery.extend({
  whose: z.enum(['mine', 'all']).default('mine'),
  status: z.enum(['active', 'closed']).default('active'),
  kind: z.enum(['approval', 'provisioning']).optional(),
  requesteeId: LongId.optional(),
  itemId: Key.optional(),
})

/** What peers hold: colleagues under the same manager, else of the department, else with the title. */
export const PeerShare = z.object({
  itemId: Key,
  holders: z.number().int(),
  peers: z.number().int(),
  by: z.enum(['manager', 'department', 'title', 'nobody']),
})
/** Everything that a decision needs, on one card. */
export const ApprovalCard = z.object({
  task: ApprovalTask,
  /** For how long each item is asked for, and what was answered to its questions. */
  asked: z.array(z.object({ itemId: Key, endsAt: Instant.nullable(), answers: z.array(Answer) })),
  /** What the person holds already, as names. */
  holds: z.array(z.object({ name: z.string(), application: z.string().nullable() })),
  holdsInAll: z.number().int(),
  /** The items that the person holds already. */
  assigned: z.array(Key),
  peers: z.array(PeerShare),
  /** What approving would violate. */
  findings: z.array(Finding),
  history: z.array(HistoryEntry),
  attachments: z.array(AttachmentInfo),
  /** The settings that ask for a comment. */
  commentNeeded: z.object({ yes: z.boolean(), no: z.boolean() }),
  may: z.object({
    decide: z.boolean(),
    reassign: z.boolean(),
    consult: z.boolean(),
    comment: z.boolean(),
    record: z.boolean(),
  }),
})
export type ApprovalCard = z.infer<typeof ApprovalCard>

const comment = z.string().trim().max(4000)
/** Item by item, or one word for all. */
export const DecideTask = z.union([
  z.strictObject({ all: z.enum(['yes', 'no']), comment: comment.default('') }),
  z.strictObject({
    items: z
      .array(z.strictObject({ itemId: Key, outcome: TaskDecision, comment: comment.default('') }))
      .min(1)
      .max(200),
  }),
])
/** The same decision about several tasks that ask for the same. */
export const DecideTasks = z.strictObject({
  tasks: z
    .array(z.strictObject({ id: Key, revision: z.number().int() }))
    .min(1)
    .max(500),
  all: z.enum(['yes', 'no']),
  /** A decision about many has a reason. */
  comment: comment.min(3),
})
export const DecidedTasks = z.object({
  done: z.number().int(),
  results: z.array(z.object({ id: Key, done: z.boolean(), why: z.string().nullable() })),
})
export type DecidedTasks = z.infer<typeof DecidedTasks>
export const ReassignTask = z.strictObject({ to: LongId })
export const ConsultTask = z.strictObject({ adviser: LongId })
const Upload = z.strictObject({
  fileName: z.string().trim().min(1).max(255),
  fileType: z.string().max(200).default('application/octet-stream'),
  /** Base64. */
  content: z.string(),
})
/** A decision that came by mail or on paper: who decided, and the file that shows it. */
export const RecordDecision = z.strictObject({
  decider: LongId,
  all: z.enum(['yes', 'no']),
  comment: comment.default(''),
  evidence: Upload,
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
export const MadeAccessRequests = z.object({ items: z.array(AccessRequest) })

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
          asked: z.boolean(),
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
})
export const OutOfBandPage = pageOf(OutOfBandGrant)
