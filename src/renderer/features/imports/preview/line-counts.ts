import type { Import, PreviewKind } from '../../../../contract/imports.ts'

/** Number of preview lines by kind: changes of access and changes of matches. */
export const lineCounts = ({ counts, matching }: Import): Partial<Record<PreviewKind, number>> => ({
  ...counts,
  ...matching,
})

export const totalOf = (counts: Partial<Record<PreviewKind, number>>): number =>
  Object.values(counts).reduce((sum, many) => sum + many, 0)
