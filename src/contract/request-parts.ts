import { z } from 'zod'
import { Key, PrincipalRef } from './catalogue.ts'
import { Instant } from './common.ts'

export const RequestAction = z.enum(['add', 'change', 'remove', 'suspend', 'restore'])

export const RequestOutcome = z.enum(['provisioned', 'not-provisioned', 'denied', 'cancelled'])

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

/** One privilege that an item of a personnel event changes. Null: not held; blank: held without a level. */
export const PrivilegeChange = z.object({
  /** Null: of an account that is still to be made. */
  userName: z.string().nullable(),
  /** Blank for the account itself. */
  name: z.string(),
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type PrivilegeChange = z.infer<typeof PrivilegeChange>

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
  step: z.enum(['scheduled', 'approval', 'provisioning', 'custom-workflow', 'script', 'done']),
  outcome: RequestOutcome.nullable(),
  outcomeAt: Instant.nullable(),
  verification: Verification,
  verifiedAt: Instant.nullable(),
  evidence: Evidence.nullable(),
  /** The day on which the access is taken back. */
  endsAt: Instant.nullable(),
  /** What it changes in an application; empty for an item of the catalogue. */
  privileges: z.array(PrivilegeChange),
})
export type RequestItem = z.infer<typeof RequestItem>

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

export const comment = z.string().trim().max(4000)

export const Upload = z.strictObject({
  fileName: z.string().trim().min(1).max(255),
  fileType: z.string().max(200).default('application/octet-stream'),
  /** Base64. */
  content: z.string(),
})
