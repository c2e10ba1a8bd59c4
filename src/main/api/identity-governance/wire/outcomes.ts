import { type Outcome, outcomes } from '../../../domain/access-requests/model/request.ts'
import { type Decision, outcomesOfKind } from '../../../domain/access-requests/model/task.ts'

/** Values that the contract spells with a blank. */
const spelledWithBlank = new Set(['not-provisioned', 'consult-cancelled', 'file-removed'])

/** An outcome, or the action of a history entry, as the contract spells it. */
export const toContract = <T extends string | null>(value: T): T | string =>
  value !== null && spelledWithBlank.has(value) ? value.replace('-', ' ') : value

const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '')
const spelledLike = <T extends string>(values: readonly T[], text: string): T | undefined =>
  values.find((value) => letters(value) === letters(text))

/** An item's outcome as clients spell it: with blank, hyphen or nothing between, in British or American English. */
export const readOutcome = (text: string): Outcome | undefined =>
  spelledLike(outcomes, text) ?? (letters(text) === 'canceled' ? 'cancelled' : undefined)

/** A decision on an item of a task, likewise. */
export const readDecision = (text: string): Decision | undefined =>
  spelledLike<Decision>([...outcomesOfKind.approval, ...outcomesOfKind.provisioning], text)
