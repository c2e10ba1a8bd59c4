import { z } from 'zod'
import { ChainWord, LongId, PrincipalRef } from './catalogue.ts'

/** How requests are decided. */
export const GovernanceSettings = z.object({
  checkRequestsAgainstPolicies: z.boolean(),
  delegationEnabled: z.boolean(),
  enableApproverReassign: z.boolean(),
  enableAutoApproval: z.boolean(),
  enableAutoApprovalForGroup: z.boolean(),
  requireCommentOnReject: z.boolean(),
  requireCommentOnApproval: z.boolean(),
  daysToCompleteApprovalTask: z.number().int().min(1).max(365),
  /** A role. */
  defaultApproverGroup: LongId,
  defaultApprovers: z.array(LongId).max(20),
  maxFilenameLength: z.number().int().min(5).max(255),
  maxAttachmentBytes: z.number().int().min(1),
  workflows: z.array(z.strictObject({ key: z.string().min(1).max(200), name: z.string().min(1).max(200) })).max(200),
})
export type GovernanceSettings = z.infer<typeof GovernanceSettings>

export const CurrentGovernanceSettings = GovernanceSettings.extend({
  revision: z.number().int(),
  /** Whom the default approvers are, by name where one is fixed. */
  chain: z.array(ChainWord),
  /** The default group by name; null when there is no such role. */
  group: PrincipalRef.nullable(),
})
export type CurrentGovernanceSettings = z.infer<typeof CurrentGovernanceSettings>

export const ChangeGovernanceSettings = GovernanceSettings.partial().strict()
