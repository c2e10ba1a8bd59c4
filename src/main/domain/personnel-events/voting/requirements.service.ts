import type { Reader } from '../../../storage/open.ts'
import { ownersOf } from '../../applications/application-references.service.ts'
import { defaultGroup } from '../../access-requests/workflow/default-group.ts'
import { delegations } from '../../access-requests/workflow/delegations.service.ts'
import { hasLeft } from '../../access-requests/workflow/has-left.ts'
import { findIdentity, managerOf } from '../../identities/references.service.ts'
import { personPrincipal, type Principal } from '../../roles/principal.ts'
import { findPrincipal } from '../../roles/principals.service.ts'
import { governanceSettings } from '../../settings/governance-settings.service.ts'
import type { OrganisationalRole } from '../../../../contract/personnel-event-settings.ts'
import { personnelEventSettings } from '../../settings/personnel-event-settings.service.ts'
import { isAmong, type Participant } from '../../sign-in/participant.ts'
import { shortPersonId } from '../../shared/object-ids.ts'
import { events } from '../events.store.ts'
import type { PersonnelEvent, VotedStage } from '../model/event.ts'
import { coveredPlan } from '../planning/plan.service.ts'
import { answers } from './answers.store.ts'
import type { Requirement } from './requirements.ts'

/** Who must answer in a stage of an event, as the rules and the organisation are now, and what was answered. */
export function requirementsOf(db: Reader, event: PersonnelEvent, stage: VotedStage, at: number): Requirement[] {
  const settings = personnelEventSettings(db)
  const given = answers.of(db, event.id, stage)
  const seats = settings.votes[event.kind][stage].flatMap((role) => seatsOf(db, event, role))
  const kept = [
    ...seats,
    // Somebody answered for an application that is not covered any more, or in a role that the rules had then.
    ...given
      .filter((one) => !seats.some((seat) => seat.role === one.role && seat.application === one.application))
      .map(({ role, application }) => ({ role, application, people: [] })),
  ]
  return kept.map(({ role, application, people }) => {
    const able = people.flatMap((principal) => ableOf(db, event, { principal, stage, at }))
    const answer = given.find((one) => one.role === role && one.application === application) ?? null
    return {
      stage,
      role,
      application,
      candidates: able.length > 0 ? able : [defaultGroup(db, governanceSettings(db))],
      isFallback: able.length === 0,
      answer,
    }
  })
}

interface Seat {
  readonly role: OrganisationalRole
  readonly application: number
  readonly people: readonly Principal[]
}

function seatsOf(db: Reader, event: PersonnelEvent, role: OrganisationalRole): Seat[] {
  const settings = personnelEventSettings(db)
  switch (role) {
    case 'supervisor':
      return [{ role, application: 0, people: supervisorsOf(db, event) }]
    case 'application-owner': {
      const applications = applicationsOf(db, event)
      return applications.map((application) => ({
        role,
        application,
        people: ownersOf(db, application).map(personPrincipal),
      }))
    }
    case 'security-officer':
      return [{ role, application: 0, people: principalsOf(db, settings.securityOfficers) }]
    case 'personnel':
      return [{ role, application: 0, people: principalsOf(db, settings.personnel) }]
  }
}

const principalsOf = (db: Reader, id: string): Principal[] => (id === '' ? [] : [findPrincipal(db, id) ?? []].flat())

/** The supervisor that the person has; of an onboarding the one that it names. */
function supervisorsOf(db: Reader, { identity, person }: PersonnelEvent): Principal[] {
  const named = person.supervisorId === undefined ? undefined : findIdentity(db, shortPersonId(person.supervisorId))?.id
  const supervisor = identity === null ? named : (managerOf(db, identity) ?? named)
  return supervisor === undefined ? [] : [personPrincipal(supervisor)]
}

/** Applications that an event changes: by its plan, and by its items once there are any. */
function applicationsOf(db: Reader, event: PersonnelEvent): number[] {
  const { provision, removal } = coveredPlan(db, event)
  return [...new Set([...provision, ...removal].map(({ application }) => application))]
}

/**
 * Those of a principal who can answer: nobody who has left, nor the person themselves, nor, while access is approved, who
 * asked for it. A delegate stands in.
 */
function ableOf(
  db: Reader,
  event: PersonnelEvent,
  { principal, stage, at }: { readonly principal: Principal; readonly stage: VotedStage; readonly at: number },
): Principal[] {
  if (principal.kind === 'role') return [principal]
  const isParty = (person: number) => isPartyTo(event, stage, person)
  const requestee = event.identity ?? -1
  const delegate = governanceSettings(db).delegationEnabled
    ? delegations.inForce(db, principal.id, at, { requester: event.reporter, requestee })
    : undefined
  const own = hasLeft(db, principal.id) || isParty(principal.id) ? [] : [principal]
  return delegate === undefined || isParty(delegate) || hasLeft(db, delegate)
    ? own
    : [...own, personPrincipal(delegate)]
}

/** Who has no vote: the person themselves, and in the approval who asked for it. */
export const isPartyTo = ({ identity, reporter }: PersonnelEvent, stage: VotedStage, person: number): boolean =>
  person === identity || (stage === 'approval' && person === reporter)

/** Why somebody can't answer anything of a stage now, in words for them; null when they can. */
export function whyNotVote(
  event: PersonnelEvent,
  requirements: readonly Requirement[],
  participant: Participant,
): string | null {
  if (event.stage !== 'approval' && event.stage !== 'verification') return 'Nothing of this event waits for an answer.'
  if (participant.identity === null) return 'Your user is not linked to a person.'
  if (participant.identity === event.identity) return 'The event is about you; others answer for it.'
  if (isPartyTo(event, event.stage, participant.identity)) return 'You reported this event; somebody else approves it.'
  const own = requirements.filter(({ candidates }) => candidates.some((candidate) => isAmong(participant, candidate)))
  if (own.length === 0) return 'Others must answer for this event.'
  return own.some(({ answer }) => answer === null) ? null : 'You have answered already, or another has in your place.'
}

/** The event that is meant, with what its stage needs. */
export const openRequirements = (db: Reader, event: PersonnelEvent, at: number): Requirement[] =>
  event.stage === 'approval' || event.stage === 'verification' ? requirementsOf(db, event, event.stage, at) : []

export const leftOutOf = (db: Reader, event: PersonnelEvent): ReadonlySet<number> => events.leftOut(db, event.id)
