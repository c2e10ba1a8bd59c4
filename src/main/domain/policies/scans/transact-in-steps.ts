import type { Writer } from '../../../storage/open.ts'

/** Runs one step of the work in a short transaction. */
export type TransactInSteps = (work: (tx: Writer) => void) => void
