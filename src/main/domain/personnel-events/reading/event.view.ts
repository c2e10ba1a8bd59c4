import type {
  EventItem,
  EventRequirement,
  PersonnelEvent as EventView,
  PersonnelEventDetail,
} from '../../../../contract/personnel-events.ts'
import type { Reader } from '../../../storage/open.ts'
import { viewPrivileges } from '../../access-requests/reading/privilege.view.ts'
import { tasksOf } from '../../access-requests/workflow/approvals.service.ts'
import { requestOf } from '../../access-requests/workflow/read-request.service.ts'
import type { RequestItem } from '../../access-requests/model/request.ts'
import { applicationOf } from '../../applications/application-references.service.ts'
import { checkPolicies } from '../../policies/check.service.ts'
import { viewNamelessFinding } from '../../policies/finding.view.ts'
import { changesOfEntitlements } from '../../policies/profile.service.ts'
import { viewPerson, viewPersonOrNull, viewPrincipal } from '../../roles/principal.view.ts'
import { nameOf } from '../../roles/principals.service.ts'
import { businessDayAt } from '../../shared/business-day.ts'
import type { Environment } from '../../shared/environment.ts'
import { instant, instantOrNull } from '../../shared/instant.ts'
import type { Participant } from '../../sign-in/participant.ts'
import { activity } from '../activity.store.ts'
import { mayChangeEvent } from '../change-event.service.ts'
import { events } from '../events.store.ts'
import { type PersonnelEvent, stagesOf, statusOf } from '../model/event.ts'
import { breakageOf } from '../planning/breakage.service.ts'
import { heldAccess } from '../planning/held-access.store.ts'
import type { PlannedChange } from '../planning/plan.ts'
import { approvedPlan, type EventPlan, modelsOfEvent, planOf } from '../planning/plan.service.ts'
import { personName } from '../record-event.ts'
import { beginOf } from '../running/begin-times.ts'
import { itemsOfEvent } from '../running/event-items.ts'
import { openRequirements, whyNotVote } from '../voting/requirements.service.ts'
import { isAnswered, type Requirement } from '../voting/requirements.ts'
import { waitsFor } from './event-lists.service.ts'
import { viewPlanned } from './planned-change.view.ts'

/** An event as lists show it. */
export function viewEvent(env: Environment, participant: Participant, event: PersonnelEvent): EventView {
  const db = env.store.reader
  const at = env.clock()
  const items = itemsOfEvent(db, event)
  const requirements = openRequirements(db, event, at)
  const having = (test: (item: RequestItem) => boolean) => items.filter(test).length
  return {
    id: event.guid,
    number: event.id,
    kind: event.kind,
    status: statusOf(event),
    stage: event.stage,
    person: viewPersonOrNull(db, event.identity),
    personName: personName(db, event),
    effectiveOn: event.effectiveOn,
    effectiveTime: event.effectiveTime,
    endOn: event.endOn,
    reportedBy: event.reportedBy,
    reporter: viewPersonOrNull(db, event.reporter),
    createdAt: instant(event.createdAt),
    endedAt: instantOrNull(event.endedAt),
    answers: { missing: requirements.filter((one) => !isAnswered(one)).length, needed: requirements.length },
    waitsForMe: waitsFor(db, participant, event, at),
    items: {
      all: items.length,
      // What the data contradicts was not carried out, whatever was said.
      carriedOut: having(({ outcome, verification }) => outcome === 'provisioned' && verification !== 'contradicted'),
      proved: having(({ verification }) => verification === 'proved'),
      contradicted: having(({ verification }) => verification === 'contradicted'),
    },
    revision: event.revision,
  }
}

/** All of a plan while it can be chosen from; then what was approved. */
function shownPlan(db: Reader, event: PersonnelEvent): EventPlan {
  if (event.endedAt !== null) return { provision: [], removal: [] }
  return event.approvedChanges === null ? planOf(db, event) : approvedPlan(db, event)
}

/** An event with its plan, its votes and everything that came of it. */
export function viewEventDetail(
  env: Environment,
  participant: Participant,
  event: PersonnelEvent,
): PersonnelEventDetail {
  const db = env.store.reader
  const at = env.clock()
  const leftOut = events.leftOut(db, event.id)
  const plan = shownPlan(db, event)
  const accounts = event.identity === null ? [] : heldAccess.accounts(db, event.identity)
  const shown = (changes: readonly PlannedChange[]) =>
    changes.map((change) => viewPlanned(db, change, { accounts, leftOut }))
  const covered = [...plan.provision, ...plan.removal].filter(({ application }) => !leftOut.has(application))
  const requirements = openRequirements(db, event, at)
  return {
    event: viewEvent(env, participant, event),
    details: event.person,
    late: event.trueSince === null ? null : { trueSince: event.trueSince, reason: event.lateReason ?? '' },
    beginsOn: businessDayAt(beginOf(db, event)),
    clock: clockOf(db, event),
    stages: viewStages(event),
    requirements: requirements.map((one) => viewRequirement(db, one)),
    models: modelsOfEvent(db, event).map(({ guid, name }) => ({
      id: guid,
      name,
      isChosen: event.models.includes(guid),
    })),
    plan: { provision: shown(plan.provision), removal: shown(plan.removal) },
    findings: findingsOf(db, event, covered),
    breaks: breakageOf(db, event, covered, at),
    items: viewItems(db, event),
    activity: activity.of(db, event.id).map(({ at: when, identity, name, kind, text }) => ({
      at: instant(when),
      who: identity === null ? name : viewPerson(db, identity).name,
      kind,
      text,
    })),
    may: rightsOn(participant, event, requirements),
  }
}

