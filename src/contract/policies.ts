import { z } from 'zod'
import { Key, LongId, PrincipalRef } from './catalogue.ts'
import { Guid, Instant, PageQuery, pageOf } from './common.ts'

/** What somebody must have under a name. */
export const PolicyCondition = z.strictObject({
  operator: z.enum(['EQUALS', 'CONTAINS', 'STARTS_WITH', 'ENDS_WITH', 'EXISTS']),
  operand: z.strictObject({ targetName: z.string().min(1).max(200), targetValue: z.string().max(500).optional() }),
})
/** All of, any of, none of; `ALL` with nothing in it is everybody. */
export const PolicyGroup = z.strictObject({
  operator: z.enum(['AND', 'OR', 'NOT', 'ALL']),
  get operand(): z.ZodArray<z.ZodUnion<readonly [typeof PolicyCondition, typeof PolicyGroup]>> {
    return z.array(z.union([PolicyCondition, PolicyGroup])).max(200)
  },
})
/** The expression of a policy: who meets it violates the policy. As B.10 of the contract on the wire of `/openidm`. */
export const PolicyExpression = z.union([PolicyCondition, PolicyGroup])
export type PolicyExpression = z.infer<typeof PolicyExpression>

export const Policy = z.object({
  id: Key,
  name: z.string(),
  description: z.string(),
  expression: PolicyExpression,
  /** What it says, as a sentence. */
  sentence: z.string(),
  riskLevel: z.number().int(),
  owner: PrincipalRef.nullable(),
  active: z.boolean(),
  /** People who violate it, as the last scan found. */
  violations: z.number().int(),
  revision: z.number().int(),
})
export type Policy = z.infer<typeof Policy>
export const PolicyList = z.object({ items: z.array(Policy) })
export const WritePolicy = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000).default(''),
  expression: PolicyExpression,
  riskLevel: z.number().int().min(1).max(10),
  ownerId: LongId.nullable().default(null),
  active: z.boolean().default(true),
})
export type WritePolicy = z.infer<typeof WritePolicy>

/** Something that somebody has, in words and as policies name it. */
export const Having = z.object({ target: z.string(), value: z.string(), words: z.string() })
/** What somebody violates or would: what meets, and the smallest change that would be clean. */
export const Finding = z.object({
  person: PrincipalRef,
  policy: z.object({ id: Key, name: z.string(), description: z.string(), riskLevel: z.number().int() }),
  because: z.array(Having),
  remedy: z.array(Having),
  /** It is violated already. */
  existing: z.boolean(),
})
export type Finding = z.infer<typeof Finding>
export const Findings = z.object({ items: z.array(Finding) })

/** What would be violated by some items for some person; no items asks how it is now. */
export const PolicyWhatIf = z.strictObject({
  personId: LongId,
  items: z
    .array(z.strictObject({ itemId: Key, action: z.enum(['add', 'remove']) }))
    .max(200)
    .default([]),
})

export const Violation = z.object({
  id: Guid,
  person: PrincipalRef,
  policy: z.object({ id: Key, name: z.string(), riskLevel: z.number().int() }),
  status: z.enum(['active', 'exception', 'remediated', 'cancelled']),
  because: z.array(Having),
  remedy: z.array(Having),
  detectedAt: Instant,
  seenAt: Instant,
  closedAt: Instant.nullable(),
  exceptionUntil: Instant.nullable(),
  decidedBy: z.string().nullable(),
  comment: z.string(),
  revision: z.number().int(),
})
export type Violation = z.infer<typeof Violation>
export const ViolationPage = pageOf(Violation)
export const ViolationQuery = PageQuery.extend({
  status: z.enum(['active', 'closed', 'exception']).optional(),
  policyId: Key.optional(),
  personId: LongId.optional(),
})
/** An exception until a day, or an end without one. */
export const DecideViolation = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('exception'), until: Instant, comment: z.string().trim().min(3).max(2000) }),
  z.strictObject({ decision: z.literal('cancel'), comment: z.string().trim().min(3).max(2000) }),
])
export const PolicyScan = z.object({
  state: z.enum(['never', 'running', 'done', 'failed']),
  people: z.number().int(),
  scanned: z.number().int(),
  found: z.number().int(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
})
export type PolicyScan = z.infer<typeof PolicyScan>
