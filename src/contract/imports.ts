import { z } from 'zod'
import { Guid, Instant, PageQuery, pageOf } from './common.ts'
import { Dialect, FileProblem } from './extract-files.ts'
import { GuardFinding } from './guard.ts'
import { LineCounts } from './line-counts.ts'

/**
 * queued → staging → staged → applying → applied, or it ends as duplicate, failed or cancelled.
 * `staged` waits for a person (or for the policy); nothing has changed until `applied`.
 */
export const importStates = [
  'queued',
  'staging',
  'staged',
  'applying',
  'applied',
  'duplicate',
  'failed',
  'cancelled',
] as const
export const ImportState = z.enum(importStates)
export type ImportState = z.infer<typeof ImportState>

/** What an import may change, in the order in which a person reads it. */
export const changeKinds = {
  joins: 'an account appears',
  leaves: 'an account disappears',
  changes: 'an attribute of an account changes',
  gains: 'an account gets an entitlement',
  loses: 'an account loses an entitlement',
  adjusts: 'the access value of a grant changes',
  appears: 'an entitlement appears',
  disappears: 'an entitlement disappears',
  redescribes: 'what is said of an entitlement changes',
} as const
export type ChangeKind = keyof typeof changeKinds
export const changeKindNames = Object.keys(changeKinds) as [ChangeKind, ...ChangeKind[]]
export const ChangeKind = z.enum(changeKindNames)

/** What an import would do to whose accounts they are, found by the same rules as after it was applied. */
export const matchKinds = {
  matches: "an account that was nobody's is found to be a person's",
  rematches: 'an account passes from one person to another',
  orphaned: "the person behind an account leaves, or a new account is nobody's",
} as const
export type MatchKind = keyof typeof matchKinds
export const matchKindNames = Object.keys(matchKinds) as [MatchKind, ...MatchKind[]]
export const MatchCounts = z.record(z.enum(matchKindNames), z.number().int())
export type MatchCounts = z.infer<typeof MatchCounts>

/** Every kind of line that a preview has: changes of facts, then what follows for whose accounts they are. */
export const previewKindNames = [...changeKindNames, ...matchKindNames] as const
export const PreviewKind = z.enum(previewKindNames)
export type PreviewKind = z.infer<typeof PreviewKind>
export const isMatchKind = (kind: PreviewKind): kind is MatchKind => kind in matchKinds

/**
 * Kinds that a person may hold back; entitlements come and go with the grants that name them. Holding back a match keeps
 * the account with the person that it has.
 */
export const holdableKinds: readonly PreviewKind[] = [
  'joins',
  'leaves',
  'changes',
  'gains',
  'loses',
  'adjusts',
  'rematches',
  'orphaned',
]

export const ChangeCounts = z.record(ChangeKind, z.number().int())
export type ChangeCounts = z.infer<typeof ChangeCounts>

/** Row counts: `read = applied + unknown + quarantined + duplicate + ignored`, always. */
export const Reconciliation = z.object({
  read: z.number().int(),
  applied: z.number().int(),
  /** Could not be read; whose they are can be told: it stays as it was. */
  unknown: z.number().int().default(0),
  /** Could not be read, and nobody can tell whose they are: nothing that they might contradict is concluded. */
  quarantined: z.number().int(),
  duplicate: z.number().int(),
  ignored: z.number().int(),
  /** What was noticed in rows that count, or about them. */
  noted: z.number().int().default(0),
  /** Absent where lines were not counted: what was read before, and what was not read from a file. */
  lines: LineCounts.optional(),
})
export type Reconciliation = z.infer<typeof Reconciliation>

export const ImportFile = z.object({
  id: z.number().int(),
  fileGroup: z.string(),
  name: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  modifiedAt: Instant,
  dialect: Dialect.nullable(),
})

/** Accounts and grants of the application, before and after. */
const Population = z.object({ accounts: z.number().int(), grants: z.number().int() })

export const FollowUp = z.object({
  step: z.enum([
    'match-accounts',
    'sign-checkpoint',
    'archive-files',
    'verify-claims',
    'scan-policies',
    'propose-events',
    'notify',
  ]),
  state: z.enum(['pending', 'done', 'failed']),
  /** When it was done, or failed last. */
  at: Instant.nullable(),
  /** Why it failed, in words. */
  reason: z.string().nullable(),
})
export type FollowUp = z.infer<typeof FollowUp>

