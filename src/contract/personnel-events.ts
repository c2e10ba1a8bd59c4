import { z } from 'zod'
import { PrincipalRef, LongId } from './catalogue.ts'
import { Guid, Instant, pageOf, PageQuery } from './common.ts'
import { Finding } from './policies.ts'
import { comment, PrivilegeChange, RequestAction, RequestOutcome, Verification } from './request-parts.ts'

export const EventKind = z.enum(['onboard', 'offboard', 'role-transition', 'leave-of-absence'])
export type EventKind = z.infer<typeof EventKind>

/** Pending: waits for approval. Scheduled: for its date. Snoozed: a leave without an end. Resolved: to be verified. */
export const EventStatus = z.enum(['pending', 'scheduled', 'snoozed', 'open', 'resolved', 'completed', 'canceled'])
export type EventStatus = z.infer<typeof EventStatus>

export const EventStage = z.enum([
  'approval',
  'provision',
  'removal',
  'verification',
  'completed',
  'rejected',
  'cancelled',
])

/** A local business date, as `2026-03-15`. */
export const BusinessDay = z.iso.date()
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as 17:00')

const short = z.string().trim().max(256)
const custom = z.string().trim().max(2048)
/** What an event says of a person. */
export const EventPerson = z.strictObject({
  firstName: short.optional(),
  lastName: short.optional(),
  email: short.optional(),
  /** A long id, or a GUID. */
  supervisorId: LongId.optional(),
  company: short.optional(),
  division: short.optional(),
  department: z.string().trim().max(128).optional(),
  office: short.optional(),
  title: short.optional(),
  identityType: z.string().trim().max(50).optional(),
  customField1: custom.optional(),
  customField2: custom.optional(),
  customField3: custom.optional(),
  customField4: custom.optional(),
  customField5: custom.optional(),
  customField6: custom.optional(),
  customField7: custom.optional(),
  customField8: custom.optional(),
  customField9: custom.optional(),
  customField10: custom.optional(),
})
export type EventPerson = z.infer<typeof EventPerson>

export const NewPersonnelEvent = z.strictObject({
  kind: EventKind,
  /** Whom it is about; an onboarding has nobody yet. */
  personId: LongId.nullable().default(null),
  person: EventPerson.default({}),
  effectiveOn: BusinessDay,
  /** The hour at which it takes effect; null means the beginning of the day. */
  effectiveTime: Time.nullable().default(null),
  endOn: BusinessDay.nullable().default(null),
  /** Of a notice that came late: since when it has been true, and why it comes late. */
  late: z
    .strictObject({ trueSince: BusinessDay, reason: z.string().trim().min(1).max(2000) })
    .nullable()
    .default(null),
  /** Access models that are chosen besides the automatic ones. */
  modelIds: z.array(Guid).max(50).default([]),
  comment: comment.default(''),
})
export type NewPersonnelEvent = z.infer<typeof NewPersonnelEvent>

/** Before it is approved only. */
export const ChangePersonnelEvent = z.strictObject({
  person: EventPerson.optional(),
  effectiveOn: BusinessDay.optional(),
  effectiveTime: Time.nullable().optional(),
  endOn: BusinessDay.nullable().optional(),
  modelIds: z.array(Guid).max(50).optional(),
  /** Applications that the event does not touch. */
  leftOutIds: z.array(Guid).max(5000).optional(),
})
export type ChangePersonnelEvent = z.infer<typeof ChangePersonnelEvent>

