import { z } from 'zod'
import { Instant, pageOf } from './common.ts'

export const AuditEntry = z.object({
  seq: z.number().int(),
  at: Instant,
  actor: z.object({ kind: z.enum(['person', 'token', 'operator', 'system']), name: z.string(), via: z.string() }),
  action: z.string(),
  object: z.object({ type: z.string(), id: z.string(), name: z.string().optional() }),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>
export const AuditPage = pageOf(AuditEntry)

const Finding = z.object({ seq: z.number().int(), what: z.string() })

export const AuditVerification = z.object({
  entries: z.number().int(),
  head: z.string(),
  /** Root of the RFC 9162 tree over the entries. */
  root: z.string(),
  /** Empty means that the log holds, and that the facts are those that it says were applied. */
  problems: z.array(Finding),
  /** No faults, but worth knowing: the clock was set back, a checkpoint's file is gone. */
  notices: z.array(Finding),
  /** Signed statements of the log's state; `entries` and `at` are the newest one's. */
  checkpoints: z.object({ count: z.number().int(), entries: z.number().int(), at: Instant.nullable() }),
  imports: z.object({
    applied: z.number().int(),
    /** Those whose change set was computed again from the rows, and is what the log says. */
    proved: z.number().int(),
    /** Of what was held back only the names are kept, so that these previews can't be computed again; the rest is proved. */
    withoutPreview: z.number().int(),
  }),
})
export type AuditVerification = z.infer<typeof AuditVerification>

/** Checkpoints that were kept elsewhere, as their files or receipts hold them. */
export const VerifyAudit = z.strictObject({
  against: z
    .array(z.strictObject({ name: z.string().max(500), text: z.string().max(100_000) }))
    .max(1000)
    .default([]),
})
