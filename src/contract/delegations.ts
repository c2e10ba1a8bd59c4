import { z } from 'zod'
import { LongId, PrincipalRef } from './catalogue.ts'
import { GivenInstant, Instant } from './common.ts'

/** A delegation: new tasks go to the delegate. */
export const Delegation = z.object({
  id: z.number().int(),
  person: PrincipalRef,
  delegate: PrincipalRef,
  from: Instant,
  /** Null: until it is ended. */
  until: Instant.nullable(),
})

export const DelegationList = z.object({ items: z.array(Delegation) })

export const NewDelegation = z.strictObject({
  /** Absent: oneself. */
  personId: LongId.optional(),
  delegateId: LongId,
  from: GivenInstant.optional(),
  until: GivenInstant.nullable().default(null),
})
