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

export const AuditVerification = z.object({
  entries: z.number().int(),
  head: z.string(),
  /** Empty means that the chain holds. */
  problems: z.array(z.object({ seq: z.number().int(), what: z.string() })),
})
