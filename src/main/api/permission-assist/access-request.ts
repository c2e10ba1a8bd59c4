import type { Reader } from '../../storage/open.ts'
import { getApplication } from '../../domain/applications/applications.service.ts'
import { getPersonNow } from '../../domain/identities/people-pages.service.ts'
import { findEntitlementKey } from '../../domain/identities/entitlements.service.ts'
import { identityOf } from '../../domain/identities/references.service.ts'
import { entryOf } from '../../domain/catalogue/catalogue.service.ts'
import { takesAway } from '../../domain/catalogue/item-action.ts'
import {
  historyOfItem,
  privilegesOfItem,
  relatedItems,
  type RequestedItem,
} from '../../domain/personnel-events/items/request-items.service.ts'
import { requirementsOf } from '../../domain/personnel-events/voting/requirements.service.ts'
import { statusOf } from '../../domain/personnel-events/model/event.ts'
import type { Visibility } from '../../domain/access-requests/reading/visibility.ts'
import type { Principal } from '../../domain/roles/principal.ts'
import { guidOf, nameOf } from '../../domain/roles/principals.service.ts'
import { instant, instantOrNull } from '../../domain/shared/instant.ts'
import { viewSummary } from './application.ts'
import { viewIdentity } from './identity.ts'
import type { Named, RequestStatus, VendorRequest, VendorRequestDetail } from './request-wire.ts'
import type { z } from 'zod'

type NamedView = z.infer<typeof Named>

export const statusWords: Readonly<Record<RequestedItem['status'], RequestStatus>> = {
  pending: 'Pending',
  open: 'Open',
  resolved: 'Resolved',
  completed: 'Completed',
  canceled: 'Canceled',
  scheduled: 'Scheduled',
  snoozed: 'Snoozed',
}

const provisioningWords: Readonly<Record<RequestedItem['status'], VendorRequestDetail['provisioningStatus']>> = {
  pending: 'Needs Approval',
  open: 'Provisioning',
  resolved: 'Verifying',
  completed: 'Completed',
  canceled: 'Cancelled',
  scheduled: 'Scheduled',
  snoozed: 'Snoozed',
}

export const actionWords = {
  add: 'Add',
  change: 'Change',
  remove: 'Remove',
  suspend: 'Suspend',
  restore: 'Restore',
} as const satisfies Record<RequestedItem['item']['action'], VendorRequest['action']>

/** A person by name; null is Castellan itself. */
export const viewPersonNamed = (db: Reader, identity: number | null, otherwise = 'Castellan'): NamedView =>
  identity === null
    ? { id: null, name: otherwise }
    : { id: identityOf(db, identity).guid, name: identityOf(db, identity).name }

const viewPrincipalNamed = (db: Reader, principal: Principal): NamedView => ({
  id: guidOf(db, principal),
  name: nameOf(db, principal),
})

/** A business date, as the midnight that its own scripts write. */
export const dateInstant = (day: string | null): string | null => (day === null ? null : `${day}T00:00:00.000Z`)

/** An access request as lists show it. */
export function viewAccessRequest(db: Reader, shown: RequestedItem): VendorRequest {
  const { item, request, application, event, stage, tasks, status } = shown
  const waiting = tasks.find(({ task, outcome }) => task.status === 'in-progress' && outcome === null)
  const needed = event === null ? null : stage === 'removal' ? event.endOn : event.effectiveOn
  const isOver = status === 'completed' || status === 'canceled'
  return {
    id: item.guid,
    kind: 'Access Request',
    number: item.id,
    action: actionWords[item.action],
    status: statusWords[status],
    reporter: viewPersonNamed(db, request.requester, event?.reportedBy),
    assignee: waiting ? viewPrincipalNamed(db, waiting.task.approver) : null,
    target: targetOf(db, shown),
    application: application && viewSummary(getApplication(db, application.guid)),
    createdDate: instant(request.requestedAt),
    neededOn: dateInstant(needed),
    completedOn: isOver ? instantOrNull(item.verifiedAt ?? item.outcomeAt) : null,
  }
}

function targetOf(db: Reader, shown: RequestedItem): VendorRequest['target'] {
  const { guid, name } = identityOf(db, shown.request.requestee)
  const account = privilegesOfItem(db, shown).find(({ userName }) => userName !== null)?.userName
  return { type: 'User', name: account ?? name, affectedIdentity: viewIdentity(getPersonNow(db, guid)) }
}