export const PersonnelEvent = z.object({
  id: Guid,
  number: z.number().int(),
  kind: EventKind,
  status: EventStatus,
  stage: EventStage,
  /** Null for an onboarding until it is approved. */
  person: PrincipalRef.nullable(),
  personName: z.string(),
  effectiveOn: BusinessDay,
  effectiveTime: Time.nullable(),
  endOn: BusinessDay.nullable(),
  reportedBy: z.string(),
  reporter: PrincipalRef.nullable(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
  /** Answers that the stage waits for, and how many it needs in all. */
  answers: z.object({ missing: z.number().int(), needed: z.number().int() }),
  /** Whether one of them is the caller's. */
  waitsForMe: z.boolean(),
  items: z.object({
    all: z.number().int(),
    carriedOut: z.number().int(),
    proved: z.number().int(),
    contradicted: z.number().int(),
  }),
  revision: z.number().int(),
})
export type PersonnelEvent = z.infer<typeof PersonnelEvent>
export const PersonnelEventPage = pageOf(PersonnelEvent)

export const PersonnelEventQuery = PageQuery.extend({
  kind: EventKind.optional(),
  status: EventStatus.optional(),
  /** `open`: not ended; `waiting`: waits for an answer of the caller. */
  view: z.enum(['all', 'open', 'waiting', 'ended']).default('all'),
  personId: LongId.optional(),
  q: z.string().max(200).optional(),
})

/** A privilege that the event is to change, and why. */
export const PlannedPrivilege = PrivilegeChange.extend({ why: z.string() })

export const PlannedApplication = z.object({
  application: z.object({ id: Guid, name: z.string() }),
  action: RequestAction,
  privileges: z.array(PlannedPrivilege),
  leftOut: z.boolean(),
})
export type PlannedApplication = z.infer<typeof PlannedApplication>

export const EventRequirement = z.object({
  role: z.enum(['supervisor', 'application-owner', 'security-officer', 'personnel']),
  application: z.string().nullable(),
  /** Any one of them. */
  candidates: z.array(PrincipalRef),
  /** Nobody of the role can answer, so the default approvers do. */
  isFallback: z.boolean(),
  answer: z.enum(['approved', 'rejected']).nullable(),
  by: PrincipalRef.nullable(),
  at: Instant.nullable(),
  comment: z.string(),
})
export type EventRequirement = z.infer<typeof EventRequirement>

/** What an item of the event has come to. */
export const EventItem = z.object({
  /** Of the access request that `/api` shows. */
  id: Guid,
  number: z.number().int(),
  requestId: z.string(),
  application: z.object({ id: Guid, name: z.string() }),
  action: RequestAction,
  stage: z.enum(['provision', 'removal']),
  isWaiting: z.boolean(),
  outcome: RequestOutcome.nullable(),
  outcomeAt: Instant.nullable(),
  verification: Verification,
  verifiedAt: Instant.nullable(),
  waitsFor: z.array(z.string()),
  privileges: z.array(PrivilegeChange),
})
export type EventItem = z.infer<typeof EventItem>

export const EventStageView = z.object({
  name: z.enum(['approval', 'provision', 'removal', 'verification']),
  state: z.enum(['coming', 'current', 'done']),
  /** The business date by which it should be done. */
  dueOn: BusinessDay.nullable(),
  completedAt: Instant.nullable(),
})

/** What goes when the person's access goes, and what it would leave behind. */
export const Breakage = z.object({
  kind: z.enum(['last-holder', 'approver', 'owner', 'manager', 'delegation', 'token', 'user']),
  words: z.string(),
})
export type Breakage = z.infer<typeof Breakage>

export const PersonnelEventDetail = z.object({
  event: PersonnelEvent,
  details: EventPerson,
  late: z.object({ trueSince: BusinessDay, reason: z.string() }).nullable(),
  /** When the work may begin. */
  beginsOn: BusinessDay,
  /** Of a leaver: from the notice and from the true last day to the proof of the last removal. */
  clock: z
    .object({
      noticedAt: Instant,
      lastDay: BusinessDay,
      /** Removals that no import has proved yet, those that are still to be made included; null before the work begins. */
      unproved: z.number().int().nullable(),
      /** When the last of them was proved. */
      provedAt: Instant.nullable(),
    })
    .nullable(),
  stages: z.array(EventStageView),
  requirements: z.array(EventRequirement),
  models: z.array(z.object({ id: Guid, name: z.string(), isChosen: z.boolean() })),
  /** As of now, for data and models go on changing until the work begins. */
  plan: z.object({ provision: z.array(PlannedApplication), removal: z.array(PlannedApplication) }),
  /** Policies that the person would violate. */
  findings: z.array(Finding.omit({ person: true })),
  breaks: z.array(Breakage),
  items: z.array(EventItem),
  activity: z.array(
    z.object({ at: Instant, who: z.string(), kind: z.enum(['activity', 'comment']), text: z.string() }),
  ),
  may: z.object({
    vote: z.boolean(),
    /** Why the caller has no vote; null when they have. */
    whyNotVote: z.string().nullable(),
    withdraw: z.boolean(),
    edit: z.boolean(),
    /** Whether they may choose the applications that it covers. */
    scope: z.boolean(),
    cancel: z.boolean(),
    resume: z.boolean(),
  }),
})
export type PersonnelEventDetail = z.infer<typeof PersonnelEventDetail>

export const VoteOnEvent = z.strictObject({
  answer: z.enum(['approved', 'rejected']),
  comment: comment.default(''),
})
export type VoteOnEvent = z.infer<typeof VoteOnEvent>
export const CancelPersonnelEvent = z.strictObject({ reason: comment.default('') })
/** @see BusinessDay; null means today. */
export const ResumePersonnelEvent = z.strictObject({ on: BusinessDay.nullable().default(null) })
export const CommentOnEvent = z.strictObject({ comment: comment.min(1) })
