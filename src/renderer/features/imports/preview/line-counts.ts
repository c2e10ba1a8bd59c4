import type { Import, PreviewKind } from '../../../../contract/imports.ts'

/** How many lines of each kind a preview has: changes, and what follows for whose accounts they are. */
export const lineCounts = ({ counts, matching }: Import): Partial<Record<PreviewKind, number>> => ({
  ...counts,
  ...matching,
})

export const totalOf = (counts: Partial<Record<PreviewKind, number>>): number =>
  Object.values(counts).reduce((sum, many) => sum + many, 0)
