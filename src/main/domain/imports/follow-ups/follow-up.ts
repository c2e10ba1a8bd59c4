/**
 * What follows the end of an import, in this order. The steps are recorded in the transaction that ends the import: a
 * program that is killed between two of them continues with the next one when it starts again.
 */
export const followUpSteps = [
  'match-accounts',
  'sign-checkpoint',
  'archive-files',
  'verify-claims',
  'scan-policies',
  'notify',
] as const
export type FollowUpStep = (typeof followUpSteps)[number]

export type ImportEnd = 'applied' | 'duplicate' | 'failed'

const stepsOf: Record<ImportEnd, readonly FollowUpStep[]> = {
  applied: followUpSteps,
  // The data is the same, but the extract is of a later day, so it may prove claims.
  duplicate: ['archive-files', 'verify-claims', 'notify'],
  failed: ['archive-files', 'notify'],
}

/** The steps that follow an import with this end, in their order. */
export const stepsAfter = (end: ImportEnd): readonly FollowUpStep[] => stepsOf[end]

/** A step that has not been done: `reason` says why, when it was tried and failed. */
export interface OpenFollowUp {
  readonly importId: string
  readonly step: FollowUpStep
  readonly reason: string | null
}

/** The state of a step of an import. A failed one is tried again. */
export interface FollowUp {
  readonly step: FollowUpStep
  readonly state: 'pending' | 'done' | 'failed'
  /** When it was done, or failed last. */
  readonly at: number | null
  readonly reason: string | null
}
