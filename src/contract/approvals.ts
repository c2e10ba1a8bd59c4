import { z } from 'zod'
import { Key, LongId, PrincipalRef } from './catalogue.ts'
import { Instant, pageOf, PageQuery } from './common.ts'
import { Finding } from './policies.ts'
import {
  Answer,
  AttachmentInfo,
  comment,
  HistoryEntry,
  PrivilegeChange,
  RequestAction,
  Upload,
} from './request-parts.ts'

export const TaskDecision = z.enum(['approved', 'rejected', 'provisioned', 'not-provisioned'])

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
  whyNotDecide: z.string().nullable(),
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
  requested: z.array(
    z.object({
      itemId: Key,
      endsAt: Instant.nullable(),
      answers: z.array(Answer),
      privileges: z.array(PrivilegeChange),
    }),
  ),
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

export const DecideTasksResult = z.object({
  done: z.number().int(),
  results: z.array(z.object({ id: Key, done: z.boolean(), why: z.string().nullable() })),
})
export type DecideTasksResult = z.infer<typeof DecideTasksResult>

export const ReassignTask = z.strictObject({ to: LongId })

export const ConsultTask = z.strictObject({ adviser: LongId })

/** A decision that came by mail or on paper: who decided, and the file that shows it. */
export const RecordDecision = z.strictObject({
  decider: LongId,
  all: z.enum(['yes', 'no']),
  comment: comment.default(''),
  evidence: Upload,
})
