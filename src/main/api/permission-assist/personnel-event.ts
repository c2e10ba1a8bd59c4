import type { Reader } from '../../storage/open.ts'
import { identityOf } from '../../domain/identities/references.service.ts'
import { getPersonNow } from '../../domain/identities/people-pages.service.ts'
import { type PersonnelEvent, stagesOf, statusOf, type VotedStage } from '../../domain/personnel-events/model/event.ts'
import { activityOf } from '../../domain/personnel-events/reading/activity.service.ts'
import { itemsOfEvent } from '../../domain/personnel-events/items/request-items.service.ts'
import { requirementsOf } from '../../domain/personnel-events/voting/requirements.service.ts'
import { nameOf } from '../../domain/roles/principals.service.ts'
import { instant, instantOrNull } from '../../domain/shared/instant.ts'
import { dateInstant, statusWords, viewPersonNamed } from './access-request.ts'
import type { VendorEvent } from './event-wire.ts'
import { viewIdentity } from './identity.ts'

const typeWords = {
  onboard: 'Onboard',
  offboard: 'Offboard',
  'role-transition': 'Role Transition',
  'leave-of-absence': 'Absence',
} as const satisfies Record<PersonnelEvent['kind'], VendorEvent['type']>

const stageWords = {
  approval: 'Approval',
  provision: 'Provision',
  removal: 'Removal',
  verification: 'Verification',
} as const

/** A personnel event, in lists and by itself alike. */
export function viewPersonnelEvent(db: Reader, event: PersonnelEvent, at: number): VendorEvent {
  const lines = activityOf(db, event)
  const person = event.identity === null ? null : getPersonNow(db, identityOf(db, event.identity).guid)
  const said = lines.filter(({ kind }) => kind === 'comment')
  return {
    id: event.guid,
    kind: 'Personnel Event',
    number: event.id,
    type: typeWords[event.kind],
    status: statusWords[statusOf(event)],
    reporter: viewPersonNamed(db, event.reporter, event.reportedBy),
    assignee: event.assignee === null ? null : viewPersonNamed(db, event.assignee),
    affectedIdentity: person && viewIdentity(person),
    neededOn: `${event.effectiveOn}T00:00:00.000Z`,
    neededUntil: dateInstant(event.endOn),
    completedOn: instantOrNull(event.endedAt),
    stages: viewStages(db, event, at),
    activity: lines
      .filter(({ kind }) => kind === 'activity')
      .map((line) => ({
        date: instant(line.at),
        user: viewPersonNamed(db, line.identity, line.name),
        description: line.text,
      })),
    comments: said.map((line) => ({
      date: instant(line.at),
      user: viewPersonNamed(db, line.identity, line.name),
      text: line.text,
    })),
  }
}

/** The vendor's leave ends with its removal: its verification is a stage of our own API only. */
function viewStages(db: Reader, event: PersonnelEvent, at: number): VendorEvent['stages'] {
  const all = stagesOf(event)
  const shown = event.kind === 'leave-of-absence' ? all.filter((name) => name !== 'verification') : all
  const current = all.indexOf(event.stage as (typeof all)[number])
  const isOver = event.endedAt !== null
  const items = itemsOfEvent(db, event)
  const ends = {
    approval: event.approvedAt,
    provision: event.removalBegunAt ?? event.verificationAt,
    removal: event.verificationAt,
    verification: event.stage === 'completed' ? event.endedAt : null,
  }
  return shown.map((name) => {
    const place = all.indexOf(name)
    const isDone = event.stage === 'completed' || (!isOver && place < current)
    const isCurrent = !isOver && place === current
    const isVoted = name === 'approval' || name === 'verification'
    const requirements = isVoted ? requirementsOf(db, event, name satisfies VotedStage, at) : []
    return {
      name: stageWords[name],
      status: isDone
        ? ('Completed' as const)
        : isOver
          ? ('Canceled' as const)
          : isCurrent
            ? statusWords[statusOf(event)]
            : ('Pending' as const),
      neededOn:
        name === 'provision' ? dateInstant(event.effectiveOn) : name === 'removal' ? dateInstant(event.endOn) : null,
      completedOn: isDone ? instantOrNull(ends[name]) : null,
      required: requirements.map(({ role, candidates }) => ({
        role,
        names: candidates.map((candidate) => nameOf(db, candidate)),
      })),
      responses: requirements.flatMap(({ answer }) =>
        answer === null
          ? []
          : [
              {
                by: viewPersonNamed(db, answer.identity),
                decision: answer.answer === 'approved' ? ('Approved' as const) : ('Rejected' as const),
                date: instant(answer.at),
                comment: answer.comment,
              },
            ],
      ),
      accessRequests: isVoted
        ? []
        : items
            .filter(({ stage }) => stage === name)
            .map(({ guid: id, number, status }) => ({ id, number, status: statusWords[status] })),
    }
  })
}
