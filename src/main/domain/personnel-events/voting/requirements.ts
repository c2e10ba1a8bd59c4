import type { OrganisationalRole } from '../../../../contract/personnel-event-settings.ts'
import type { Principal } from '../../roles/principal.ts'
import type { VotedStage } from '../model/event.ts'

/** An answer of somebody who must answer. */
export interface Answer {
  readonly role: OrganisationalRole
  /** Row of an application; 0 where the role is not about one. */
  readonly application: number
  readonly answer: 'approved' | 'rejected'
  readonly identity: number
  readonly at: number
  readonly comment: string
}

/** One answer that a stage needs, and those who may give it: any one of them. */
export interface Requirement {
  readonly stage: VotedStage
  readonly role: OrganisationalRole
  readonly application: number
  readonly candidates: readonly Principal[]
  /** Nobody of the role can answer, so the default group does. */
  readonly isFallback: boolean
  readonly answer: Answer | null
}

export const isAnswered = ({ answer }: Requirement): boolean => answer !== null

/** What the answers of a stage come to: one rejection ends it, all must approve. */
export function tally(requirements: readonly Requirement[]): 'open' | 'approved' | 'rejected' {
  if (requirements.some(({ answer }) => answer?.answer === 'rejected')) return 'rejected'
  return requirements.every(({ answer }) => answer?.answer === 'approved') ? 'approved' : 'open'
}
