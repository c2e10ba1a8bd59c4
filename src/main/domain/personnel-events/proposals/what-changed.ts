import type { PersonValues } from '../model/event.ts'
import type { Proposal } from './proposals.store.ts'
import { roleAttributes, type RosterChange, type RosterState } from './roster-changes.store.ts'

/** What a change of a roster record says happened to the person. */
export type Fact = Pick<Proposal, 'kind' | 'person' | 'personBefore'>

const fieldOf = {
  title: 'title',
  department: 'department',
  division: 'division',
  company: 'company',
  office: 'office',
  person_type: 'identityType',
} as const

const isThere = (state: RosterState | null): boolean => state?.active === 'yes'

/**
 * What happened, from a record before and after. Of a manager only the change is told: a roster's word for them is no id.
 * @param isListed whether another record of a roster still lists the person
 * @returns null when nothing happened to the person
 */
export function factOf({ before, after }: RosterChange, isListed: boolean): Fact | null {
  const [was, is] = [isThere(before), isThere(after)]
  if (!was && is) return { kind: before === null ? 'onboard' : 'return', person: {}, personBefore: {} }
  if (was && !is) return isListed ? null : { kind: 'offboard', person: {}, personBefore: {} }
  if (!is || before === null || after === null) return null
  const changed = roleAttributes.filter((name) => before[name].trim() !== after[name].trim())
  // A new address of an office is no new role by itself, and neither is another manager: title and department are.
  if (
    !changed.some((name) => name === 'title' || name === 'department' || name === 'person_type' || name === 'manager')
  )
    return null
  const valuesOf = (state: RosterState): PersonValues =>
    Object.fromEntries(changed.flatMap((name) => (name === 'manager' ? [] : [[fieldOf[name], state[name]]])))
  return { kind: 'role-transition', person: valuesOf(after), personBefore: valuesOf(before) }
}