export const Import = z.object({
  id: Guid,
  /** Counts imports of this workspace, for people to name them by. */
  number: z.number().int(),
  application: z.object({ id: Guid, name: z.string() }),
  kind: z.enum(['extract', 'undo', 'restore']),
  trigger: z.enum(['Scheduled', 'Manual', 'API']),
  state: ImportState,
  /** Somebody asked it to stop, and it has not yet. */
  cancelling: z.boolean(),
  files: z.array(ImportFile),
  rulesVersion: z.number().int().nullable(),
  /** The version that the application has now: when it is another one, the import can be staged again. */
  newestRulesVersion: z.number().int().nullable(),
  extractAt: Instant,
  /** The generation that the preview compares with, and the one that apply made. */
  baseGeneration: z.number().int().nullable(),
  generation: z.number().int().nullable(),
  /** For undo and restore: the generation whose state comes back. */
  restores: z.number().int().nullable(),
  reconciliation: Reconciliation.nullable(),
  counts: ChangeCounts.nullable(),
  /** How many accounts would be matched, pass to another person, or be nobody's; null as long as there is no preview. */
  matching: MatchCounts.nullable(),
  held: z.number().int(),
  /** How many of the held changes no person holds back: rows that could not be read may contradict them. */
  inDoubt: z.number().int(),
  before: Population.nullable(),
  after: Population.nullable(),
  guard: z.object({ verdict: z.enum(['quiet', 'tripped']), findings: z.array(GuardFinding) }).nullable(),
  /** Must be passed to apply: it covers everything that the preview showed. */
  digest: z.string().nullable(),
  failure: z.object({ message: z.string(), problems: z.array(FileProblem) }).nullable(),
  /** True when this import made the generation that counts now, so that it can be undone. */
  undoable: z.boolean(),
  createdAt: Instant,
  createdBy: z.string(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  /** What follows the end of an import, in order. Empty until it has ended. A failed step is tried again. */
  followUps: z.array(FollowUp),
  revision: z.number().int(),
})
export type Import = z.infer<typeof Import>
export const ImportPage = pageOf(Import)

/** The facts of an applied import count before its accounts are matched to people: only then can all of it be read. */
export const matchingOf = ({ state, followUps }: Pick<Import, 'state' | 'followUps'>): FollowUp['state'] =>
  (state === 'applied' ? followUps.find(({ step }) => step === 'match-accounts')?.state : undefined) ?? 'done'

export type ImportPage = z.infer<typeof ImportPage>

export const ImportQuery = PageQuery.extend({ applicationId: Guid.optional(), state: ImportState.optional() })

/** One line of the preview. */
export const Change = z.object({
  /** Names the change inside this import; stable as long as the digest is. */
  id: z.number().int(),
  kind: PreviewKind,
  /** "Ana Silva gains Wire Approval in Core Banking" */
  sentence: z.string(),
  account: z.object({ id: z.number().int(), userName: z.string(), name: z.string() }).nullable(),
  entitlement: z
    .object({ id: z.number().int(), name: z.string(), path: z.string(), privileged: z.boolean() })
    .nullable(),
  /** Attribute → value, before and after; for a grant the key is `access`, for a match `person` and `rule`. */
  before: z.record(z.string(), z.string()).nullable(),
  after: z.record(z.string(), z.string()).nullable(),
  /** The row of the file that says so; null for what is absent from it. */
  line: z.number().int().nullable(),
  held: z
    .object({
      reason: z.string(),
      by: z.string(),
      at: Instant,
      /** True when no person holds it back: a row that could not be read may contradict it. Holds for this import alone. */
      isDoubt: z.boolean(),
    })
    .nullable(),
})
export type Change = z.infer<typeof Change>
export const ChangePage = pageOf(Change)
export type ChangePage = z.infer<typeof ChangePage>
export const ChangeQuery = PageQuery.extend({
  kind: PreviewKind.optional(),
  /** Words of an account's user name or name, or of an entitlement. */
  q: z.string().max(200).optional(),
  held: z.stringbool().optional(),
})

export const RejectedRow = z.object({
  /** Names the row inside this import. */
  id: z.number().int(),
  file: z.string(),
  line: z.number().int(),
  /** As the counts of a reconciliation. `noted`: it was used, and something was noticed. */
  disposition: z.enum(['unknown', 'quarantined', 'duplicate', 'ignored', 'noted']),
  reason: z.string(),
  raw: z.string(),
  /** Whose an unknown row is; blank for every other. */
  userName: z.string(),
})
export const RejectedRowPage = pageOf(RejectedRow)

export const ApplyImport = z.strictObject({
  digest: z.string().min(1),
  /** Needed when the guard tripped; holds for this one run. */
  override: z.strictObject({ reason: z.string().trim().min(5).max(500) }).optional(),
})
/** Lets everything pass that is in doubt in one import. */
export const ReleaseDoubts = z.strictObject({ reason: z.string().trim().min(3).max(500) })

export const HoldChange = z.strictObject({ changeId: z.number().int(), reason: z.string().trim().min(3).max(500) })
export const RestoreTo = z.strictObject({ applicationId: Guid, generation: z.number().int().min(0) })

/** What the event stream carries. `rows` grow while a file is read or copied; `share` is null until it can be estimated. */
export const ImportProgress = z.object({
  importId: Guid,
  phase: z.enum(['reading', 'comparing', 'sealing', 'applying', 'finishing']),
  rows: z.number().int(),
  share: z.number().min(0).max(1).nullable(),
  secondsLeft: z.number().nullable(),
})
export type ImportProgress = z.infer<typeof ImportProgress>

/** Says whose a received file is, and stages it. */
export const StageUpload = z.strictObject({ fileId: Guid, applicationId: Guid })
export const ImportLog = z.object({ items: z.array(z.object({ at: Instant, line: z.string() })) })
