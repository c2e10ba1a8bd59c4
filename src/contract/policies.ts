import { z } from 'zod'
import { Schedule } from './applications.ts'
import { Key, LongId, PrincipalRef } from './catalogue.ts'
import { GivenInstant, Guid, Instant, PageQuery, pageOf } from './common.ts'

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
  /** Accounts that nobody is known to own and that violate it by themselves, as the last scan found. */
  accountsWithoutOwner: z.number().int(),
  /**
   * How much the two numbers say. `not-scanned`: nothing, since no scan of everybody has looked at the policy as it is now.
   * `before-changes`: access has changed since.
   */
  standing: z.enum(['not-scanned', 'before-changes', 'scanned']),
  scannedAt: Instant.nullable(),
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
export const HeldCondition = z.object({ target: z.string(), value: z.string(), words: z.string() })
/** What somebody violates or would: what meets, and the smallest change that would be clean. */
export const Finding = z.object({
  person: PrincipalRef,
  policy: z.object({ id: Key, name: z.string(), description: z.string(), riskLevel: z.number().int() }),
  because: z.array(HeldCondition),
  remedy: z.array(HeldCondition),
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
  because: z.array(HeldCondition),
  remedy: z.array(HeldCondition),
  detectedAt: Instant,
  seenAt: Instant,
  /** Until when its owner has to settle it; null where no scan has set a day. */
  dueAt: Instant.nullable(),
  /** The due day has passed and the violation is still open. One with an exception is not overdue. */
  overdue: z.boolean(),
  closedAt: Instant.nullable(),
  exceptionUntil: Instant.nullable(),
  decidedBy: z.string().nullable(),
  comment: z.string(),
  revision: z.number().int(),
})
export type Violation = z.infer<typeof Violation>
export const ViolationPage = pageOf(Violation)
export const ViolationQuery = PageQuery.extend({
  status: z.enum(['active', 'overdue', 'closed', 'exception']).optional(),
  policyId: Key.optional(),
  personId: LongId.optional(),
})
/** An account that nobody is known to own and that violates a policy, whoever owns it. */
export const AccountViolation = z.object({
  account: z.object({
    id: Guid,
    userName: z.string(),
    name: z.string(),
    application: z.object({ id: Guid, name: z.string() }),
  }),
  policy: z.object({ id: Key, name: z.string(), riskLevel: z.number().int() }),
  because: z.array(HeldCondition),
  detectedAt: Instant,
  seenAt: Instant,
})
export type AccountViolation = z.infer<typeof AccountViolation>
/** `accounts`: how many without an owner the last scan of everybody judged; null before the first that did. */
export const AccountViolationPage = pageOf(AccountViolation).extend({ accounts: z.number().int().nullable() })
export type AccountViolationPage = z.infer<typeof AccountViolationPage>
export const AccountViolationQuery = PageQuery.extend({ policyId: Key.optional() })

/** An exception until a day, or an end without one. */
export const DecideViolation = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('exception'),
    until: GivenInstant,
    comment: z.string().trim().min(3).max(2000),
  }),
  z.strictObject({ decision: z.literal('cancel'), comment: z.string().trim().min(3).max(2000) }),
])
export const PolicyScan = z.object({
  state: z.enum(['never', 'running', 'done', 'failed']),
  /** What it was for: the name of a planned scan, or what somebody wrote; empty for the scan of everybody. */
  name: z.string(),
  people: z.number().int(),
  scanned: z.number().int(),
  found: z.number().int(),
  /** Accounts without an owner, and what they violate by themselves; null where they were not judged. */
  accounts: z.number().int().nullable(),
  accountsFound: z.number().int().nullable(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
})
export type PolicyScan = z.infer<typeof PolicyScan>

const ExpirationDays = z.number().int().min(1).max(3650).nullable()
const Everybody = { operator: 'ALL' as const, operand: [] }
const scope = {
  /** The people to scan: those who meet this expression. */
  target: PolicyExpression.default(Everybody),
  /** None: every policy in force. */
  policyIds: z.array(Key).max(500).default([]),
  /** How many days the owner of what is found has; null: as many as the settings say. */
  expirationDays: ExpirationDays.default(null),
}
/** A scan now. Nothing said: of everybody, against every policy in force. */
export const StartScan = z.strictObject({ name: z.string().trim().max(200).default(''), ...scope }).prefault({})
export type StartScan = z.infer<typeof StartScan>

export const ScanRun = z.object({
  id: Guid,
  kind: z.enum(['by-hand', 'planned', 'after-imports']),
  state: z.enum(['done', 'failed']),
  people: z.number().int(),
  /** Violations open at the end among the scanned people; how many of them were new; and how many were remediated. */
  found: z.number().int(),
  fresh: z.number().int(),
  remediated: z.number().int(),
  /** Accounts without an owner, and what they violate by themselves; null where they were not judged. */
  accounts: z.number().int().nullable(),
  accountsFound: z.number().int().nullable(),
  startedBy: z.string(),
  startedAt: Instant,
  finishedAt: Instant,
  dueAt: Instant.nullable(),
  /** Why it came later than planned: Castellan was not running; or the machine slept, or something else ran. */
  late: z.enum(['closed', 'waited']).nullable(),
  /** Earlier times that it made up for. */
  missed: z.number().int(),
})
export type ScanRun = z.infer<typeof ScanRun>

export const PlannedScan = z.object({
  id: Guid,
  name: z.string(),
  target: PolicyExpression,
  /** The scanned people, as a sentence. */
  sentence: z.string(),
  policies: z.array(z.object({ id: Key, name: z.string(), active: z.boolean() })),
  expirationDays: ExpirationDays,
  schedule: Schedule,
  active: z.boolean(),
  nextAt: Instant.nullable(),
  lastRun: ScanRun.nullable(),
  revision: z.number().int(),
})
export type PlannedScan = z.infer<typeof PlannedScan>
export const PlannedScanList = z.object({ items: z.array(PlannedScan) })
export const WritePlannedScan = z.strictObject({
  name: z.string().trim().min(1).max(200),
  ...scope,
  schedule: Schedule,
  active: z.boolean().default(true),
})
export type WritePlannedScan = z.infer<typeof WritePlannedScan>

/** The scan that follows imports, and how long owners have where a scan says nothing else. */
export const ScanSettings = z.object({
  afterImports: z.boolean(),
  /** Null: no day is set. */
  expirationDays: ExpirationDays,
  lastRun: ScanRun.nullable(),
  revision: z.number().int(),
})
export type ScanSettings = z.infer<typeof ScanSettings>
export const WriteScanSettings = z.strictObject({ afterImports: z.boolean(), expirationDays: ExpirationDays })
export type WriteScanSettings = z.infer<typeof WriteScanSettings>