/** An access request as its own address answers it. @param sight what of its history the caller may see */
export function viewAccessRequestDetail(
  db: Reader,
  shown: RequestedItem,
  { sight, at }: { readonly sight: Visibility; readonly at: number },
): VendorRequestDetail {
  const history = historyOfItem(db, shown, sight)
  return {
    ...viewAccessRequest(db, shown),
    privileges: privilegesIn(db, shown),
    activity: history
      .filter(({ action }) => action !== 'comment')
      .map((line) => ({
        date: instant(line.at),
        user: viewPersonNamed(db, line.identity),
        description: [activityWords(line.action), line.content].filter((part) => part !== '').join(': '),
      })),
    comments: history
      .filter(({ action, content }) => action === 'comment' && content !== '')
      .map((line) => ({ date: instant(line.at), user: viewPersonNamed(db, line.identity), text: line.content })),
    responseRequirements: [...responsesOfEvent(db, shown, at), ...responsesOfTasks(db, shown)],
    relatedItems: related(db, shown),
    provisioningStatus: provisioningWords[shown.status],
  }
}

const activityWords = (action: string): string =>
  `${action[0]?.toUpperCase() ?? ''}${action.slice(1).replaceAll('-', ' ')}`

/** What a level says that is blank: held, without more. */
const level = (access: string | null): string => (access === null ? '' : access === '' ? 'Yes' : access)

function privilegesIn(db: Reader, shown: RequestedItem): VendorRequestDetail['privileges'] {
  const { item } = shown
  const entry = entryOf(db, item.entryId)
  if (item.application !== null)
    return privilegesOfItem(db, shown).map((row) => ({
      heading: row.heading ?? '',
      section: row.section ?? '',
      name:
        row.entitlement === null ? `Account ${row.userName ?? ''}`.trim() : row.permission || (row.group_name ?? ''),
      from: level(row.before),
      to: level(row.after),
    }))
  const isTaken = takesAway(item.action)
  const [group, heading, section, permission] =
    entry.entitlement === null ? ['', '', '', item.displayName] : findEntitlementKey(db, entry.entitlement)
  return [{ heading, section, name: permission || group, from: isTaken ? 'Yes' : '', to: isTaken ? '' : 'Yes' }]
}

type Responses = VendorRequestDetail['responseRequirements']

const answered = {
  approved: 'Approved',
  provisioned: 'Approved',
  rejected: 'Rejected',
  'not-provisioned': 'Rejected',
} as const

function responsesOfTasks(db: Reader, { tasks }: RequestedItem): Responses {
  return tasks
    .filter(({ task }) => task.status !== 'cancelled')
    .map(({ task, outcome, comment }) => ({
      stage: task.kind === 'approval' ? 'PreApproval' : 'Provision',
      role: nameOf(db, task.approver),
      status: outcome !== null && outcome in answered ? answered[outcome as keyof typeof answered] : 'Pending',
      respondedBy: task.completedBy === null ? null : identityOf(db, task.completedBy).name,
      respondedOn: instantOrNull(task.completedAt),
      comment: comment === '' ? null : comment,
    }))
}

/** The votes of the event that made it: they are the approval of its items, and their verification. */
function responsesOfEvent(db: Reader, { event }: RequestedItem, at: number): Responses {
  if (event === null) return []
  return (['approval', 'verification'] as const).flatMap((stage) =>
    requirementsOf(db, event, stage, at).map(({ role, answer }) => ({
      stage: stage === 'approval' ? ('PreApproval' as const) : ('Verification' as const),
      role,
      status: answer === null ? ('Pending' as const) : answered[answer.answer],
      respondedBy: answer === null ? null : identityOf(db, answer.identity).name,
      respondedOn: instantOrNull(answer?.at ?? null),
      comment: answer === null || answer.comment === '' ? null : answer.comment,
    })),
  )
}

function related(db: Reader, shown: RequestedItem): VendorRequestDetail['relatedItems'] {
  const { event } = shown
  const own = relatedItems(db, shown).map(({ guid, number, status }) => ({
    id: guid,
    kind: 'Access Request' as const,
    number,
    status: statusWords[status],
  }))
  if (event === null) return own
  const first = {
    id: event.guid,
    kind: 'Personnel Event' as const,
    number: event.id,
    status: statusWords[statusOf(event)],
  }
  return [first, ...own]
}
