import { z } from 'zod'
import { Guid, Instant } from '../../../contract/common.ts'
import { readBusinessDay } from '../../domain/shared/business-day.ts'
import { ActivityLine, CommentLine, Named, requestStatuses, wordOf } from './request-wire.ts'
import { Id, listOf, PageQuery, VendorIdentity } from './wire.ts'

/** Personnel events as `/api` has them. */
export const eventTypes = ['Onboard', 'Offboard', 'Role Transition', 'Absence'] as const

export const VendorEvent = z.object({
  id: Guid,
  kind: z.literal('Personnel Event'),
  number: z.number().int(),
  type: z.enum(eventTypes),
  status: z.enum(requestStatuses),
  reporter: Named,
  assignee: Named.nullable(),
  /** Null for an onboarding until it is approved. */
  affectedIdentity: VendorIdentity.nullable(),
  neededOn: Instant,
  neededUntil: Instant.nullable(),
  completedOn: Instant.nullable(),
  stages: z.array(
    z.object({
      name: z.enum(['Approval', 'Provision', 'Removal', 'Verification']),
      status: z.enum(requestStatuses),
      neededOn: Instant.nullable(),
      completedOn: Instant.nullable(),
      required: z.array(z.object({ role: z.string(), names: z.array(z.string()) })),
      responses: z.array(
        z.object({ by: Named, decision: z.enum(['Approved', 'Rejected']), date: Instant, comment: z.string() }),
      ),
      accessRequests: z.array(z.object({ id: Guid, number: z.number().int(), status: z.enum(requestStatuses) })),
    }),
  ),
  activity: z.array(ActivityLine),
  comments: z.array(CommentLine),
})
export type VendorEvent = z.infer<typeof VendorEvent>
export const VendorEventList = listOf(VendorEvent)

export const EventListQuery = PageQuery.extend({
  identityId: Id.optional(),
  type: wordOf(['Onboard', 'Offboard', 'Role Transition', 'Absence', 'Leave Of Absence']).optional(),
  status: wordOf(requestStatuses).optional(),
})

const isRequired = (what: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is required' : what),
})
const text = (most: number) => z.string('must be text').trim().max(most, `must have at most ${most} characters`)
const short = text(256)

/** A local business date: `2026-03-15`, or an instant, of which the written date counts. */
const Day = z
  .string(isRequired('must be a date as 2026-03-15'))
  .transform((value, ctx) => {
    const day = readBusinessDay(value)
    if (day === null) ctx.addIssue({ code: 'custom', message: 'must be a date as 2026-03-15' })
    return day ?? z.NEVER
  })
  .meta({ description: 'A date as 2026-03-15, or 2026-03-15T00:00:00Z', examples: ['2026-03-15'] })

/** Blank and null say nothing, as an unset variable of a script sends them. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional())

const fields = {
  email: optional(short),
  supervisorId: optional(Id),
  company: optional(short),
  division: optional(short),
  department: optional(text(128)),
  office: optional(short),
  title: optional(short),
  identityType: optional(text(50)),
  customField1: optional(text(2048)),
  customField2: optional(text(2048)),
  customField3: optional(text(2048)),
  customField4: optional(text(2048)),
  customField5: optional(text(2048)),
  customField6: optional(text(2048)),
  customField7: optional(text(2048)),
  customField8: optional(text(2048)),
  customField9: optional(text(2048)),
  customField10: optional(text(2048)),
}
const name = z
  .string(isRequired('must be text'))
  .trim()
  .min(1, 'is required')
  .max(256, 'must have at most 256 characters')

const comment = optional(text(4000))

export const Onboard = z.object({
  identity: z.object({ firstName: name, lastName: name, ...fields }, isRequired('must be an object')),
  effectiveDate: Day,
  comment,
})
export const Offboard = z.object({ identityId: Id, effectiveDate: Day, comment })
export const RoleTransition = z.object({
  identityId: Id,
  effectiveDate: Day,
  endDate: optional(Day),
  identity: optional(
    z.object({ firstName: optional(short), lastName: optional(short), ...fields }, 'must be an object'),
  ),
  comment,
})
export const LeaveOfAbsence = z.object({ identityId: Id, effectiveDate: Day, endDate: optional(Day), comment })
