import type { Breakage } from '../../../../contract/personnel-events.ts'
import type { Reader } from '../../../storage/open.ts'
import { findEntitlement } from '../../identities/entitlements.service.ts'
import { identityOf, reportsOf } from '../../identities/references.service.ts'
import type { PersonnelEvent } from '../model/event.ts'
import { dependents } from './breakage.store.ts'
import { heldAccess } from './held-access.store.ts'
import type { PlannedChange } from './plan.ts'

const count = (n: number, singular: string, plural: string): string => (n === 1 ? `one ${singular}` : `${n} ${plural}`)
const named = (names: readonly string[]): string =>
  names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '')

/**
 * What an event would leave behind when the access of somebody goes: entitlements that nobody else holds, and what waits for
 * them in their other roles.
 * @param changes what the event takes
 */
export function breakageOf(
  db: Reader,
  event: PersonnelEvent,
  changes: readonly PlannedChange[],
  at: number,
): Breakage[] {
  const { identity, kind } = event
  if (identity === null || kind === 'onboard') return []
  const lost = lastHolderOf(db, identity, changes)
  if (kind === 'role-transition') return lost
  return [...lost, ...unattended(db, identity, at)]
}

function lastHolderOf(db: Reader, identity: number, changes: readonly PlannedChange[]): Breakage[] {
  const taken = new Set(
    changes.flatMap(({ privileges }) =>
      privileges.flatMap(({ entitlement, after }) => (after === null ? (entitlement ?? []) : [])),
    ),
  )
  const last = heldAccess
    .grants(db, identity)
    .filter(({ entitlement, others }) => others === 0 && taken.has(entitlement))
  const paths = [...new Set(last.map(({ entitlement }) => findEntitlement(db, entitlement).path))]
  if (paths.length === 0) return []
  return [{ kind: 'last-holder', words: `Nobody else holds ${named(paths)}.` }]
}

function unattended(db: Reader, identity: number, at: number): Breakage[] {
  const { name } = identityOf(db, identity)
  const found: Breakage[] = []
  const tell = (kind: Breakage['kind'], words: string) => found.push({ kind, words })
  const applications = dependents.applications(db, identity).map((row) => row.name)
  if (applications.length > 0) tell('owner', `${name} owns ${named(applications)}.`)
  const tasks = dependents.openTasks(db, identity)
  if (tasks > 0) tell('approver', `${count(tasks, 'task waits', 'tasks wait')} for ${name}.`)
  const reports = reportsOf(db, identity).length
  if (reports > 0) tell('manager', `${count(reports, 'person reports', 'people report')} to ${name}.`)
  const delegations = dependents.delegations(db, identity, at)
  if (delegations > 0) tell('delegation', `${count(delegations, 'delegation names', 'delegations name')} ${name}.`)
  const users = dependents.users(db, identity).map((row) => row.name)
  if (users.length > 0) tell('user', `${name} signs in to Castellan as ${named(users)}.`)
  const tokens = dependents.tokens(db, identity, at).map((row) => row.name)
  if (tokens.length > 0) tell('token', `Scripts use tokens of ${name}: ${named(tokens)}.`)
  const roles = dependents.roles(db, identity).map((row) => row.name)
  if (roles.length > 0) tell('approver', `${name} has the roles ${named(roles)}, which no event takes.`)
  return found
}
