import type { PersonnelEvent, PersonnelEventDetail, PlannedApplication } from '../../contract/personnel-events.ts'

export const eventTitles = {
  onboard: 'Onboarding',
  offboard: 'Offboarding',
  'role-transition': 'Role transition',
  'leave-of-absence': 'Leave of absence',
} as const satisfies Record<PersonnelEvent['kind'], string>

/** An event as a line of a table. */
export const describeEventLine = (event: PersonnelEvent): string[] => [
  String(event.number),
  eventTitles[event.kind],
  event.personName,
  event.endOn === null ? event.effectiveOn : `${event.effectiveOn} to ${event.endOn}`,
  event.status,
  event.id,
]

/** An event in sentences: where it is, who must answer, what it changes, how far that is. */
export function describeEvent({ event, requirements, plan, items, findings, breaks }: PersonnelEventDetail): string {
  const missing = requirements.filter(({ answer }) => answer === null)
  const lines = [
    `${eventTitles[event.kind]} of ${event.personName} (#${event.number}), ${event.effectiveOn}: ${event.status}.`,
    ...missing.map(
      ({ role, candidates }) => `Waits for the ${role}: ${candidates.map(({ name }) => name).join(' or ')}.`,
    ),
    ...(items.length > 0 ? [] : [...plan.provision, ...plan.removal].map(describePlanned)),
    ...items.map(
      (item) =>
        `${item.application.name}: ${item.action}, ${item.isWaiting ? 'scheduled' : (item.outcome ?? 'in progress')}${item.verification === 'none' ? '' : `, ${item.verification}`}.`,
    ),
    ...findings.map(({ policy }) => `Policy violated: ${policy.name}.`),
    ...breaks.map(({ words }) => words),
  ]
  return lines.join('\n')
}

const describePlanned = ({ application, action, privileges, leftOut }: PlannedApplication): string =>
  `${application.name}: ${leftOut ? 'left out' : `${action}, ${privileges.length} ${privileges.length === 1 ? 'privilege' : 'privileges'}`}.`
