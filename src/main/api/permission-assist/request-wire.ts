import { z } from 'zod'
import { Guid, Instant } from '../../../contract/common.ts'
import { ApplicationSummary, Id, listOf, PageQuery, VendorIdentity } from './wire.ts'

/** Access requests as `/api` shows them: one for each item of a request. */
export const requestStatuses = ['Pending', 'Open', 'Resolved', 'Completed', 'Canceled', 'Scheduled', 'Snoozed'] as const
export type RequestStatus = (typeof requestStatuses)[number]
export const requestActions = ['Add', 'Change', 'Remove', 'Suspend', 'Restore'] as const

const folded = (word: string): string => word.replaceAll(/\s/g, '').toLowerCase()

/** A word of a list, whatever its case and blanks. */
export const wordOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? (words.find((word) => folded(word) === folded(value)) ?? value) : value),
    z.enum(words, { error: () => `must be one of ${words.join(', ')}` }),
  )

/** A person, a group or Castellan itself, by name. */
export const Named = z.object({ id: Guid.nullable(), name: z.string() })

export const VendorRequest = z.object({
  id: Guid,
  kind: z.literal('Access Request'),
  number: z.number().int(),
  action: z.enum(requestActions),
  status: z.enum(requestStatuses),
  reporter: Named,
  assignee: Named.nullable(),
  target: z.object({
    type: z.enum(['User', 'Group']),
    name: z.string(),
    /** What the application calls a group; absent for a user. */
    nomenclature: z.string().optional(),
    affectedIdentity: VendorIdentity.nullable(),
  }),
  application: ApplicationSummary.nullable(),
  createdDate: Instant,
  neededOn: Instant.nullable(),
  completedOn: Instant.nullable(),
})
export type VendorRequest = z.infer<typeof VendorRequest>
export const VendorRequestList = listOf(VendorRequest)

export const ActivityLine = z.object({ date: Instant, user: Named, description: z.string() })
export const CommentLine = z.object({ date: Instant, user: Named, text: z.string() })

export const VendorRequestDetail = VendorRequest.extend({
  privileges: z.array(
    z.object({ heading: z.string(), section: z.string(), name: z.string(), from: z.string(), to: z.string() }),
  ),
  activity: z.array(ActivityLine),
  comments: z.array(CommentLine),
  responseRequirements: z.array(
    z.object({
      stage: z.enum(['PreApproval', 'Provision', 'Verification']),
      role: z.string(),
      status: z.enum(['Pending', 'Approved', 'Rejected']),
      respondedBy: z.string().nullable(),
      respondedOn: Instant.nullable(),
      comment: z.string().nullable(),
    }),
  ),
  relatedItems: z.array(
    z.object({
      id: Guid,
      kind: z.enum(['Review Item', 'Personnel Event', 'Access Request']),
      number: z.number().int(),
      status: z.enum(requestStatuses),
    }),
  ),
  provisioningStatus: z.enum([
    'Needs Approval',
    'Provisioning',
    'Verifying',
    'Scheduled',
    'Snoozed',
    'Completed',
    'Cancelled',
  ]),
})
export type VendorRequestDetail = z.infer<typeof VendorRequestDetail>

export const RequestListQuery = PageQuery.extend({
  identityId: Id.optional(),
  applicationId: Id.optional(),
  status: wordOf(requestStatuses).optional(),
  type: wordOf(requestActions).optional(),
})
