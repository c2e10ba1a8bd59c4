import type { Reader } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Json } from '../shared/canonical-json.ts'
import { identityOf } from '../identities/references.service.ts'
import type { ActionContext } from '../access-requests/workflow/action-context.ts'
import { activity } from './activity.store.ts'
import type { PersonnelEvent } from './model/event.ts'

const kindWords = {
  onboard: 'Onboarding',
  offboard: 'Offboarding',
  'role-transition': 'Role transition',
  'leave-of-absence': 'Leave of absence',
} as const satisfies Record<PersonnelEvent['kind'], string>

/** The person of an event, also before there is an identity. */
export function personName(db: Reader, { identity, person }: PersonnelEvent): string {
  if (identity !== null) return identityOf(db, identity).name
  return [person.firstName, person.lastName].filter(Boolean).join(' ')
}

/** How people name an event: `Offboarding of Ana Silva (#12)`. */
export const titleOf = (db: Reader, event: PersonnelEvent): string =>
  `${kindWords[event.kind]} of ${personName(db, event)} (#${event.id})`

/** Takes down what happened to an event: in its own history, in the audit log, and for whoever watches it. */
export function recordEvent(
  ctx: ActionContext,
  event: PersonnelEvent,
  what: { readonly action: string; readonly text: string; readonly details?: { readonly [name: string]: Json } },
): void {
  const { tx, at, actor, identity } = ctx
  activity.add(tx, event.id, { at, identity, name: actor.name, kind: 'activity', text: what.text })
  recordAudit(tx, at, actor, {
    action: `personnel-event.${what.action}`,
    object: { type: 'personnel-event', id: event.guid, name: titleOf(tx, event) },
    details: { number: event.id, ...what.details },
  })
  ctx.events.push({ type: 'personnel-event', id: event.guid })
}

/** Adds what somebody says about an event. */
export function addEventComment(ctx: ActionContext, event: PersonnelEvent, text: string): void {
  const { tx, at, actor, identity } = ctx
  activity.add(tx, event.id, { at, identity, name: actor.name, kind: 'comment', text })
  ctx.events.push({ type: 'personnel-event', id: event.guid })
}
