import { z } from 'zod'
import { PrincipalRef } from './catalogue.ts'
import { Guid } from './common.ts'
import { BusinessDay, EventPerson } from './personnel-events.ts'
import { comment } from './request-parts.ts'

/** What a roster shows of a person, for somebody to report or to dismiss. */
export const EventProposal = z.object({
  id: Guid,
  kind: z.enum(['onboard', 'offboard', 'role-transition', 'return']),
  person: PrincipalRef,
  noticedOn: BusinessDay,
  /** Of a role transition: what the roster says now, and what it said before. */
  after: EventPerson,
  before: EventPerson,
})
export type EventProposal = z.infer<typeof EventProposal>
export const EventProposalList = z.object({ items: z.array(EventProposal) })
export const ReportProposal = z.strictObject({
  /** Null: the day of the extract, or today when that has passed. */
  effectiveOn: BusinessDay.nullable().default(null),
})
export const DismissProposal = z.strictObject({ reason: comment.min(1) })
