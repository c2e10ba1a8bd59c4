import type { Reader } from '../../../storage/open.ts'
import { privilegesOf } from '../../access-requests/submission/event-requests.service.ts'
import { itemOf } from '../../access-requests/workflow/read-request.service.ts'
import { managedUserOf } from '../../managed-users/managed-users.service.ts'
import { events } from '../events.store.ts'
import type { PersonAttributes } from '../models/access-model.ts'
import { idealOf, modelsFor } from '../models/enrolment.service.ts'
import { givesAccess, hasRemoval, type PersonnelEvent, type PersonValues, type WorkStage } from '../model/event.ts'
import { heldAccess } from './held-access.store.ts'
import {
  approvableKeys,
  type Holdings,
  joinPlans,
  onlyApproved,
  planAdditions,
  type PlannedChange,
  planRemovalOfAll,
  planRestoration,
  planSuspension,
  planWithdrawals,
} from './plan.ts'

/** What an event is to change, by the stage in which it is carried out: as of now, for data and models go on changing. */
export type EventPlan = Readonly<Record<WorkStage, readonly PlannedChange[]>>

/** The plan of an event with every application, also those that it leaves out. */
export function planOf(db: Reader, event: PersonnelEvent): EventPlan {
  const holdings = holdingsOf(db, event.identity)
  switch (event.kind) {
    case 'onboard':
      return { provision: planAdditions(holdings, idealAfter(db, event)), removal: [] }
    case 'offboard':
      return { provision: planRemovalOfAll(holdings), removal: [] }
    case 'leave-of-absence': {
      const provision = planSuspension(holdings)
      return { provision, removal: event.begunAt === null ? forecast(provision) : restorationOf(db, event) }
    }
    case 'role-transition': {
      const [before, after] = [idealBefore(db, event), idealAfter(db, event)]
      const added = planAdditions(holdings, after)
      const withdrawn = planWithdrawals(holdings, before, after)
      return hasRemoval(event)
        ? { provision: added, removal: withdrawn }
        : { provision: joinPlans(added, withdrawn), removal: [] }
    }
  }
}

/** What of the covered plan is carried out: once it is approved, nothing that an event gives goes beyond what was approved. */
export function approvedPlan(db: Reader, event: PersonnelEvent): EventPlan {
  const plan = coveredPlan(db, event)
  if (event.approvedChanges === null) return plan
  const approved = new Set(event.approvedChanges)
  return { provision: onlyApproved(plan.provision, approved), removal: onlyApproved(plan.removal, approved) }
}

/** What is kept of the plan of an event that is approved now. What a leaver or a leave takes is whatever is held then. */
export function changesToApprove(db: Reader, event: PersonnelEvent): string[] | null {
  if (!givesAccess(event.kind)) return null
  const { provision, removal } = coveredPlan(db, event)
  return approvableKeys([...provision, ...removal])
}

/** The plan without the applications that the event leaves out. */
export function coveredPlan(db: Reader, event: PersonnelEvent): EventPlan {
  const leftOut = events.leftOut(db, event.id)
  const covered = (changes: readonly PlannedChange[]) => changes.filter(({ application }) => !leftOut.has(application))
  const { provision, removal } = planOf(db, event)
  return { provision: covered(provision), removal: covered(removal) }
}

const forecast = (suspended: readonly PlannedChange[]): PlannedChange[] => planRestoration(suspended, () => false)

/** What the items of a leave really suspended, minus what was revoked since. */
function restorationOf(db: Reader, event: PersonnelEvent): PlannedChange[] {
  const { identity } = event
  if (identity === null) return []
  return events
    .items(db, event.id)
    .map(({ item }) => itemOf(db, item))
    .filter(({ action, outcome }) => action === 'suspend' && outcome === 'provisioned')
    .flatMap((item) => {
      const suspended = privilegesOf(db, item.id).map((row) => ({ ...row, why: '' }))
      const since = item.outcomeAt ?? 0
      return planRestoration(
        [{ application: item.application ?? 0, action: 'suspend', privileges: suspended }],
        (row) => heldAccess.isRevoked(db, { identity, account: row.account, entitlement: row.entitlement, since }),
      )
    })
}

const holdingsOf = (db: Reader, identity: number | null): Holdings =>
  identity === null
    ? { accounts: [], grants: [] }
    : { accounts: heldAccess.accounts(db, identity), grants: heldAccess.grants(db, identity) }

const nobody: PersonAttributes = { department: '', title: '', division: '', company: '', office: '', type: '' }

/** The attributes of a person that conditions look at, as they are now. */
function attributesNow(db: Reader, identity: number | null): PersonAttributes {
  if (identity === null) return nobody
  const { department, title, division, company, office, person_type: type } = managedUserOf(db, identity)
  return { department, title, division, company, office, type }
}

const idealBefore = (db: Reader, { identity, personBefore }: PersonnelEvent) =>
  idealOf(db, modelsFor(db, withValues(attributesNow(db, identity), personBefore), []))

function idealAfter(db: Reader, event: PersonnelEvent) {
  return idealOf(db, modelsOfEvent(db, event))
}

/** The models that count once an event has happened. */
export function modelsOfEvent(db: Reader, { identity, person, models }: PersonnelEvent) {
  return modelsFor(db, withValues(attributesNow(db, identity), person), models)
}

/** The attributes of a person with some of them replaced. */
const withValues = (now: PersonAttributes, values: PersonValues): PersonAttributes => ({
  department: values.department ?? now.department,
  title: values.title ?? now.title,
  division: values.division ?? now.division,
  company: values.company ?? now.company,
  office: values.office ?? now.office,
  type: values.identityType ?? now.type,
})
