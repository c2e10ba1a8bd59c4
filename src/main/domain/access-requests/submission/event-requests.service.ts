import type { Reader } from '../../../storage/open.ts'
import { applicationOf } from '../../applications/application-references.service.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { entryOfApplication } from '../../catalogue/application-entries.service.ts'
import type { Action } from '../../catalogue/item-action.ts'
import { identityOf } from '../../identities/references.service.ts'
import type { PrivilegeChange } from '../model/privilege.ts'
import type { Request, RequestItem } from '../model/request.ts'
import type { ActionContext } from '../workflow/action-context.ts'
import { finalizeItem, provisionByHand } from '../workflow/flow.service.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { privileges } from '../workflow/privileges.store.ts'
import { requestOf } from '../workflow/read-request.service.ts'
import { requestObject } from '../workflow/request-objects.ts'
import { requests } from '../workflow/requests.store.ts'

/** What a personnel event changes in one application. */
export interface ApplicationChange {
  readonly application: number
  readonly action: Action
  readonly privileges: readonly PrivilegeChange[]
}

interface EventRequest {
  readonly requester: number | null
  readonly requestee: number
  readonly comment: string
  readonly changes: readonly ApplicationChange[]
  /** `now`, or the moment at which the work begins; null waits until somebody says so. */
  readonly begins: 'now' | number | null
}

/**
 * Makes one request with an item for each application that a personnel event changes, in the caller's action. The event was
 * approved, so nobody decides on it again.
 * @returns its items, in the order of the changes
 */
export function createEventRequest(ctx: ActionContext, input: EventRequest): readonly RequestItem[] {
  const { env, tx, at, actor } = ctx
  const { requester, requestee, comment, changes, begins } = input
  const guid = env.newId()
  const id = requests.insert(tx, { guid, idmId: guid, requester, requestee, comment, bundles: [], at })
  for (const { application, action, privileges: changed } of changes) {
    const { name } = applicationOf(tx, application)
    const item = requests.insertItem(tx, {
      guid: env.newId(),
      request: id,
      entry: entryOfApplication(env, tx, name, actor.name).id,
      action,
      displayName: name,
      fields: {},
      chain: [],
      parallel: false,
      step: 'scheduled',
      endsAt: null,
      application,
      beginsAt: begins === 'now' ? at : begins,
    })
    privileges.add(tx, item, changed)
  }
  const request = requestOf(tx, id)
  const items = requests.items(tx, id)
  recordAudit(tx, at, actor, {
    action: 'request.made',
    object: requestObject(tx, request),
    details: {
      requestee: identityOf(tx, requestee).guid,
      items: changes.map(({ application, action }) => ({ application: applicationOf(tx, application).guid, action })),
    },
  })
  if (begins === 'now') provisionByHand(ctx, request, items)
  return requests.items(tx, id)
}

/** Begins scheduled items, with what they change as it is known now. An item that changes nothing any more is cancelled. */
export function beginScheduledItem(ctx: ActionContext, item: RequestItem, changes: readonly PrivilegeChange[]): void {
  const request = requestOf(ctx.tx, item.requestId)
  privileges.clear(ctx.tx, item.id)
  privileges.add(ctx.tx, item.id, changes)
  if (changes.length > 0) provisionByHand(ctx, request, [item])
  else cancelItem(ctx, item, 'Nothing is left to change.')
}

/** Sets when scheduled items begin; null waits until somebody says so. */
export const rescheduleItem = ({ tx }: ActionContext, item: RequestItem, beginsAt: number | null): void =>
  void requests.setBeginning(tx, item.id, beginsAt)

/** Cancels an item that is not carried out yet. */
export function cancelItem(ctx: ActionContext, item: RequestItem, reason: string): void {
  const request: Request = requestOf(ctx.tx, item.requestId)
  appendHistory(ctx, request, [item], { action: 'cancelled', content: reason })
  finalizeItem(ctx, request, item, { outcome: 'cancelled', verification: 'none' })
}

/** What an item of an application changes, by name. */
export type { NamedPrivilegeChange } from '../workflow/privileges.store.ts'
export const privilegesOf = (db: Reader, item: number) => privileges.of(db, item)
