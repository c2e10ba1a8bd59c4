import { z } from 'zod'
import { ChainWord, LongId, PrincipalRef } from './catalogue.ts'
import { GivenInstant, Instant, PageQuery, pageOf } from './common.ts'

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
export const GovernanceSettingsNow = GovernanceSettings.extend({
  revision: z.number().int(),
  /** Whom the default approvers are, by name where one is fixed. */
  chain: z.array(ChainWord),
  /** The default group by name; null when there is no such role. */
  group: PrincipalRef.nullable(),
})
export type GovernanceSettingsNow = z.infer<typeof GovernanceSettingsNow>
export const ChangeGovernanceSettings = GovernanceSettings.partial().strict()

/** Somebody stands in for another: new tasks go to them. */
export const Delegation = z.object({
  id: z.number().int(),
  person: PrincipalRef,
  delegate: PrincipalRef,
  from: Instant,
  /** Null: until it is ended. */
  until: Instant.nullable(),
})
export const DelegationList = z.object({ items: z.array(Delegation) })
export const NewDelegation = z.strictObject({
  /** Absent: oneself. */
  personId: LongId.optional(),
  delegateId: LongId,
  from: GivenInstant.optional(),
  until: GivenInstant.nullable().default(null),
})

export const NotificationTemplate = z.object({
  name: z.string(),
  subject: z.string(),
  body: z.string(),
  enabled: z.boolean(),
  variables: z.array(z.string()),
  revision: z.number().int(),
})
export type NotificationTemplate = z.infer<typeof NotificationTemplate>
export const NotificationTemplateList = z.object({ items: z.array(NotificationTemplate) })
export const WriteNotificationTemplate = z.strictObject({
  subject: z.string().trim().min(1).max(300),
  body: z.string().max(20_000),
  enabled: z.boolean(),
})

/** What was to be said to somebody, and whether it was sent. */
export const OutboxMessage = z.object({
  id: z.number().int(),
  template: z.string(),
  to: PrincipalRef,
  address: z.string(),
  subject: z.string(),
  body: z.string(),
  at: Instant,
  sentAt: Instant.nullable(),
  failure: z.string().nullable(),
})
export const OutboxPage = pageOf(OutboxMessage)
export const OutboxQuery = PageQuery

/** How messages are sent. Without it they stay in the outbox, to be read there. */
export const MailSettings = z.object({
  enabled: z.boolean(),
  host: z.string(),
  port: z.number().int(),
  /** `tls` from the first byte, `starttls` before anything is said, `none` within this computer or a trusted network. */
  security: z.enum(['tls', 'starttls', 'none']),
  /** Empty: the server asks for none. */
  username: z.string(),
  /** The address that messages come from. */
  from: z.string(),
})
export type MailSettings = z.infer<typeof MailSettings>
export const MailSettingsNow = MailSettings.extend({
  revision: z.number().int(),
  hasPassword: z.boolean(),
  /** Whether this program can keep a password: only where the system's key store is behind it. */
  canKeepPassword: z.boolean(),
})
export type MailSettingsNow = z.infer<typeof MailSettingsNow>

const mailAddress = z
  .string()
  .max(254)
  .regex(/^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+$/, 'must be one mail address')
export const WriteMailSettings = z.strictObject({
  enabled: z.boolean(),
  host: z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be the name or the address of a server'),
  port: z.number().int().min(1).max(65_535),
  security: MailSettings.shape.security,
  username: z.string().max(200),
  from: mailAddress,
  /** Absent: the one that is kept stays. Null: none. */
  password: z.string().min(1).max(1000).nullable().optional(),
})
export type WriteMailSettings = z.infer<typeof WriteMailSettings>
export const TestMail = z.strictObject({ to: mailAddress })
export const TestedMail = z.object({ sent: z.boolean(), failure: z.string().nullable() })
