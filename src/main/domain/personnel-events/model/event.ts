import type { BusinessDay } from '../../shared/business-day.ts'
import { transitions } from '../../shared/transitions.ts'

/** What happens to a person at work. */
export const eventKinds = ['onboard', 'offboard', 'role-transition', 'leave-of-absence'] as const
export type EventKind = (typeof eventKinds)[number]

/**
 * Where an event is. `provision` carries out what begins with it; `removal` what ends it: giving back what a leave
 * suspended, taking the old access at the end of an overlap. The last three are its ends.
 */
export type EventStage = 'approval' | 'provision' | 'removal' | 'verification' | 'completed' | 'rejected' | 'cancelled'

/** Verified work that the data contradicts later is work again, so `completed` is no end for good. */
export const eventTransitions = transitions<EventStage>('a personnel event', {
  approval: ['provision', 'rejected', 'cancelled'],
  provision: ['removal', 'verification', 'cancelled'],
  removal: ['verification', 'provision'],
  verification: ['completed', 'provision', 'removal', 'cancelled'],
  completed: ['provision', 'removal'],
  rejected: [],
  cancelled: [],
})

/** Stages in which items are carried out. */
export type WorkStage = Extract<EventStage, 'provision' | 'removal'>
/** Stages that people decide by votes. */
export type VotedStage = Extract<EventStage, 'approval' | 'verification'>

/** What an event says of a person: all of an onboarding, the changed fields of a role transition. */
export const personFields = [
  'firstName',
  'lastName',
  'email',
  'supervisorId',
  'company',
  'division',
  'department',
  'office',
  'title',
  'identityType',
  'customField1',
  'customField2',
  'customField3',
  'customField4',
  'customField5',
  'customField6',
  'customField7',
  'customField8',
  'customField9',
  'customField10',
] as const
export type PersonField = (typeof personFields)[number]
export type PersonValues = { readonly [Field in PersonField]?: string | undefined }

export type EventOrigin = 'api' | 'window' | 'command-line' | 'roster'

export interface PersonnelEvent {
  /** Its number, too. */
  readonly id: number
  readonly guid: string
  readonly kind: EventKind
  readonly stage: EventStage
  /** Null for an onboarding until it is approved. */
  readonly identity: number | null
  readonly person: PersonValues
  /** What of the person was different before, where a roster has changed it already. */
  readonly personBefore: PersonValues
  /** GUIDs of access models that somebody chose besides the automatic ones. */
  readonly models: readonly string[]
  readonly effectiveOn: BusinessDay
  /** As `17:00`; null means the beginning of the day. */
  readonly effectiveTime: string | null
  readonly endOn: BusinessDay | null
  /** Since when it was true, of a notice that came late. */
  readonly trueSince: BusinessDay | null
  readonly lateReason: string | null
  readonly origin: EventOrigin
  readonly reporter: number | null
  readonly reportedBy: string
  readonly assignee: number | null
  readonly createdAt: number
  readonly approvedAt: number | null
  /** What was approved of an event that gives access, as keys of privileges; null: whatever the plan says then. */
  readonly approvedChanges: readonly string[] | null
  readonly begunAt: number | null
  /** When it changed the person, on its date. */
  readonly tookEffectAt: number | null
  readonly removalBegunAt: number | null
  readonly verificationAt: number | null
  readonly endedAt: number | null
  readonly revision: number
}

/** Whether an event gives access first: then its work may begin some days before its date. */
export const givesAccess = (kind: EventKind): boolean => kind === 'onboard' || kind === 'role-transition'

/** Whether something is carried out at the end of it, too. */
export const hasRemoval = ({ kind, endOn }: Pick<PersonnelEvent, 'kind' | 'endOn'>): boolean =>
  kind === 'leave-of-absence' || (kind === 'role-transition' && endOn !== null)

/** The stages of an event, in their order. */
export const stagesOf = (event: Pick<PersonnelEvent, 'kind' | 'endOn'>): readonly (VotedStage | WorkStage)[] =>
  hasRemoval(event) ? ['approval', 'provision', 'removal', 'verification'] : ['approval', 'provision', 'verification']

/** The status of an event, in the words that the vendor's API and the window share. */
export type EventStatus = 'pending' | 'scheduled' | 'snoozed' | 'open' | 'resolved' | 'completed' | 'canceled'

export function statusOf(event: Pick<PersonnelEvent, 'stage' | 'begunAt' | 'removalBegunAt' | 'endOn'>): EventStatus {
  switch (event.stage) {
    case 'approval':
      return 'pending'
    case 'provision':
      return event.begunAt === null ? 'scheduled' : 'open'
    case 'removal':
      if (event.removalBegunAt !== null) return 'open'
      return event.endOn === null ? 'snoozed' : 'scheduled'
    case 'verification':
      return 'resolved'
    case 'completed':
      return 'completed'
    case 'rejected':
    case 'cancelled':
      return 'canceled'
  }
}