/** The leaver clock. What was given up or cancelled is not waited for; what nobody has carried out is. */
function clockOf(db: Reader, event: PersonnelEvent): PersonnelEventDetail['clock'] {
  if (event.kind !== 'offboard' || event.stage === 'rejected' || event.stage === 'cancelled') return null
  const items = itemsOfEvent(db, event).filter(({ outcome }) => outcome === null || outcome === 'provisioned')
  const unproved = items.filter(({ verification }) => verification !== 'proved').length
  const proofs = items.flatMap(({ verifiedAt }) => verifiedAt ?? [])
  return {
    noticedAt: instant(event.createdAt),
    lastDay: event.trueSince ?? event.effectiveOn,
    unproved: event.begunAt === null ? null : unproved,
    provedAt: event.begunAt !== null && unproved === 0 && proofs.length > 0 ? instant(Math.max(...proofs)) : null,
  }
}

function rightsOn(
  participant: Participant,
  event: PersonnelEvent,
  requirements: readonly Requirement[],
): PersonnelEventDetail['may'] {
  const whyNot = whyNotVote(event, requirements, participant)
  const mayChange = mayChangeEvent(participant, event)
  return {
    vote: whyNot === null,
    whyNotVote: whyNot,
    withdraw: requirements.some(({ answer }) => answer?.identity === participant.identity),
    edit: mayChange && event.stage === 'approval',
    scope: event.stage === 'approval' && (mayChange || whyNot === null),
    cancel: mayChange && event.endedAt === null && event.stage !== 'removal',
    resume: mayChange && event.stage === 'removal' && event.removalBegunAt === null,
  }
}

/** What policies say of what an event gives: a change that only takes access violates nothing. */
function findingsOf(db: Reader, event: PersonnelEvent, changes: readonly PlannedChange[]) {
  const changed = changes.flatMap(({ privileges }) =>
    privileges.flatMap(({ entitlement, after }) =>
      entitlement === null ? [] : [{ entitlement, action: after === null ? ('remove' as const) : ('add' as const) }],
    ),
  )
  if (!changed.some(({ action }) => action === 'add') || event.kind === 'leave-of-absence') return []
  return checkPolicies(db, event.identity, changesOfEntitlements(db, changed)).map((finding) =>
    viewNamelessFinding(db, finding),
  )
}

function viewRequirement(db: Reader, requirement: Requirement): EventRequirement {
  const { role, application, candidates, isFallback, answer } = requirement
  return {
    role,
    application: application === 0 ? null : applicationOf(db, application).name,
    candidates: candidates.map((candidate) => viewPrincipal(db, candidate)),
    isFallback,
    answer: answer?.answer ?? null,
    by: viewPersonOrNull(db, answer?.identity ?? null),
    at: instantOrNull(answer?.at ?? null),
    comment: answer?.comment ?? '',
  }
}

/** When each stage ended; the work of a stage that was sent back is not over. */
function viewStages(event: PersonnelEvent): PersonnelEventDetail['stages'] {
  const order = stagesOf(event)
  const current = event.endedAt === null ? order.indexOf(event.stage as (typeof order)[number]) : order.length
  const ends: Readonly<Record<string, number | null>> = {
    approval: event.approvedAt,
    provision: event.removalBegunAt ?? event.verificationAt,
    removal: event.verificationAt,
    verification: event.stage === 'completed' ? event.endedAt : null,
  }
  const due: Readonly<Record<string, string | null>> = { provision: event.effectiveOn, removal: event.endOn }
  return order.map((name, at) => ({
    name,
    state: at < current ? 'done' : at === current ? 'current' : 'coming',
    dueOn: due[name] ?? null,
    completedAt: at < current ? instantOrNull(ends[name] ?? null) : null,
  }))
}

const viewItems = (db: Reader, event: PersonnelEvent): EventItem[] => {
  const stageOf = new Map(events.items(db, event.id).map(({ item, stage }) => [item, stage]))
  return itemsOfEvent(db, event).map((item) => {
    const { guid: id, name } = applicationOf(db, item.application ?? 0)
    const request = requestOf(db, item.requestId)
    const waiting = tasksOf(db, request.id).filter(({ status }) => status === 'in-progress')
    const isOpen = item.outcome === null || item.verification === 'contradicted'
    return {
      id: item.guid,
      number: item.id,
      requestId: request.key,
      application: { id, name },
      action: item.action,
      stage: stageOf.get(item.id) ?? 'provision',
      isWaiting: item.step === 'scheduled',
      outcome: item.outcome,
      outcomeAt: instantOrNull(item.outcomeAt),
      verification: item.verification,
      verifiedAt: instantOrNull(item.verifiedAt),
      waitsFor: isOpen ? [...new Set(waiting.map(({ approver }) => nameOf(db, approver)))] : [],
      privileges: viewPrivileges(db, item),
    }
  })
}
